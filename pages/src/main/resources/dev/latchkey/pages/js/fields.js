// Fields and forms: all errors at once, each at its field, and words for what went wrong beside them.

import { copyOf, focusOn, h, icon, s } from './dom.js';
import { duration, fromApi, t } from './texts.js';

function describedBy(...ids) {
  return ids.filter(Boolean).join(' ') || null;
}

function errorLine(id) {
  return h('p', { class: 'error', id: `${id}-error`, hidden: true }, icon('alert', 'icon-small'), h('span'));
}

/**
 * A field with its label. `missing` is said where nothing is typed, `wrong` where it is no address; `aliases` are further names
 * that the API has for it.
 */
export function field({ name, id = name, label, hint, missing, wrong, link, aliases = [], input = {} }) {
  const control = h('input', {
    class: 'input', id, name, type: 'text', required: true, ...input,
    'aria-describedby': describedBy(`${id}-error`, hint && `${id}-hint`, input['aria-describedby']),
  });
  const group = input.type === 'password' ? h('div', { class: 'input-group' }, control, reveal(control)) : control;
  const element = h('div', { class: link ? 'field field-linked' : 'field' },
    h('label', { class: 'label', for: id }, label),
    group,
    link,
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
    errorLine(id));
  return make(element, control, label, [name, ...aliases], () => {
    if (control.required && control.value.trim() === '') return missing;
    return control.validity.typeMismatch ? wrong : '';
  });
}

/** What a form knows of a field. */
function make(element, control, label, names, check) {
  const line = element.querySelector('.error');
  const part = {
    element, control, label, names, check,
    show(text) {
      line.hidden = text === '';
      line.lastElementChild.replaceChildren(text);
      if (text) control.setAttribute('aria-invalid', 'true');
      else control.removeAttribute('aria-invalid');
      element.querySelector('.code')?.classList.toggle('wrong', text !== '');
    },
    refuse(messages) {
      part.show(messages.map(fromApi).join(' '));
    },
  };
  control.addEventListener('input', () => {
    if (part.check() === '') part.show('');
  });
  return part;
}

function reveal(control) {
  const button = h('button', {
    class: 'reveal', type: 'button', 'aria-pressed': 'false', 'aria-controls': control.id, 'aria-label': t('field.show'),
    click() {
      const shown = control.type === 'password';
      control.type = shown ? 'text' : 'password';
      button.setAttribute('aria-pressed', String(shown));
    },
  }, icon('eye', 'eye'), icon('eye-off', 'eye-off'));
  return button;
}

export function nameField(input = {}) {
  return field({
    name: 'username', label: t('field.username'), hint: t('field.username.hint'), missing: t('field.username.missing'),
    input: { autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', maxlength: '150', ...input },
  });
}

/** Tells a password manager whose password it is. */
export function hiddenName(user) {
  return h('input', { class: 'visually-hidden', type: 'text', autocomplete: 'username', value: user, tabindex: '-1', 'aria-hidden': 'true', readonly: true });
}

export function mailField(hint) {
  return field({
    name: 'email', label: t('field.email'), hint, missing: t('field.email.wrong'), wrong: t('field.email.wrong'),
    input: { type: 'email', autocomplete: 'email', autocapitalize: 'none', spellcheck: 'false' },
  });
}

export function passwordField({ name, id = name, label, link }) {
  return field({
    name, id, label, link, missing: t('field.password.missing'), input: { type: 'password', autocomplete: 'current-password' },
  });
}

// The API has a list of 20,000; these are said before it is asked.
const COMMON = ['password', 'password1', '12345678', '123456789', 'qwertyui', 'qwerty123', 'letmein1', 'iloveyou', 'sunshine', 'football'];

const RULES = {
  length: (value) => value.length >= 8,
  common: (value) => value !== '' && !COMMON.includes(value.toLowerCase()),
  digits: (value) => value !== '' && !/^\d+$/.test(value),
  similar: (value, others) => value !== '' && !others.some((other) => value.toLowerCase().includes(other)),
};

const REFUSALS = { length: /too short/, common: /too common/, digits: /entirely numeric/, similar: /too similar/ };

/**
 * A field for a new password, with a key that gets a tooth for each rule that is met. `others` returns what the password must not
 * be like. The API has the last word: a rule that it says is broken stays broken for that password.
 */
export function newPasswordField({ name, id = name, label, others = () => [], aliases = [] }) {
  const part = field({
    name, id, label, aliases, missing: t('rules.open'),
    input: { type: 'password', autocomplete: 'new-password', 'aria-describedby': `${id}-rules` },
  });
  const meter = copyOf('key-meter').firstElementChild;
  const count = h('b', null, '0');
  const status = h('p', { class: 'visually-hidden', role: 'status' });
  const lines = Object.fromEntries(Object.keys(RULES).map((rule) => [rule, h('li', null,
    h('span', { class: 'dot' }, s('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' }, s('use', { href: '#i-tick' }))),
    h('span', null, t(`rules.${rule}`), h('span', { class: 'visually-hidden' }, t('rules.not-yet'))))]));
  const refused = new Map();

  function met() {
    const value = part.control.value;
    const like = others().map((other) => other.split('@')[0].toLowerCase()).filter((other) => other.length > 2);
    return Object.keys(RULES).filter((rule) => RULES[rule](value, like) && !refused.get(value)?.includes(rule));
  }

  function draw() {
    const holding = met();
    for (const [rule, line] of Object.entries(lines)) {
      line.classList.toggle('met', holding.includes(rule));
      line.querySelector('.visually-hidden').replaceChildren(t(holding.includes(rule) ? 'rules.met' : 'rules.not-yet'));
      meter.querySelector(`[data-tooth=${rule}]`).classList.toggle('cut', holding.includes(rule));
    }
    meter.classList.toggle('done', holding.length === 4);
    count.replaceChildren(String(holding.length));
    status.replaceChildren(t('rules.status', { met: holding.length }));
  }

  part.check = () => (met().length === 4 ? '' : t('rules.open'));
  part.refuse = (messages) => {
    const broken = Object.keys(REFUSALS).filter((rule) => messages.some((message) => REFUSALS[rule].test(message)));
    refused.set(part.control.value, broken);
    draw();
    part.show(messages.map(fromApi).join(' '));
  };
  part.control.addEventListener('input', draw);
  part.element.querySelector('.error').before(h('div', { class: 'rules', id: `${id}-rules` },
    h('div', { class: 'key-line' }, meter, h('span', { class: 'key-count', 'aria-hidden': 'true' }, count, t('rules.of'))),
    h('ul', { class: 'rule-list' }, Object.values(lines)),
    status));
  return part;
}

