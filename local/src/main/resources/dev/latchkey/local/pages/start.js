// The page at "/" of "latchkey serve": a first call, and what this server is doing. Every text goes into the page as text.

import { h, icon, s, toast } from './dom.js';
import { nextTheme, theme, useRememberedTheme } from './theme.js';

const TOKEN = 'latchkey-token'; // The account pages keep it there too: it belongs to this tab.
const PASSWORD_SIGNS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const REFRESH_MILLIS = 5000;

const byId = (id) => document.getElementById(id);
let start = {};

// ---------------------------------------------------------------- The first call

function words(length) {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => PASSWORD_SIGNS[byte % PASSWORD_SIGNS.length]).join('');
}

function authorization(token) {
  return `${start.scheme} ${token}`;
}

async function callApi(method, path, token, body) {
  const headers = { ...(token && { Authorization: authorization(token) }), ...(body && { 'Content-Type': 'application/json' }) };
  const began = performance.now();
  const response = await fetch(`api/auth/${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, millis: Math.round(performance.now() - began), text, json: text ? JSON.parse(text) : {} };
}

async function createUser(button) {
  button.setAttribute('aria-busy', 'true');
  const username = `visitor-${words(4).toLowerCase()}`;
  const password = `${words(6)}-${words(6)}`;
  const answer = await callApi('POST', 'register', null, { username, email: `${username}@example.com`, password });
  button.removeAttribute('aria-busy');
  if (answer.status !== 201 || !answer.json.token) {
    complain(answer.json.detail ?? 'A user cannot be created by a single call here.');
    return;
  }
  sessionStorage.setItem(TOKEN, answer.json.token);
  await showCall(password);
  byId('h-try').setAttribute('tabindex', '-1');
  byId('h-try').focus();
}

function complain(text) {
  byId('problem').replaceChildren(text && h('div', { class: 'notice notice-bad' }, icon('alert'), h('p', null, text)));
}

/** Shows the call with the token of this tab, or a way to get one. */
async function showCall(password) {
  const token = sessionStorage.getItem(TOKEN);
  const answer = token === null ? null : await callApi('GET', 'user', token);
  if (answer === null || answer.status === 401) {
    sessionStorage.removeItem(TOKEN);
    showWayIn();
    return;
  }
  const { username } = answer.json;
  byId('who').replaceChildren('Signed in as ', h('strong', null, username), password ? ` with the password ${password}` : '');
  const shown = h('code', { id: 'token' }, token);
  byId('call').replaceChildren(
    h('div', { class: 'stack tight' },
      h('p', { class: 'label', id: 'token-label' }, 'Your token'),
      codeLine(shown, 'token-label', 'Copy your token')),
    ...tabs(examples(token)),
    h('div', { class: 'stack tight' },
      h('p', { class: 'label row' }, 'It answers ', h('span', { class: answer.status === 200 ? 'badge badge-good' : 'badge badge-bad' }, String(answer.status)),
        ' ', h('span', { class: 'faint small' }, `in ${answer.millis} ms`)),
      h('div', { class: 'code-block' }, h('pre', { tabindex: '0', role: 'group', 'aria-label': 'Answer' }, h('code', null, JSON.stringify(answer.json))))));
}

function showWayIn() {
  byId('who').replaceChildren();
  const create = h('button', { class: 'button button-primary', type: 'button', id: 'create', click: (event) => createUser(event.currentTarget) },
    icon('plus', 'icon-small'), ' Create a user');
  byId('call').replaceChildren(
    h('p', null, 'A token opens every route below. Create a user with a made-up name, and this page shows the token, and calls with it.'),
    h('div', { class: 'row' }, create, start.account && h('a', { class: 'button button-quiet', href: 'account' }, 'or sign in')));
}

function codeLine(code, label, copyLabel) {
  return h('div', { class: 'code-block code-line' },
    h('pre', { tabindex: '0', role: 'group', 'aria-labelledby': label }, code), copyButton(copyLabel, code));
}

function copyButton(label, code) {
  return h('button', {
    class: 'button button-plain button-small', type: 'button', 'aria-label': label,
    async click() {
      try {
        await navigator.clipboard.writeText(code.textContent);
        toast('Copied.');
      } catch {
        getSelection().selectAllChildren(code);
        toast('Selected. Copy it with your keyboard.');
      }
    },
  }, icon('copy', 'icon-small'), ' Copy');
}

/** Returns code as nodes: parts that are lists are a kind of word and the word. */
function coloured(parts) {
  return h('code', null, parts.map((part) => (Array.isArray(part) ? h('span', { class: part[0] }, part[1]) : part)));
}

function examples(token) {
  const url = `${location.origin}/api/auth/user`;
  const header = authorization(token);
  return {
    curl: coloured([['k', 'curl'], ' ', ['s', url], ' ', ['f', '\\'], '\n  ', ['f', '-H'], ' ', ['s', `"Authorization: ${header}"`]]),
    fetch: coloured([['k', 'const'], ' answer = ', ['k', 'await'], ' fetch(', ['s', `'${url}'`], ', {\n  headers: { Authorization: ', ['s', `'${header}'`],
      ' },\n});\n', ['k', 'const'], ' user = ', ['k', 'await'], ' answer.json();  ', ['c', '// { id, username, email }']]),
    Python: coloured([['k', 'import'], ' requests\n\nanswer = requests.get(\n    ', ['s', `"${url}"`], ',\n    headers={', ['s', '"Authorization"'], ': ',
      ['s', `"${header}"`], '},\n)\nuser = answer.json()  ', ['c', '# id, username, email']]),
  };
}

/** Tabs with the keys that the ARIA patterns give them: arrows, Home and End. */
function tabs(codes) {
  const names = Object.keys(codes);
  const panels = names.map((name, i) => h('div', { role: 'tabpanel', id: `panel-${i}`, 'aria-labelledby': `tab-${i}`, hidden: i > 0 },
    h('div', { class: 'code-block' },
      h('pre', { tabindex: '0', role: 'group', 'aria-label': name }, codes[name]), copyButton(`Copy the call as ${name}`, codes[name]))));
  const choose = (chosen, isFocused) => buttons.forEach((button, i) => {
    button.setAttribute('aria-selected', String(i === chosen));
    button.tabIndex = i === chosen ? 0 : -1;
    panels[i].hidden = i !== chosen;
    if (i === chosen && isFocused) button.focus();
  });
  const buttons = names.map((name, i) => h('button', {
    class: 'tab', role: 'tab', type: 'button', id: `tab-${i}`, 'aria-controls': `panel-${i}`, 'aria-selected': String(i === 0), tabindex: i === 0 ? '0' : '-1',
    click: () => choose(i, false),
    keydown(event) {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: names.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      choose((to + names.length) % names.length, true);
    },
  }, name));
  return [
    h('div', { class: 'row row-apart call-head' }, h('p', { class: 'label', id: 'call-label' }, 'This call as'),
      h('div', { class: 'tabs', role: 'tablist', 'aria-labelledby': 'call-label' }, buttons)),
    ...panels,
  ];
}

// ---------------------------------------------------------------- What the server is doing

function showWhere() {
  const row = (name, value) => h('div', null, h('dt', null, name), h('dd', null, value));
  byId('where').replaceChildren(
    row('API', h('code', null, location.origin)),
    row('DynamoDB', h('code', null, start.dynamodb)),
    row('Data', start.data === null ? 'in memory only' : ['kept in ', h('code', null, start.data)]));
  byId('version').replaceChildren(`Latchkey ${start.version}, local development server`);
  byId('to-account').hidden = !start.account;
  byId('routes').replaceChildren(...start.routes.map((route) => h('tr', { role: 'row' },
    h('td', { role: 'cell' }, h('span', { class: `method method-${route.method.toLowerCase()}` }, route.method)),
    h('td', { role: 'cell' }, h('code', null, route.path)),
    h('td', { role: 'cell', class: 'soft what' }, route.summary),
    h('td', { role: 'cell' }, route.open ? h('span', { class: 'faint small' }, 'open') : h('span', { class: 'badge' }, start.scheme)))));
}

function bytes(count) {
  return count < 1024 ? `${count} B` : `${Math.round(count / 1024)} KB`;
}

function showTables() {
  byId('tables').replaceChildren(...start.tables.map((table) => h('div', null,
    h('dt', null, table.name),
    h('dd', null, `${table.items} ${table.items === 1 ? 'item' : 'items'}`),
    h('dd', { class: 'soft' }, bytes(table.bytes)))));
}

const WIDTH = 384;
const HEIGHT = 104;

function chart(label, ...shapes) {
  return s('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT + 1}`, role: 'img', 'aria-label': label },
    shapes, s('path', { class: 'axis', d: `M0 ${HEIGHT + 0.5}H${WIDTH}` }));
}

