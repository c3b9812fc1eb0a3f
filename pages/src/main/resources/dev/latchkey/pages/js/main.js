// Which screen is shown: the address says so, in its fragment.

import { account } from './account.js';
import { call, forgetToken, isSignedIn, learnOffer, offers } from './api.js';
import { stopWaiting } from './ceremony.js';
import { h } from './dom.js';
import { door, drawFoot, show, wideLink } from './door.js';
import { codes, enrol } from './enrol.js';
import { confirmEmail, undo, verify } from './mailed.js';
import { go, place } from './navigation.js';
import { forgot, resend, resent, reset, sent } from './recover.js';
import { backupCode, code, register, registered, signIn } from './signin.js';
import { t } from './texts.js';
import { useRememberedTheme } from './theme.js';
import { wordsFor } from './fields.js';

/** By name: what makes the screen, whether only who is signed in may see it, and whether it takes a stack that sends mails. */
const SCREENS = {
  signin: { make: signIn },
  code: { make: code },
  backup: { make: backupCode },
  register: { make: register },
  registered: { make: registered },
  forgot: { make: forgot, needs: 'mail' },
  sent: { make: sent, needs: 'mail' },
  resend: { make: resend, needs: 'mail' },
  resent: { make: resent, needs: 'mail' },
  reset: { make: reset, needs: 'mail' },
  verify: { make: verify, needs: 'mail' },
  email: { make: confirmEmail, needs: 'mail' },
  undo: { make: undo, needs: 'undo' },
  account: { make: account, isPrivate: true },
  enrol: { make: enrol, isPrivate: true, needs: 'second_factor' },
  codes: { make: codes, isPrivate: true, needs: 'second_factor' },
};

let isFirst = true;
let visit = 0;

/** Makes what is shown once more, in another language, where asking for it again would be another thing: a link was used up meanwhile. */
let remake = null;

function named() {
  const { name } = place();
  if (SCREENS[name] && (!SCREENS[name].needs || offers()[SCREENS[name].needs])) return name;
  return isSignedIn() ? 'account' : 'signin';
}

/** Shows a screen, or what makes one. */
function render(screen) {
  remake = typeof screen === 'function' ? screen : null;
  show(remake === null ? screen : remake(), { signOut, isFirst });
  isFirst = false;
}

/** Shows what the address names. A screen that comes late, after another was asked for, is not shown any more. */
async function route() {
  visit += 1;
  stopWaiting();
  const here = visit;
  const name = named();
  if (SCREENS[name].isPrivate && !isSignedIn()) {
    go('signin');
    return;
  }
  const main = document.getElementById('main');
  main.setAttribute('aria-busy', 'true');
  try {
    const screen = await SCREENS[name].make(place().parameters, (next) => here === visit && render(next));
    if (screen !== null && here === visit) render(screen);
  } catch (problem) {
    if (problem.status === 401 || here !== visit) return; // That it is over was said already.
    if (problem.say) {
      go('account');
      return;
    }
    render(failure(problem));
    if (problem.body === undefined) throw problem;
  }
}

function failure(problem) {
  return door({
    sign: 'alert', title: t('failed.title'), text: problem.body === undefined ? t('failed.unreachable') : wordsFor(problem),
    content: h('div', { class: 'ways' },
      h('button', { class: 'button button-primary button-wide', type: 'button', click: route }, t('failed.again')),
      isSignedIn() && wideLink('#account', t('account.nav'))),
  });
}

async function signOut(event) {
  event.currentTarget.setAttribute('aria-busy', 'true');
  try {
    await call('POST', 'logout');
  } catch (problem) {
    if (problem.status !== 401) {
      render(failure(problem));
      return;
    }
  }
  forgetToken();
  go('signin', t('signed-out'));
}

/** The same screen in the other language, with what was typed into it. */
function inTheOtherLanguage() {
  drawFoot(inTheOtherLanguage);
  const typed = [...document.querySelectorAll('main input')].map((input) => [input.id, input.value]);
  isFirst = true;
  const fillIn = () => typed.forEach(([id, value]) => {
    const input = document.getElementById(id);
    if (!input || value === '') return;
    input.value = value;
    input.dispatchEvent(new Event('input'));
  });
  if (remake !== null) {
    render(remake);
    fillIn();
    return;
  }
  const wanted = visit + 1;
  route().then(() => visit === wanted && fillIn());
}

document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // The fragment is for screens.
  document.getElementById('main').focus();
});

useRememberedTheme();
drawFoot(inTheOtherLanguage);
try {
  await learnOffer();
  addEventListener('hashchange', () => {
    document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
    route();
  });
  addEventListener('session-over', () => go('signin', t('session-over')));
  await route();
} catch (problem) {
  if (problem.status === undefined) render(failure({ body: {}, status: 0 }));
  throw problem;
}