/** One real field over six drawn cells: pasting, filling in and screen readers work as in any other. */
export function codeField({ id = 'code', label, hint }) {
  const cells = Array.from({ length: 6 }, () => h('span'));
  const control = h('input', {
    class: 'code-input', type: 'text', id, name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: '6',
    spellcheck: 'false', required: true, 'aria-describedby': describedBy(`${id}-error`, hint && `${id}-hint`),
  });
  const element = h('div', { class: 'field' },
    h('label', { class: 'label', for: id }, label),
    h('div', { class: 'code' }, h('div', { class: 'code-cells', 'aria-hidden': 'true' }, cells), control),
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
    errorLine(id));
  const draw = () => {
    const digits = control.value.replace(/\D/g, '').slice(0, 6);
    if (digits !== control.value) control.value = digits;
    cells.forEach((cell, i) => cell.classList.toggle('next', i === Math.min(digits.length, 5)));
  };
  control.addEventListener('input', draw);
  draw();
  return make(element, control, label, ['code'], () => (control.value.length === 6 ? '' : t('code.missing')));
}

/** Takes a code of the app as well as a backup code, for who has lost the telephone. */
export function anyCodeField(id) {
  return field({
    name: 'code', id, label: t('code.any'), missing: t('code.any.missing'),
    input: { autocomplete: 'one-time-code', autocapitalize: 'none', spellcheck: 'false', class: 'input mono' },
  });
}

/** Returns a code without what it is written with for people. */
export function plainCode(text) {
  return text.replace(/[\s-]/g, '');
}

export function backupCodeField() {
  return field({
    name: 'code', label: t('backup.label'), hint: t('backup.hint'), missing: t('backup.missing'),
    input: { autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', class: 'input mono' },
  });
}

/** Returns what to say of an answer that is no success and belongs to no field. */
export function wordsFor(refused) {
  if (refused.status === 429) return t('failed.throttled', { wait: duration(Math.max(1, Math.ceil(refused.retryAfter / 60))) });
  if (refused.status === 0 || refused.status >= 500) return t('failed.unreachable');
  return fromApi(refused.words) || t('failed.other', { status: refused.status });
}

/** A place for what went wrong, in red, or for what is to be known. */
export function notice(kind, ...content) {
  return h('div', { class: `notice notice-${kind}` },
    icon({ bad: 'alert', good: 'check', brass: 'info' }[kind]), h('div', null, content));
}

/**
 * Makes a form behave: what is wrong is shown at once, the button is busy while the API is asked, and a refusal goes to the fields
 * that it names. `submit` gets the values by name; it may throw what it wants said as an object with `say`, a list of nodes.
 */
export function behave(form, { fields, place, button, submit }) {
  let isBusy = false;
  const say = (...content) => {
    place.replaceChildren(...content);
    if (content.length > 0) focusOn(place);
  };
  const showAll = (wrong) => {
    if (wrong.length > 1) say(summary(wrong));
    else wrong[0].control.focus();
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy) return;
    say();
    fields.forEach((part) => part.show(part.check()));
    const wrong = fields.filter((part) => part.check() !== '');
    if (wrong.length > 0) {
      showAll(wrong);
      return;
    }
    isBusy = true;
    button.setAttribute('aria-busy', 'true');
    try {
      await submit(Object.fromEntries(fields.map((part) => [part.control.name, part.control.value])));
    } catch (problem) {
      if (problem.say) say(problem.say);
      else refuse(problem);
    } finally {
      isBusy = false;
      button.removeAttribute('aria-busy');
    }
  });

  function refuse(refused) {
    if (refused.body === undefined) throw refused; // A fault of ours.
    const named = fields.filter((part) => part.names.some((name) => refused.body[name]));
    for (const part of named) part.refuse(part.names.flatMap((name) => refused.body[name] ?? []));
    if (refused.status === 400 && named.length > 0) showAll(named);
    else say(notice('bad', h('p', null, wordsFor(refused))));
  }
}

function summary(wrong) {
  return notice('bad', h('p', null, h('strong', null, t(`form.wrong.${wrong.length}`))),
    h('ul', null, wrong.map((part) => h('li', null, h('a', {
      href: `#${part.control.id}`,
      click(event) {
        event.preventDefault(); // The fragment is for screens.
        part.control.focus();
      },
    }, part.label)))));
}

/** A form of a door: fields, and one button as wide as they are. */
export function form({ fields, action, kind = 'primary', submit }) {
  const place = h('div', { class: 'form-notice', role: 'alert' });
  const button = h('button', { class: `button button-${kind} button-wide` }, action);
  const element = h('form', { class: 'form', method: 'post', novalidate: true },
    place, fields.map((part) => part.element), button);
  behave(element, { fields, place, button, submit });
  return element;
}
