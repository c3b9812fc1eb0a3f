// What the browser does with passkeys between two calls of the API.

import { call, callOpen, forgetToken, offers } from './api.js';
import { h } from './dom.js';
import { notice } from './fields.js';
import { t } from './texts.js';

/** A passkey belongs to a domain: a page that was opened by an address has none. */
export function canUsePasskeys() {
  return Boolean(offers().passkeys) && window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined
    && !/^[\d.]+$|:/.test(location.hostname);
}

let asked = null;

/** Ends what waits for a passkey, such as the browser's offer in the field for the name: there may be one at a time. */
export function stopWaiting() {
  asked?.abort();
  asked = null;
}

async function passkeyAnswer(options, mediation) {
  stopWaiting();
  const mine = new AbortController();
  asked = mine;
  try {
    const credential = await navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), mediation, signal: mine.signal,
    });
    return credential.toJSON();
  } finally {
    if (asked === mine) asked = null;
  }
}

/** What a browser says where a person closed its dialog, or another question came in between. */
function wasClosed(problem) {
  return problem.name === 'NotAllowedError' || problem.name === 'AbortError';
}

/** Signs in, with a dialog of the browser. Returns null where that was closed. */
export async function signInByPasskey() {
  try {
    const credential = await passkeyAnswer(await callOpen('POST', 'passkeys/login/options'));
    forgetToken();
    return await callOpen('POST', 'passkeys/login', { credential });
  } catch (problem) {
    if (wasClosed(problem)) return null;
    throw problem.body === undefined ? { say: notice('bad', h('p', null, t('passkey.failed'))) } : problem;
  }
}

/** Has the browser offer passkeys in the field for the name, where it can. Whoever picks one is handed to `entered`, what goes wrong to `refused`. */
export async function offerPasskeys(entered, refused) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  try {
    const credential = await passkeyAnswer(await callOpen('POST', 'passkeys/login/options'), 'conditional');
    forgetToken();
    entered(await callOpen('POST', 'passkeys/login', { credential }));
  } catch (problem) {
    if (problem.body !== undefined && problem.status !== 0) refused(problem);
  }
}

/** Takes the second step of a sign-in. Returns null where the dialog was closed. */
export async function secondStepByPasskey(token) {
  try {
    const credential = await passkeyAnswer(await callOpen('POST', 'passkeys/login/options', { ephemeral_token: token }));
    return await callOpen('POST', 'login/passkey', { ephemeral_token: token, credential });
  } catch (problem) {
    if (wasClosed(problem)) return null;
    throw problem;
  }
}

/** Proves in a session who is there. Returns false where the dialog was closed. */
export async function proveByPasskey() {
  try {
    const credential = await passkeyAnswer(await call('POST', 'passkeys/reauthenticate/options'));
    await call('POST', 'passkeys/reauthenticate', { credential });
    return true;
  } catch (problem) {
    if (wasClosed(problem)) return false;
    throw problem;
  }
}

/** Has an authenticator make a passkey. Returns null where the dialog was closed. */
export async function makePasskey(options) {
  stopWaiting();
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return (await navigator.credentials.create({ publicKey })).toJSON();
  } catch (problem) {
    if (wasClosed(problem)) return null;
    const words = problem.name === 'InvalidStateError' ? 'passkeys.known' : 'passkey.failed';
    throw { say: notice(words === 'passkeys.known' ? 'brass' : 'bad', h('p', null, t(words))) };
  }
}
