// What asks for a fresh proof: the API says which it wants, the page asks for it, and tries once more.

import { call } from './api.js';
import { canUsePasskeys, proveByPasskey } from './ceremony.js';
import { ask } from './dialog.js';
import { h } from './dom.js';
import { anyCodeField, notice, passwordField, plainCode } from './fields.js';
import { t } from './texts.js';

/** Runs an action, and once more after the proof that it asks for, if it asks for one. */
export async function withProof(action) {
  try {
    return await action();
  } catch (refused) {
    const ways = refused.body?.reauthenticate;
    if (refused.status !== 403 || !ways) throw refused;
    if (!(await prove(ways))) throw { say: notice('brass', h('p', null, t('proof.needed'))) };
    return action();
  }
}

async function prove(ways) {
  if (ways.includes('passkey') && canUsePasskeys()) {
    const proved = await proveByPasskey();
    if (proved || !ways.includes('app')) return proved;
  } else if (ways.length === 1 && ways[0] === 'passkey') {
    throw { say: notice('brass', h('p', null, t('proof.passkey'))) };
  }
  const byPassword = ways.includes('password');
  return ask({
    title: t('proof.title'),
    text: t(byPassword ? 'proof.password' : 'proof.code'),
    fields: [byPassword ? passwordField({ name: 'password', id: 'proof', label: t('field.your-password') }) : anyCodeField('proof')],
    action: t('code.do'),
    submit: (values) => call('POST', 'reauthenticate', byPassword ? values : { code: plainCode(values.code) }),
  });
}
