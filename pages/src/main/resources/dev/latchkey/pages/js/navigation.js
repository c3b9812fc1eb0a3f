// Where the page is: the fragment of its address names a screen, and what a mailed link brings for it.

let message = null;

/** Goes to a screen, which may have something to say for once. */
export function go(screen, words = null) {
  message = words;
  if (location.hash.slice(1) === screen) dispatchEvent(new Event('hashchange'));
  else location.hash = screen;
}

export function takeMessage() {
  const taken = message;
  message = null;
  return taken;
}

/** Returns the screen that the address names, and its parameters, as in `#reset?uid=…&token=…`. */
export function place() {
  const [name, query = ''] = location.hash.slice(1).split(/\?(.*)/s);
  return { name, parameters: new URLSearchParams(query) };
}

/** Takes the secret of a link that has been used out of the address and the history. */
export function forgetParameters() {
  history.replaceState(null, '', `#${place().name}`);
}
