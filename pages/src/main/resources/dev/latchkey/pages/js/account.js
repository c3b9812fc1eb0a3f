// The account of who is signed in: profile, ways to sign in, sessions, deletion.

import { call, forgetToken, offers } from './api.js';
import { deviceIcon, deviceName } from './devices.js';
import { ask } from './dialog.js';
import { copyOf, focusOn, h, icon, toast } from './dom.js';
import { door, wideLink } from './door.js';
import { anyCodeField, mailField, newPasswordField, notice, passwordField, plainCode, wordsFor } from './fields.js';
import { showCodes } from './enrol.js';
import { go } from './navigation.js';
import { passkeyCard } from './passkeys.js';
import { withProof } from './proof.js';
import { duration, t, when } from './texts.js';

/** A place for what goes wrong outside of a form. */
function problems() {
  return h('div', { class: 'form-notice', role: 'alert', id: 'problems' });
}

/** Does what a button of the page is for; a refusal is said above, and a session that is over by the whole page. */
async function act(button, run, isDialog) {
  const place = document.getElementById('problems');
  place.replaceChildren();
  if (!isDialog) button.setAttribute('aria-busy', 'true');
  try {
    await run();
  } catch (problem) {
    if (problem.body === undefined && !problem.say) throw problem;
    place.replaceChildren(problem.say ?? notice('bad', h('p', null, wordsFor(problem))));
    focusOn(place);
  } finally {
    button.removeAttribute('aria-busy');
  }
}

function button(words, name, kind, run, isDialog) {
  return h('button', {
    class: `button button-${kind} button-small`, type: 'button', 'aria-label': name, 'aria-haspopup': isDialog ? 'dialog' : null,
    click: (event) => act(event.currentTarget, run, isDialog),
  }, words);
}

function action(words, name, run, kind = 'plain') {
  return button(words, name, kind, run, false);
}

function opener(words, name, run, kind = 'plain') {
  return button(words, name, kind, run, true);
}

function section(id, title, text, content) {
  return h('section', { class: 'setting', 'aria-labelledby': id },
    h('div', { class: 'setting-about' }, h('h2', { id }, title), h('p', null, text)),
    content);
}

export async function account(_, render) {
  const [user, sessions, methods, passkeys] = await Promise.all([
    call('GET', 'user'),
    call('GET', 'tokens'),
    offers().second_factor ? call('GET', 'mfa/user-active-methods') : [],
    offers().passkeys ? call('GET', 'passkeys') : null,
  ]);
  const again = async (focus) => render({ ...(await account(_, render)), focus });
  const tag = copyOf('tag').firstElementChild;
  tag.querySelector('text').textContent = [...user.username][0].toLocaleUpperCase();
  return {
    title: t('account.title'),
    kind: 'page',
    nodes: [
      problems(),
      h('div', { class: 'page-head' }, h('div', { class: 'person' }, tag,
        h('div', { class: 'person-text' }, h('h1', { class: user.username.length > 24 ? 'long' : null }, user.username), h('p', null, t('account.where', { count: sessions.length }))))),
      profile(user, again),
      waysToSignIn(user, methods, passkeys, again),
      sessionList(sessions, again),
      offers().deletion && deletion(user, render),
    ].filter(Boolean),
  };
}

function fact(name, value, button) {
  return h('div', null, h('dt', null, name), h('dd', null, value), button && h('dd', null, button));
}

function profile(user, again) {
  const { mail } = offers();
  return section('h-profile', t('profile.title'), t('profile.text'), h('div', { class: 'card' }, h('dl', { class: 'facts' },
    fact(t('field.username'), user.username),
    fact(t('profile.email'), [user.email || h('span', { class: 'soft' }, t('profile.no-email')), verifiedBadge(user)],
      mail && opener(t('change'), t('profile.email.change'), () => changeAddress(user, again), 'quiet')),
    offers().export && fact(t('profile.data'), h('span', { class: 'soft' }, t('profile.data.text')),
      action(t('download'), t('profile.data.download'), download, 'quiet')))));
}

function verifiedBadge(user) {
  if (user.email_verified === undefined || !user.email) return null;
  return user.email_verified
    ? h('span', { class: 'badge badge-good' }, icon('check'), ' ', t('verified'))
    : h('span', { class: 'badge badge-brass' }, t('unverified'));
}

async function changeAddress(user, again) {
  const done = await ask({
    user: user.username,
    title: t('address.title'),
    text: t('address.text'),
    fields: [mailField(), passwordField({ name: 'current_password', label: t('field.your-password') })],
    action: t('address.do'),
    submit: (values) => withProof(() => call('POST', 'email', values)),
  });
  if (done) {
    await again('h-profile');
    toast(t('address.done'));
  }
}

