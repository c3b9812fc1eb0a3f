// Elements from code. Every text goes into the page as text: nothing here, and nothing that uses it, writes HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element. An attribute that is null or false is left out, one that is true stands alone, a function is a listener. */
export function h(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for what lies in an SVG. */
export function s(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function icon(name, classes = '') {
  return s('svg', { class: `icon ${classes}`, viewBox: '0 0 20 20', 'aria-hidden': 'true' }, s('use', { href: `#i-${name}` }));
}

/** Returns a copy of what a template of the page holds. */
export function copyOf(template) {
  return document.getElementById(template).content.cloneNode(true);
}

/** Moves the focus to what is not in the order of the Tab key, such as a heading. */
export function focusOn(element) {
  if (!element.hasAttribute('tabindex')) element.setAttribute('tabindex', '-1');
  element.focus();
}

let toastTimer = 0;

/** Says what went well, to be seen for five seconds and to be heard. Errors stand where they belong instead. */
export function toast(text) {
  const item = h('p', { class: 'toast' }, text);
  document.querySelector('.toasts').replaceChildren(item);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => item.remove(), 5000);
}