function showRequests() {
  const { minutes } = start;
  const all = minutes.map((minute) => minute.answered);
  const [total, refused] = [all, minutes.map((minute) => minute.refused)].map((list) => list.reduce((sum, one) => sum + one, 0));
  const most = Math.max(10, ...all);
  const step = WIDTH / minutes.length;
  const bar = (kind, count, i) => count > 0 && s('rect', {
    class: kind, x: i * step, y: HEIGHT - (count / most) * HEIGHT, width: step - 3, height: (count / most) * HEIGHT, rx: 1.5,
  });
  replaceAfterTitle('requests',
    h('p', { class: 'figure' }, h('strong', null, String(total)), ' ', h('span', { class: 'soft small' }, `in ${minutes.length} minutes`)),
    chart(`Requests a minute in the last ${minutes.length} minutes: at most ${Math.max(...all)}, with ${refused} refused.`,
      minutes.map((minute, i) => [bar('bar-ok', minute.answered, i), bar('bar-bad', minute.refused, i)])),
    h('p', { class: 'legend-row small soft' }, h('span', { class: 'key-ok' }, 'answered'), h('span', { class: 'key-bad' }, `refused: ${refused}`)));
}

function showLatency() {
  const busy = start.minutes.map((minute, i) => ({ ...minute, i })).filter((minute) => minute.answered > 0);
  if (busy.length === 0) {
    replaceAfterTitle('latency', h('p', { class: 'soft small' }, 'Nothing was asked yet.'), chart('No latency yet.'));
    return;
  }
  const most = Math.max(10, ...busy.map((minute) => minute.p95));
  const points = (name) => busy.map((minute) => [(minute.i / (start.minutes.length - 1)) * WIDTH, HEIGHT - (minute[name] / most) * (HEIGHT - 4)]);
  const text = (list) => list.map((point) => point.map((one) => Math.round(one * 10) / 10).join(',')).join(' ');
  const slow = points('p95');
  const area = [[slow[0][0], HEIGHT], ...slow, [slow.at(-1)[0], HEIGHT]];
  replaceAfterTitle('latency',
    h('p', { class: 'figure' }, h('strong', null, `${start.p50} ms`), ' ', h('span', { class: 'soft small' }, 'median')),
    chart(`Latency in the last ${start.minutes.length} minutes: median ${start.p50} milliseconds, 95 of 100 under ${start.p95}.`,
      s('polygon', { class: 'area', points: text(area) }),
      s('polyline', { class: 'line-95', points: text(slow.length > 1 ? slow : [slow[0], slow[0]]) }),
      s('polyline', { class: 'line-50', points: text(busy.length > 1 ? points('p50') : [points('p50')[0], points('p50')[0]]) })),
    h('p', { class: 'legend-row small soft' }, h('span', { class: 'key-50' }, `median ${start.p50} ms`), h('span', { class: 'key-95' }, `95 of 100 under ${start.p95} ms`)));
}

function replaceAfterTitle(id, ...nodes) {
  byId(id).replaceChildren(byId(id).firstElementChild, ...nodes);
}

async function refresh() {
  const response = await fetch('start.json');
  start = await response.json();
  showTables();
  showRequests();
  showLatency();
}

function refreshNowAndThen() {
  setTimeout(async () => {
    try {
      if (!document.hidden) await refresh();
      complain(null);
    } catch {
      complain('The server does not answer any more.');
    }
    refreshNowAndThen();
  }, REFRESH_MILLIS);
}

function showTheme() {
  byId('theme').lastElementChild.replaceChildren(`Theme: ${theme()}`);
}

useRememberedTheme();
showTheme();
byId('theme').addEventListener('click', () => {
  nextTheme();
  showTheme();
});
await refresh();
showWhere();
await showCall();
refreshNowAndThen();
