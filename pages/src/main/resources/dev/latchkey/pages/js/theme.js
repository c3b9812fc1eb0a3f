// Colours: the system's, light or dark.

import { remember, remembered } from './memory.js';

const THEME = 'latchkey-theme';
const THEMES = ['system', 'light', 'dark'];

export function theme() {
  return document.documentElement.dataset.theme ?? 'system';
}

function useTheme(name) {
  if (name === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  remember(THEME, name);
}

export function nextTheme() {
  useTheme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);
}

export function useRememberedTheme() {
  const name = remembered(THEME);
  if (THEMES.includes(name)) useTheme(name);
}
