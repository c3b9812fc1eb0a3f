// Preferences, which are no secrets: language and colours.

/** Remembers a preference, which is no secret; a private window may have no place for it. */
export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Then it holds until the page is left.
  }
}

export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
