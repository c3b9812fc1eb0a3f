// Signing in and creating an account.

import { callOpen, forgetToken, keepToken, offers } from './api.js';
import { canUsePasskeys, offerPasskeys, secondStepByPasskey, signInByPasskey, stopWaiting } from './ceremony.js';
import { h, icon, toast } from './dom.js';
import { addressBox, door, wideLink } from './door.js';
import { backupCodeField, codeField, field, form, mailField, nameField, newPasswordField, notice, passwordField, plainCode, wordsFor } from './fields.js';
import { go, takeMessage } from './navigation.js';
import { rich, t } from './texts.js';

/** A login whose password was right, until its code is: nothing of it outlives the page. */
let step = null;

function enter(answer) {
  stopWaiting();
  step = null;
  keepToken(answer.token);
  go('account');
}

export function signIn() {
  const { login_by: loginBy, mail, registration } = offers();
  const message = takeMessage();
  const byPasskey = canUsePasskeys();
  const name = field({
    name: 'username', label: t(`signin.name.${loginBy}`), missing: t(`signin.name.${loginBy}.missing`),
    hint: byPasskey && t('signin.passkey.here'),
    input: { autocomplete: byPasskey ? 'username webauthn' : 'username', autocapitalize: 'none', spellcheck: 'false' },
  });
  const password = passwordField({
    name: 'password', label: t('field.password'),
    link: mail && h('a', { class: 'field-link', href: '#forgot' }, t('signin.forgot')),
  });
  return door({
    title: t('signin.title'),
    text: t('signin.text'),
    content: [
      message && h('div', { class: 'door-message', role: 'status' }, notice('brass', h('p', null, message))),
      byPasskey && passkeyFirst(),
      form({
        fields: [name, password],
        action: t('signin.do'),
        kind: byPasskey ? 'plain' : 'primary',
        async submit(values) {
          forgetToken();
          stopWaiting();
          try {
            const answer = await callOpen('POST', 'login', values);
            if (answer.ephemeral_token === undefined) enter(answer);
            else askForCode(answer.ephemeral_token, values.username);
          } catch (refused) {
            throw signInProblem(refused, mail);
          }
        },
      }),
    ],
    below: registration && rich('signin.new'),
  });
}

/** A button for passkeys, above the form; meanwhile the browser offers them in the field for the name. */
function passkeyFirst() {
  const place = h('div', { class: 'form-notice', role: 'alert' });
  const refused = (problem) => place.replaceChildren(problem.say ?? notice('bad', h('p', null, passkeyProblem(problem))));
  const offer = () => offerPasskeys(enter, refused);
  const button = h('button', {
    class: 'button button-primary button-wide', type: 'button', id: 'passkey', 'aria-describedby': 'passkey-hint',
    async click() {
      place.replaceChildren();
      button.setAttribute('aria-busy', 'true');
      try {
        const answer = await signInByPasskey();
        if (answer !== null) enter(answer);
        else offer();
      } catch (problem) {
        if (problem.body === undefined && !problem.say) throw problem;
        refused(problem);
      } finally {
        button.removeAttribute('aria-busy');
      }
    },
  }, icon('passkey'), ' ', t('signin.passkey'));
  offer();
  return [place, button, h('p', { class: 'hint hint-under', id: 'passkey-hint' }, t('signin.passkey.hint')), h('p', { class: 'or' }, t('signin.or'))];
}

function passkeyProblem(refused) {
  if (refused.status === 401) return t('signin.passkey.wrong');
  return refused.words.includes('not verified') ? rich('signin.unverified') : wordsFor(refused);
}

function signInProblem(refused, mail) {
  if (refused.status !== 400 || !refused.body.non_field_errors) return refused;
  const isUnverified = refused.words.includes('not verified');
  const words = isUnverified ? 'signin.unverified' : mail ? 'signin.wrong' : 'signin.wrong.plain';
  return { say: notice('bad', h('p', null, rich(words))) };
}

function askForCode(token, name) {
  step = { token, name };
  go('code');
}

export function code() {
  return secondStep({
    sign: 'shield', title: t('code.title'), text: t('code.text'),
    fields: () => [codeField({ label: t('code.label'), hint: t('code.hint') })],
    wrong: 'code.wrong',
    other: wideLink('#backup', [icon('lifebelt'), ' ', t('code.backup')]),
  });
}

export function backupCode() {
  return secondStep({
    sign: 'lifebelt', title: t('backup.title'), text: t('backup.text'),
    fields: () => [backupCodeField()],
    wrong: 'backup.wrong',
    other: wideLink('#code', [icon('shield'), ' ', t('backup.app')]),
  });
}

function secondStep({ sign, title, text, fields, wrong, other }) {
  if (step === null) {
    go('signin');
    return null;
  }
  const inputs = fields();
  return door({
    sign, title, text,
    content: [
      form({
        fields: inputs,
        action: t('code.do'),
        async submit(values) {
          try {
            enter(await callOpen('POST', 'login/code', { ephemeral_token: step.token, code: plainCode(values.code) }));
          } catch (refused) {
            if (refused.status !== 401) throw refused;
            if (refused.words.includes('token')) {
              step = null;
              go('signin', t('code.over'));
              return;
            }
            inputs[0].control.value = '';
            inputs[0].control.dispatchEvent(new Event('input'));
            inputs[0].show(t(wrong));
            inputs[0].control.focus();
          }
        },
      }),
      h('p', { class: 'or' }, t('code.or')),
      h('div', { class: 'ways' }, canUsePasskeys() && passkeyInstead(), other),
    ],
    below: rich('code.who', { name: step.name }),
  });
}

function passkeyInstead() {
  return h('button', {
    class: 'button button-plain button-wide', type: 'button', id: 'passkey',
    async click() {
      const place = document.querySelector('main .form-notice');
      try {
        const answer = await secondStepByPasskey(step.token);
        if (answer !== null) enter(answer);
      } catch (refused) {
        if (refused.body === undefined) throw refused;
        if (refused.status === 401 && refused.words.includes('token')) go('signin', t('code.over'));
        else place.replaceChildren(notice('bad', h('p', null, passkeyProblem(refused))));
      }
    },
  }, icon('passkey'), ' ', t('signin.passkey.instead'));
}

/** The address that a mail was sent to, for the screen that says so. */
let sentTo = '';

export function register() {
  const name = nameField();
  const mail = mailField(t('register.email.hint'));
  const password = newPasswordField({
    name: 'password', label: t('field.password'), others: () => [name.control.value, mail.control.value],
  });
  if (!offers().registration) {
    return door({
      sign: 'lock', title: t('register.closed'), text: t('register.closed.text'),
      content: wideLink('#signin', t('back-to-signin')),
    });
  }
  return door({
    title: t('register.title'),
    text: t('register.text'),
    content: form({
      fields: [name, mail, password],
      action: t('register.do'),
      async submit(values) {
        const answer = await callOpen('POST', 'register', values);
        if (answer.token === undefined) {
          sentTo = values.email;
          go('registered');
        } else {
          enter(answer);
          toast(t('register.done'));
        }
      },
    }),
    below: rich('register.known'),
  });
}

export function registered() {
  return door({
    sign: 'letter', title: t('sent.title'), text: t('registered.text'),
    content: h('div', { class: 'stack' },
      sentTo && addressBox(t('sent.address'), sentTo),
      h('ul', { class: 'plain-list soft small' },
        h('li', null, t('sent.spam')),
        h('li', null, rich('registered.again'))),
      wideLink('#signin', t('back-to-signin'))),
  });
}
