// What links in mails lead to. Opening one changes nothing, since mail programs open links by themselves: a button does.

import { callOpen, forgetToken, offers } from './api.js';
import { h, icon } from './dom.js';
import { door, wideLink } from './door.js';
import { behave, form, notice, passwordField, wordsFor } from './fields.js';
import { forgetParameters } from './navigation.js';
import { deadLink } from './recover.js';
import { t } from './texts.js';

/** Confirms the address of an account. */
export function verify(parameters, render) {
  return confirm(parameters, render, { name: 'verify', path: 'registration/verify-email', again: '#resend' });
}

/** Confirms the address that an account is to have from now on. */
export function confirmEmail(parameters, render) {
  return confirm(parameters, render, { name: 'email', path: 'email/confirm', again: null });
}

function confirm(parameters, render, { name, path, again }) {
  const key = parameters.get('key');
  if (!key) return deadLink(again);
  const place = h('div', { class: 'form-notice', role: 'alert' });
  const button = h('button', { class: 'button button-primary button-wide' }, t(`${name}.do`));
  const element = h('form', { class: 'stack', method: 'post', novalidate: true },
    place,
    h('p', { class: 'soft small verify-text' }, t('link.nothing-yet')),
    button,
    h('button', { class: 'button button-quiet button-wide', type: 'button', click: () => render(() => notMe(name)) }, t('link.not-me')));
  behave(element, {
    fields: [], place, button,
    async submit() {
      try {
        await callOpen('POST', path, { key });
      } catch (refused) {
        if (refused.status === 404 || (refused.status === 400 && refused.body?.key)) {
          forgetParameters();
          render(() => deadLink(again));
          return;
        }
        throw { say: notice('bad', h('p', null, wordsFor(refused))) };
      }
      forgetParameters();
      render(() => done(name, name === 'email' && offers().undo ? 'email.done.undo' : `${name}.done.text`));
    },
  });
  return door({ sign: 'mail', title: t(`${name}.title`), text: t(`${name}.text`), content: element });
}

function done(name, text) {
  return door({
    sign: 'check', signKind: 'sign-good', title: t(`${name}.done`), text: t(text),
    content: wideLink('#', t('link.on'), 'primary'),
  });
}

/** Nothing is sent: an address that its owner does not confirm belongs to no account. */
function notMe(name) {
  return door({
    sign: 'shield', signKind: 'sign-good', title: t('link.not-me.title'), text: t(`${name}.not-me.text`),
    content: wideLink('#signin', t('back-to-signin')),
  });
}

/** Takes back a change of address, of factors, or the wish to delete the account. */
export function undo(parameters, render) {
  const key = parameters.get('key');
  if (!key) return deadLink(null);
  return door({
    sign: 'back', title: t('undo.title'), text: t('undo.text'),
    content: [
      form({
        fields: [passwordField({ name: 'password', label: t('undo.label') })],
        action: t('undo.do'),
        async submit(values) {
          try {
            await callOpen('POST', 'undo', { key, password: values.password });
          } catch (refused) {
            if (refused.status !== 404 && !refused.body?.key) throw refused;
            forgetParameters();
            render(() => deadLink(null));
            return;
          }
          forgetParameters();
          forgetToken();
          render(() => door({
            sign: 'check', signKind: 'sign-good', title: t('undo.done'), text: t('undo.done.text'),
            content: wideLink('#forgot', t('undo.next'), 'primary'),
          }));
        },
      }),
      h('p', { class: 'soft small undo-hint' }, icon('info', 'icon-small'), h('span', null, t('undo.hint'))),
    ],
  });
}
