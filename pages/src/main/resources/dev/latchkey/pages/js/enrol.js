// Two-step verification: a secret into an app, a code that shows it is there, and codes for the day the phone is lost.

import { call } from './api.js';
import { h, icon, toast } from './dom.js';
import { copyButton } from './door.js';
import { behave, codeField } from './fields.js';
import { go } from './navigation.js';
import { withProof } from './proof.js';
import { drawQr } from './qr.js';
import { t } from './texts.js';

function page(step, content) {
  const names = ['enrol.step.scan', 'enrol.step.codes', 'enrol.step.done'];
  return {
    title: t('enrol.title'),
    kind: 'page page-narrow',
    nodes: [
      h('div', { class: 'no-print stack' },
        h('a', { class: 'back', href: '#account' }, icon('back', 'icon-small'), ' ', t('account.nav')),
        h('div', { class: 'page-head' }, h('div', null, h('h1', null, t('enrol.title')), h('p', null, t('enrol.text')))),
        h('ol', { class: 'steps', 'aria-label': t('enrol.steps') }, names.map((name, i) =>
          h('li', { class: i < step ? 'done' : null, 'aria-current': i === step ? 'step' : null }, `${i + 1}. ${t(name)}`)))),
      content,
    ],
  };
}

/** Asks for a secret once: asked again, in another language, it would be another secret than the one that the app has. */
export async function enrol(_, render) {
  const { details } = await withProof(() => call('POST', 'app/activate'));
  return () => scanPage(details, render);
}

function scanPage(details, render) {
  const secret = new URL(details).searchParams.get('secret');
  const shown = h('code', { id: 'secret' }, inFours(secret));
  const code = codeField({ label: t('enrol.code') });
  const place = h('div', { class: 'form-notice', role: 'alert' });
  const button = h('button', { class: 'button button-primary' }, t('enrol.do'));
  const form = h('form', { class: 'form confirm-form', method: 'post', novalidate: true },
    place, code.element,
    h('div', { class: 'row' }, button, h('a', { class: 'button button-quiet', href: '#account' }, t('not-now'))));
  behave(form, {
    fields: [code], place, button,
    async submit(values) {
      const { backup_codes: codes } = await call('POST', 'app/activate/confirm', values);
      toast(t('enrol.done'));
      render(() => codesPage(codes));
    },
  });
  return page(0, h('section', { class: 'card', 'aria-labelledby': 'h-scan' }, h('div', { class: 'card-body enrol' },
    drawQr(details, t('enrol.qr')),
    h('div', { class: 'stack enrol-how' },
      h('div', null, h('h2', { id: 'h-scan' }, t('enrol.scan')), h('p', { class: 'soft small after-title' }, t('enrol.scan.text'))),
      h('div', { class: 'stack tight' },
        h('p', { class: 'small soft', id: 'secret-label' }, t('enrol.type')),
        h('div', { class: 'code-block code-line' },
          h('pre', { tabindex: '0', role: 'group', 'aria-labelledby': 'secret-label' }, shown),
          copyButton(t('enrol.copy'), secret, shown))),
      form))));
}

/** Returns a text that somebody types from paper in groups; the spaces are no part of it. */
function inFours(text) {
  return text.match(/.{1,4}/g).join(' ');
}

let shownOnce = null;

/** Goes to the page that shows backup codes, which nothing but that page keeps. */
export function showCodes(codes) {
  shownOnce = codes;
  go('codes');
}

export function codes() {
  if (shownOnce === null) {
    go('account');
    return null;
  }
  const list = shownOnce;
  shownOnce = null;
  return () => codesPage(list);
}

function codesPage(list) {
  const shown = h('ol', { class: 'backup', id: 'code-list' }, list.map((one) => h('li', null, h('code', null, inFours(one)))));
  const finish = h('button', {
    class: 'button button-primary button-small', type: 'button', 'aria-disabled': 'true',
    click() {
      if (box.checked) go('account');
      else toast(t('codes.first'));
    },
  }, t('codes.finish'));
  const box = h('input', { type: 'checkbox', id: 'kept', change: () => finish.setAttribute('aria-disabled', String(!box.checked)) });
  return page(1, h('section', { class: 'card card-once', 'aria-labelledby': 'h-codes' },
    h('div', { class: 'card-head' },
      h('div', null, h('h2', { id: 'h-codes', 'data-focus': true }, t('codes.title')), h('p', { class: 'small soft' }, t('codes.text'))),
      h('div', { class: 'row no-print' },
        copyButton(t('codes.copy'), list.join('\n'), shown),
        h('button', { class: 'button button-plain button-small', type: 'button', click: () => print() }, icon('print', 'icon-small'), ' ', t('print')))),
    h('div', { class: 'card-body' }, shown),
    h('div', { class: 'card-foot row row-apart no-print' },
      h('label', { class: 'check small' }, box, h('span', null, t('codes.kept'))), finish)));
}
