// The frame of the pages: a door where there is one task, a bar above, languages and colours below.

import { copyOf, focusOn, h, icon, toast } from './dom.js';
import { choose, language, t } from './texts.js';
import { nextTheme, theme } from './theme.js';

/** A page with one task. */
export function door({ sign, signKind = '', title, text, content, below }) {
  return {
    title,
    kind: 'stage',
    nodes: [
      h('div', { class: 'door' },
        copyOf('hardware'),
        h('div', { class: 'door-head' },
          sign && h('span', { class: `sign ${signKind}` }, icon(sign)),
          h('h1', null, title),
          text && h('p', null, text)),
        content),
      below && h('p', { class: 'below' }, below),
    ].filter(Boolean),
  };
}

/** An address in a box, with what it is in words that are heard only. */
export function addressBox(label, address) {
  return h('dl', { class: 'sent' },
    h('dt', { class: 'visually-hidden' }, label),
    h('dd', null, icon('mail', 'icon-small'), ' ', address));
}

export function wideLink(href, text, kind = 'plain') {
  return h('a', { class: `button button-${kind} button-wide`, href }, text);
}

/** Puts a screen into the page. What is read aloud and where the focus goes follows, but for the first screen. */
export function show(screen, { signOut, isFirst }) {
  const main = document.getElementById('main');
  document.title = `${screen.title} · ${t('brand')}`;
  document.querySelector('.skip').replaceChildren(t('skip'));
  drawBar(screen, signOut);
  main.className = screen.kind;
  main.replaceChildren(...screen.nodes);
  main.removeAttribute('aria-busy');
  if (screen.focus) {
    focusOn(document.getElementById(screen.focus)); // The page was only brought up to date.
  } else if (!isFirst) {
    window.scrollTo(0, 0);
    focusOn(main.querySelector('[data-focus]') ?? main.querySelector('h1'));
  }
}

function drawBar(screen, signOut) {
  const bar = document.querySelector('.bar');
  const brand = h('a', { class: 'brand', href: '#' }, copyOf('mark'), ' ', t('brand'));
  bar.classList.toggle('bar-page', screen.kind !== 'stage');
  bar.replaceChildren(screen.kind === 'stage' ? brand : h('div', { class: 'inside' }, brand,
    h('button', { class: 'button button-quiet button-small', type: 'button', click: signOut }, icon('sign-out', 'icon-small'), ' ', t('sign-out'))));
}

/** The foot: the other language, and the colours. `again` shows the screen once more, in the other language. */
export function drawFoot(again) {
  const other = language() === 'en' ? 'de' : 'en';
  const words = h('span', null, t(`theme.${theme()}`));
  document.querySelector('.foot').replaceChildren(
    h('button', {
      class: 'button button-quiet button-small', type: 'button', id: 'language', lang: other,
      click() {
        choose(other);
        again();
        document.getElementById('language').focus();
      },
    }, { en: 'English', de: 'Deutsch' }[other]),
    h('button', {
      class: 'button button-quiet button-small', type: 'button', id: 'theme',
      click() {
        nextTheme();
        words.replaceChildren(t(`theme.${theme()}`));
      },
    }, icon('moon', 'icon-small'), ' ', words));
}

/** A button that copies a text, or selects what shows it where the browser does not let it. */
export function copyButton(label, text, source) {
  return h('button', {
    class: 'button button-plain button-small', type: 'button', 'aria-label': label,
    async click() {
      try {
        await navigator.clipboard.writeText(text);
        toast(t('copied'));
      } catch {
        getSelection().selectAllChildren(source);
        toast(t('selected'));
      }
    },
  }, icon('copy', 'icon-small'), ' ', t('copy'));
}
