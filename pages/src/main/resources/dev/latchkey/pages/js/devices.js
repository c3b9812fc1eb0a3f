// What a session was opened with, in words that its owner knows it by.

import { t } from './texts.js';

const BROWSERS = [[/Edg/, 'Edge'], [/OPR\//, 'Opera'], [/Firefox|FxiOS/, 'Firefox'], [/Chrome|CriOS/, 'Chrome'], [/Safari/, 'Safari']];
const SYSTEMS = [
  [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux'],
];

function first(table, agent) {
  return table.find(([pattern]) => pattern.test(agent))?.[1];
}

/** Returns "Firefox on Linux" for what a browser calls itself; other programs say it shortly enough. */
export function deviceName(agent) {
  const browser = agent.startsWith('Mozilla/') && first(BROWSERS, agent);
  if (!browser) return agent.split(' ')[0].replace('/', ' ').slice(0, 40) || t('device.unknown');
  const system = first(SYSTEMS, agent);
  return system ? t('device.on', { browser, system }) : browser;
}

export function deviceIcon(agent) {
  if (!agent.startsWith('Mozilla/')) return 'terminal';
  return /iPhone|Android|Mobile/.test(agent) ? 'phone' : 'laptop';
}
