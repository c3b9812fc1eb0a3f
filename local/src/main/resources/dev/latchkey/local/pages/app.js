// The page at "/": what it shows comes from the API, and every text goes into the page as text.

const api = document.querySelector('meta[name=latchkey-api]').content || location.origin;
const scheme = document.querySelector('meta[name=latchkey-scheme]').content;
const byId = (id) => document.getElementById(id);

// Kept for this tab alone, and gone when it is closed.
const store = sessionStorage;
const TOKEN = 'latchkey-token';

class Refused extends Error {
  constructor(status, body) {
    super(body.detail ?? body.error ?? body.non_field_errors?.join(' ') ?? '');
    this.status = status;
    this.fields = body;
  }
}

async function call(method, path, body) {
  const headers = {};
  const token = store.getItem(TOKEN);
  if (token) headers.Authorization = `${scheme} ${token}`;
  if (body) headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(`${api}/api/auth/${path}`, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Refused(0, { detail: 'The server cannot be reached.' });
  }
  const text = await response.text();
  const answer = text ? JSON.parse(text) : {};
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

function say(text, isError = false) {
  const message = byId('message');
  message.textContent = text;
  message.classList.toggle('error', isError);
}

/** Says it, and goes there: what had the focus may be gone. */
function tell(text, isError = false) {
  say(text, isError);
  byId('message').focus();
}

/** Names the problem or the hint, or both, that belong to a field. */
function describe(input, problem) {
  const ids = [`${input.id}-hint`, problem?.id].filter((id) => id && byId(id));
  if (ids.length) input.setAttribute('aria-describedby', ids.join(' '));
  else input.removeAttribute('aria-describedby');
}

function clearProblems(form) {
  form.querySelectorAll('.problem').forEach((problem) => problem.remove());
  form.querySelectorAll('[aria-invalid]').forEach((input) => {
    input.removeAttribute('aria-invalid');
    describe(input);
  });
}

function showProblems(form, refused) {
  const wrong = [];
  for (const input of form.querySelectorAll('input')) {
    const messages = refused.fields[input.name];
    if (!messages) continue;
    const problem = document.createElement('p');
    problem.className = 'problem';
    problem.id = `${input.id}-problem`;
    problem.textContent = messages.join(' ');
    input.after(problem);
    input.setAttribute('aria-invalid', 'true');
    describe(input, problem);
    wrong.push(input);
  }
  const count = ['', 'One thing has', 'Two things have', 'Three things have'][wrong.length];
  tell(refused.message || `${count} to be put right.`, true);
  wrong[0]?.focus();
}

/** Runs an action with its button out of reach, and says what goes wrong. */
async function act(button, action, onRefused = (refused) => say(refused.message, true)) {
  const hadFocus = document.activeElement === button;
  button.disabled = true;
  say('');
  try {
    await action();
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    if (refused.status === 401) {
      store.removeItem(TOKEN);
      await show();
      tell('This session is over. Log in again.', true);
    } else {
      onRefused(refused);
    }
  } finally {
    button.disabled = false;
    if (hadFocus && document.activeElement === document.body) button.focus();
  }
}

function onSubmit(form, action) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearProblems(form);
    const values = Object.fromEntries(new FormData(form));
    act(form.querySelector('button'), () => action(values), (refused) => showProblems(form, refused));
  });
}

function leave(text) {
  store.removeItem(TOKEN);
  return show().then(() => tell(text));
}

const CLIENTS = [[/Edg/, 'Edge'], [/OPR\//, 'Opera'], [/Firefox|FxiOS/, 'Firefox'], [/Chrome|CriOS/, 'Chrome'], [/Safari/, 'Safari']];
const SYSTEMS = [[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']];

/** "Firefox on Linux" for what a browser calls itself; other programs say it shortly enough. */
function clientName(agent) {
  const name = (table) => table.find(([pattern]) => pattern.test(agent))?.[1];
  const client = agent.startsWith('Mozilla/') && name(CLIENTS);
  if (!client) return agent || 'Unknown client';
  const system = name(SYSTEMS);
  return system ? `${client} on ${system}` : client;
}

function sessionItem(session) {
  const time = (text) => new Date(text).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const item = document.createElement('li');
  const what = document.createElement('div');
  what.className = 'what';
  const agent = document.createElement('p');
  agent.className = 'client';
  agent.textContent = clientName(session.user_agent);
  const details = document.createElement('p');
  details.className = 'details';
  const until = session.expiry ? `until ${time(session.expiry)}` : 'without end';
  details.textContent = `${session.source_ip || 'Unknown address'} · since ${time(session.created)} · ${until} · key `;
  const key = document.createElement('code');
  key.textContent = session.token_key;
  details.append(key);
  what.append(agent, details);
  item.append(what);
  if (session.current) {
    const badge = document.createElement('span');
    badge.className = 'badge';
    badge.textContent = 'This session';
    item.append(badge);
  } else {
    const end = document.createElement('button');
    end.type = 'button';
    end.className = 'plain';
    end.textContent = 'End';
    end.setAttribute('aria-label', `End the session of ${clientName(session.user_agent)}, key ${session.token_key}`);
    end.addEventListener('click', () => act(end, async () => {
      await call('DELETE', `tokens/${session.token_key}`);
      await showSessions();
      tell('That session is over.');
    }));
    item.append(end);
  }
  return item;
}

async function showSessions() {
  byId('sessions').replaceChildren(...(await call('GET', 'tokens')).map(sessionItem));
}

async function show() {
  document.querySelectorAll('form').forEach((form) => {
    form.reset();
    clearProblems(form);
  });
  const loggedIn = store.getItem(TOKEN) !== null;
  if (loggedIn) {
    const user = await call('GET', 'user');
    byId('username').textContent = user.username;
    byId('email').textContent = user.email;
    byId('user-id').textContent = user.id;
    await showSessions();
  }
  byId('visitor').hidden = loggedIn;
  byId('member').hidden = !loggedIn;
}

async function enter(answer, text) {
  store.setItem(TOKEN, answer.token);
  await show();
  tell(text);
}

onSubmit(byId('login'), async (values) => enter(await call('POST', 'login', values), 'You are logged in.'));
onSubmit(byId('register'), async (values) => enter(await call('POST', 'register', values), 'You are registered and logged in.'));
onSubmit(byId('password'), async (values) => {
  await call('POST', 'password', values);
  await show();
  tell('The password is changed, and every other session is over.');
});
byId('logout').addEventListener('click', (event) => act(event.currentTarget, async () => {
  await call('POST', 'logout');
  await leave('You are logged out.');
}));
byId('logoutall').addEventListener('click', (event) => act(event.currentTarget, async () => {
  await call('POST', 'logoutall');
  await leave('You are logged out everywhere.');
}));

act(byId('logout'), show, (refused) => {
  byId('visitor').hidden = false;
  say(refused.message, true);
});
