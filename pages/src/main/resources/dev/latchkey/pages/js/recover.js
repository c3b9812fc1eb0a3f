// Back into an account: a mail, and a new password by the link in it.

import { callOpen, forgetToken, offers } from './api.js';
import { h } from './dom.js';
import { addressBox, door, wideLink } from './door.js';
import { form, mailField, newPasswordField } from './fields.js';
import { forgetParameters, go } from './navigation.js';
import { duration, rich, t } from './texts.js';

/** The address that was typed, for the screen that says where a mail may be on its way to. */
let typed = '';

export function forgot() {
  return mailDoor({ sign: 'lifebelt', name: 'forgot', path: 'password/reset', next: 'sent' });
}

/** The mail with the link that confirms an address, once more. */
export function resend() {
  return mailDoor({ sign: 'mail', name: 'resend', path: 'registration/resend-email', next: 'resent' });
}

function mailDoor({ sign, name, path, next }) {
  return door({
    sign, title: t(`${name}.title`), text: t(`${name}.text`),
    content: form({
      fields: [mailField()],
      action: t('forgot.do'),
      async submit(values) {
        await callOpen('POST', path, values);
        typed = values.email;
        go(next);
      },
    }),
    below: h('a', { href: '#signin' }, t('back-to-signin')),
  });
}

export function sent() {
  return sentDoor(t('sent.text', { life: duration(offers().reset_minutes) }), [
    t('sent.spam'),
    rich('sent.other'),
    t('sent.until'),
  ]);
}

export function resent() {
  return sentDoor(t('resent.text', { life: duration(offers().verification_minutes) }), [t('sent.spam'), rich('resent.other')]);
}

/** What is said is the same, word for word, whether there is an account or not. */
function sentDoor(text, lines) {
  return door({
    sign: 'letter', title: t('sent.title'), text,
    content: h('div', { class: 'stack' },
      typed && addressBox(t('sent.address'), typed),
      h('ul', { class: 'plain-list soft small' }, lines.map((line) => h('li', null, line))),
      wideLink('#signin', t('back-to-signin'))),
  });
}

/** A link that leads nowhere any more. */
export function deadLink(again = '#forgot') {
  return door({
    sign: 'alert', title: t('dead.title'), text: t('dead.text'),
    content: h('div', { class: 'ways' },
      again && wideLink(again, t('dead.again'), 'primary'),
      wideLink('#signin', t('back-to-signin'))),
  });
}

export function reset(parameters, render) {
  const uid = parameters.get('uid');
  const token = parameters.get('token');
  if (!uid || !token) return deadLink();
  const password = newPasswordField({ name: 'password', label: t('reset.label'), aliases: ['new_password1', 'new_password2'] });
  return door({
    sign: 'key', title: t('reset.title'), text: t(offers().second_factor ? 'reset.text.factor' : 'reset.text'),
    content: form({
      fields: [password],
      action: t('reset.do'),
      async submit(values) {
        try {
          await callOpen('POST', 'password/reset/confirm', { uid, token, new_password1: values.password, new_password2: values.password });
        } catch (refused) {
          if (!refused.body?.uid && !refused.body?.token) throw refused;
          forgetParameters();
          render(() => deadLink());
          return;
        }
        forgetParameters();
        forgetToken();
        render(resetDone);
      },
    }),
    below: rich('reset.below'),
  });
}

function resetDone() {
  return door({
    sign: 'check', signKind: 'sign-good', title: t('reset.done'), text: t('reset.done.text'),
    content: wideLink('#signin', t('signin.do'), 'primary'),
  });
}

