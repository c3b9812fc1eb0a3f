// The API beside the page. The token lives in this tab, and is gone when the tab is closed.

const TOKEN = 'latchkey-token';

let offer = {};
let token = null;

/** Learns what the stack offers. */
export async function learnOffer() {
  const response = await fetch(new URL('account/config.json', document.baseURI));
  if (!response.ok) throw new Error(`config.json is answered with ${response.status}`);
  offer = await response.json();
  token = sessionStorage.getItem(TOKEN);
}

export function offers() {
  return offer;
}

export function isSignedIn() {
  return token !== null;
}

export function keepToken(value) {
  token = value;
  sessionStorage.setItem(TOKEN, value);
}

export function forgetToken() {
  token = null;
  sessionStorage.removeItem(TOKEN);
}

/** An answer that is no success; status 0 is no answer at all. */
export class Refused extends Error {
  constructor(status, body, retryAfter) {
    super(`answered with ${status}`);
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** Returns all that the answer says, but for what belongs to a field. */
  get words() {
    return [this.body.detail ?? this.body.error ?? this.body.non_field_errors ?? []].flat().join(' ');
  }
}

async function answerTo(method, path, body, isOpen) {
  const headers = {};
  if (token && !isOpen) headers.Authorization = `${offer.scheme} ${token}`;
  if (body) headers['Content-Type'] = 'application/json';
  try {
    const response = await fetch(new URL(`api/auth/${path}`, document.baseURI), {
      method, headers, body: body && JSON.stringify(body), cache: 'no-store', credentials: 'omit',
    });
    return { response, text: await response.text() };
  } catch {
    throw new Refused(0, {}, 0);
  }
}

/** Calls the API, and returns what its JSON says. */
async function send(method, path, body, isOpen) {
  const { response, text } = await answerTo(method, path, body, isOpen);
  let answer = {};
  try {
    if (text) answer = JSON.parse(text);
  } catch {
    throw new Refused(502, {}, 0); // Something between the page and the API has answered.
  }
  if (!response.ok) throw new Refused(response.status, answer, Number(response.headers.get('Retry-After') ?? 0));
  return answer;
}

/** Calls what needs a session. If that is over, the page is told. */
export async function call(method, path, body) {
  try {
    return await send(method, path, body, false);
  } catch (refused) {
    if (refused.status === 401) {
      forgetToken();
      dispatchEvent(new Event('session-over'));
    }
    throw refused;
  }
}

/** Calls what anybody may call, without the token. */
export function callOpen(method, path, body) {
  return send(method, path, body, true);
}