async function download() {
  const data = await withProof(() => call('GET', 'user/export'));
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  const link = h('a', { href: url, download: 'account.json' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  toast(t('profile.data.done'));
}

function waysToSignIn(user, methods, passkeys, again) {
  const others = h('div', { class: 'card' }, h('ul', { class: 'rows' },
    offers().second_factor && secondFactor(methods.some((method) => method.name === 'app'), again),
    h('li', null,
      h('span', { class: 'tile' }, icon('lock')),
      h('div', null, h('p', { class: 'row-title' }, t('field.password')), h('p', { class: 'row-meta' }, t('password.text'))),
      h('div', { class: 'row-action' }, opener(t('change'), t('password.title'), () => changePassword(user, again))))));
  return section('h-ways', t('ways.title'), t(passkeys === null ? 'ways.text' : 'ways.text.passkeys'),
    passkeys === null ? others : h('div', { class: 'stack' }, passkeyCard(passkeys, again, { opener, action }), others));
}

function secondFactor(isOn, again) {
  return h('li', null,
    h('span', { class: isOn ? 'tile tile-now' : 'tile' }, icon('shield')),
    h('div', null,
      h('p', { class: 'row-title' }, t('factor.title'), ' ',
        h('span', { class: isOn ? 'badge badge-good' : 'badge' }, t(isOn ? 'on' : 'off'))),
      h('p', { class: 'row-meta' }, t(isOn ? 'factor.on' : 'factor.off'))),
    h('div', { class: 'row-action row-action-below row' }, isOn
      ? [opener(t('factor.codes'), null, newCodes, 'quiet'), opener(t('factor.end'), t('factor.end.name'), () => endFactor(again))]
      : h('a', { class: 'button button-plain button-small', href: '#enrol', 'aria-label': t('factor.begin.name') }, t('factor.begin'))));
}

async function newCodes() {
  let codes;
  await ask({
    title: t('codes.new.title'),
    text: t('codes.new.text'),
    fields: [anyCodeField('dialog-code')],
    action: t('codes.new.do'),
    async submit(values) {
      codes = (await withProof(() => call('POST', 'app/codes/regenerate', { code: plainCode(values.code) }))).backup_codes;
    },
  });
  if (codes) showCodes(codes);
}

async function endFactor(again) {
  const done = await ask({
    title: t('factor.end.title'),
    text: t('factor.end.text'),
    fields: [anyCodeField('dialog-code')],
    action: t('factor.end.do'),
    kind: 'danger',
    submit: (values) => withProof(() => call('POST', 'app/deactivate', { code: plainCode(values.code) })),
  });
  if (done) {
    await again('h-ways');
    toast(t('factor.end.done'));
  }
}

async function changePassword(user, again) {
  const done = await ask({
    user: user.username,
    title: t('password.title'),
    text: t('password.dialog'),
    fields: [
      passwordField({ name: 'current_password', label: t('password.current') }),
      newPasswordField({ name: 'new_password', label: t('reset.label'), others: () => [user.username, user.email] }),
    ],
    action: t('password.title'),
    submit: (values) => withProof(() => call('POST', 'password', values)),
  });
  if (done) {
    await again('h-ways');
    toast(t('password.done'));
  }
}

function sessionList(sessions, again) {
  const latest = (session) => Date.parse(session.last_used ?? session.created);
  const inOrder = [...sessions].sort((a, b) => Number(b.current) - Number(a.current) || latest(b) - latest(a));
  return section('h-sessions', t('sessions.title'), t('sessions.text'), h('div', { class: 'card' },
    h('ul', { class: 'rows', id: 'sessions' }, inOrder.map((session) => sessionRow(session, again))),
    h('div', { class: 'card-foot row row-apart' },
      h('p', { class: 'small soft' }, t('sessions.hint')),
      opener(t('sessions.end-all'), null, endAll, 'danger-quiet'))));
}

function sessionRow(session, again) {
  const name = deviceName(session.user_agent ?? '');
  const isHere = session.current;
  return h('li', { class: 'session' },
    h('span', { class: isHere ? 'tile tile-now' : 'tile' }, icon(deviceIcon(session.user_agent ?? ''))),
    h('p', { class: 'row-title' }, name, isHere && [' ', h('span', { class: 'badge badge-good' }, t('sessions.this'))]),
    isHere ? h('span') : h('div', { class: 'row-action' },
      action(t('sessions.end'), t('sessions.end.name', { name }), async () => {
        await call('DELETE', `tokens/${encodeURIComponent(session.token_key)}`);
        await again('h-sessions');
        toast(t('sessions.ended'));
      })),
    h('div', { class: 'row-more' },
      h('p', { class: 'row-meta dots' },
        h('span', null, isHere ? t('sessions.now') : t('sessions.used', { when: when(session.last_used ?? session.created) })),
        h('span', null, session.source_ip || t('sessions.nowhere'))),
      h('p', { class: 'row-meta dots faint' },
        h('span', null, t('sessions.since', { when: when(session.created) })),
        h('span', null, session.expiry ? t('sessions.until', { when: when(session.expiry) }) : t('sessions.for-good')))));
}

async function endAll() {
  const done = await ask({
    title: t('sessions.end-all.title'),
    text: t('sessions.end-all.text'),
    action: t('sessions.end-all'),
    kind: 'danger',
    submit: () => call('POST', 'logoutall'),
  });
  if (done) {
    forgetToken();
    go('signin', t('sessions.all-ended'));
  }
}

function deletion(user, render) {
  return section('h-delete', t('delete.title'), t('delete.grace', { life: graceLife() }), h('div', { class: 'card' },
    h('div', { class: 'card-body row row-apart' },
      h('p', { class: 'soft delete-text' }, t('delete.text', { life: graceLife() })),
      opener(t('delete.title'), null, () => askForDeletion(user, render), 'danger-quiet'))));
}

function graceLife() {
  return duration(offers().deletion_minutes);
}

async function askForDeletion(user, render) {
  const done = await ask({
    user: user.username,
    title: t('delete.ask', { name: user.username }),
    text: t('delete.ask.text', { life: graceLife() }),
    fields: [passwordField({ name: 'current_password', id: 'delete-password', label: t('field.your-password') })],
    action: t('delete.title'),
    kind: 'danger',
    submit: (values) => withProof(() => call('DELETE', 'user', values)),
  });
  if (done) {
    forgetToken();
    render(() => door({
      sign: 'check', signKind: 'sign-good', title: t('delete.done'), text: t('delete.done.text', { life: graceLife() }),
      content: wideLink('#signin', t('back-to-signin')),
    }));
  }
}
