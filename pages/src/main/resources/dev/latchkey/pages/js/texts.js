// What the pages say, in the language of the browser or the one that was chosen.

import { h } from './dom.js';
import { EN } from './en.js';
import { DE } from './de.js';
import { remember, remembered } from './memory.js';

const LANGUAGES = { en: EN, de: DE };
const CHOSEN = 'latchkey-language';

function preferred() {
  const chosen = remembered(CHOSEN);
  const wanted = (chosen ? [chosen] : navigator.languages).map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((language) => language in LANGUAGES) ?? 'en';
}

let current = preferred();
document.documentElement.lang = current;

export function language() {
  return current;
}

export function choose(language) {
  current = language;
  document.documentElement.lang = language;
  remember(CHOSEN, language);
}

/** Returns a text with its {places} filled in. Where a text is for one or for several, `count` decides. */
export function t(name, values = {}) {
  const texts = LANGUAGES[current];
  const form = 'count' in values ? `${name}.${new Intl.PluralRules(current).select(values.count)}` : name;
  const text = texts[form] ?? texts[name];
  if (text === undefined) throw new Error(`there is no text ${form}`);
  return text.replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

/** Returns a text in which [words](#place) is a link, as nodes. */
export function rich(name, values) {
  return t(name, values).split(/(\[[^\]]*\]\([^)]*\))/).map((part) => {
    const link = /^\[([^\]]*)\]\(([^)]*)\)$/.exec(part);
    return link ? h('a', { href: link[2] }, link[1]) : part;
  });
}

// What the API says of values, which it says in English alone.
const FROM_API = [
  [/^This field (?:is required|may not be blank|may not be null)\.$/, 'api.blank'],
  [/^A user with that username already exists\.$/, 'api.taken'],
  [/^Enter a valid username\./, 'api.username'],
  [/^Enter a valid email address\.$/, 'field.email.wrong'],
  [/^Ensure this field has no more than (\d+) characters\.$/, 'api.long'],
  [/^This password is too short\. It must contain at least (\d+) characters\.$/, 'api.short'],
  [/^This password is too common\.$/, 'api.common'],
  [/^This password is entirely numeric\.$/, 'api.numeric'],
  [/^The password is too similar to the /, 'api.similar'],
  [/^Invalid password\.$/, 'api.password'],
  [/^(?:Code invalid or expired|Invalid or expired code)\.$/, 'code.wrong'],
  [/^MFA method already active\.$/, 'api.active'],
  [/^2FA is not enabled\.$/, 'api.inactive'],
];

/** Returns what the API says of a value in the words of the pages, or as it is where they have none. */
export function fromApi(message) {
  const [pattern, name] = FROM_API.find(([known]) => known.test(message)) ?? [];
  return name ? t(name, { n: pattern.exec(message)[1] }) : message;
}

/** Returns the browser's own kind of the language, such as British English, which writes dates in its own way. */
function locale() {
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(current)) ?? current;
}

const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60]];
const WEEK = 7 * 86400;

/** Returns "3 days ago" or "in 2 hours" within a week of now, and the date otherwise. */
export function when(time) {
  const date = new Date(time);
  const seconds = (date - Date.now()) / 1000;
  if (Math.abs(seconds) >= WEEK) {
    const sameYear = date.getFullYear() === new Date().getFullYear();
    return date.toLocaleDateString(locale(), { day: 'numeric', month: 'long', year: sameYear ? undefined : 'numeric' });
  }
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? [];
  return unit
    ? new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(Math.round(seconds / size), unit)
    : t(seconds < 0 ? 'time.now' : 'time.soon');
}

/** Returns "one hour", "24 hours" or "7 days" for a number of minutes. */
export function duration(minutes) {
  if (minutes === 60) return t('time.hour');
  const [unit, size] = [['day', 1440], ['hour', 60]].find(([, length]) => minutes > length && minutes % length === 0) ?? ['minute', 1];
  const count = minutes / size;
  return new Intl.NumberFormat(current, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
