// Questions over the page, as native dialogs: the browser keeps the focus in them and gives it back.

import { h, icon } from './dom.js';
import { behave, hiddenName } from './fields.js';
import { t } from './texts.js';

let number = 0;

/**
 * Asks, and returns once it is answered. `user` is whose password is asked for, for password managers. `submit` gets the values of the fields and may refuse them, which keeps the dialog open.
 *
 * @returns a promise of what `submit` returned, or of undefined if the dialog was closed without
 */
export function ask({ user, title, text, fields = [], action, kind = 'primary', submit }) {
  number += 1;
  const titleId = `dialog-${number}-title`;
  const textId = `dialog-${number}-text`;
  const place = h('div', { class: 'form-notice', role: 'alert' });
  const button = h('button', { class: `button button-${kind}` }, action);
  const close = () => dialog.close();
  const form = h('form', { method: 'post', novalidate: true },
    h('div', { class: 'dialog-head' }, h('h2', { id: titleId }, title),
      h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': t('close'), click: close }, icon('close'))),
    h('div', { class: 'dialog-body' }, h('p', { class: 'soft', id: textId }, text), place, user && hiddenName(user), fields.map((part) => part.element)),
    h('div', { class: 'dialog-foot' },
      h('button', { class: 'button button-plain', type: 'button', click: close }, t('cancel')), button));
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': titleId, 'aria-describedby': textId }, form);
  return new Promise((resolve) => {
    let result;
    behave(form, {
      fields, place, button,
      async submit(values) {
        result = (await submit(values)) ?? true;
        close();
      },
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
    fields[0]?.control.focus();
  });
}
