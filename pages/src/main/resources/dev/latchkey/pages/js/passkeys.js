// The list of one's passkeys.

import { call } from './api.js';
import { canUsePasskeys, makePasskey } from './ceremony.js';
import { deviceName } from './devices.js';
import { ask } from './dialog.js';
import { h, icon, toast } from './dom.js';
import { field } from './fields.js';
import { withProof } from './proof.js';
import { t, when } from './texts.js';

/** Makes a passkey and adds it, under the name of this device until its owner gives it another. */
async function addPasskey(again) {
  const credential = await makePasskey(await withProof(() => call('POST', 'passkeys/register/options')));
  if (credential === null) return;
  await call('POST', 'passkeys/register', { credential, name: deviceName(navigator.userAgent) });
  await again('h-ways');
  toast(t('passkeys.added'));
}

async function renamePasskey(passkey, again) {
  const name = field({
    name: 'name', id: 'passkey-name', label: t('passkeys.name'), missing: t('passkeys.name.missing'),
    input: { value: passkey.name, maxlength: '64', autocomplete: 'off' },
  });
  const done = await ask({
    title: t('passkeys.rename.title'), text: t('passkeys.rename.text'), fields: [name], action: t('passkeys.rename.do'),
    submit: (values) => call('PATCH', `passkeys/${encodeURIComponent(passkey.id)}`, values),
  });
  if (done) await again('h-ways');
}

async function removePasskey(passkey, again) {
  const done = await ask({
    title: t('passkeys.remove.title', { name: passkey.name }), text: t('passkeys.remove.text'), action: t('passkeys.remove'), kind: 'danger',
    submit: () => withProof(() => call('DELETE', `passkeys/${encodeURIComponent(passkey.id)}`)),
  });
  if (done) {
    await again('h-ways');
    toast(t('passkeys.removed'));
  }
}

/** The card with all passkeys. `opener` and `action` make buttons. */
export function passkeyCard(passkeys, again, { opener, action }) {
  return h('div', { class: 'card', id: 'passkeys' },
    h('div', { class: 'card-head' }, h('h3', null, t('passkeys.title')), canUsePasskeys() && action(t('passkeys.add'), null, () => addPasskey(again))),
    passkeys.length === 0
      ? h('div', { class: 'card-body' }, h('p', { class: 'soft' }, t('passkeys.none')))
      : h('ul', { class: 'rows' }, passkeys.map((passkey) => h('li', null,
        h('span', { class: 'tile tile-brass' }, icon(passkey.transports.includes('usb') ? 'key' : 'passkey')),
        h('div', null,
          h('p', { class: 'row-title' }, passkey.name, passkey.backed_up && [' ', h('span', { class: 'badge' }, t('passkeys.synced'))]),
          h('p', { class: 'row-meta dots' },
            h('span', null, t('passkeys.since', { when: when(passkey.created) })),
            h('span', null, passkey.last_used ? t('passkeys.used', { when: when(passkey.last_used) }) : t('passkeys.unused')))),
        h('div', { class: 'row-action row-action-below row' },
          opener(t('passkeys.rename'), t('passkeys.rename.name', { name: passkey.name }), () => renamePasskey(passkey, again), 'quiet'),
          opener(t('passkeys.remove'), t('passkeys.remove.name', { name: passkey.name }), () => removePasskey(passkey, again), 'quiet'))))));
}
