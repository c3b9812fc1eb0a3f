import { Duration, SecretValue, Token } from 'aws-cdk-lib';
import { type LatchkeySettings, RULES, type Rule } from './settings';

/**
 * Returns the template's parameters for the settings that are given.
 *
 * @throws Error if a value is not one that the template takes, so that `cdk synth` says so and not the deployment
 */
export function parameters(settings: LatchkeySettings): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, rule] of Object.entries(RULES)) {
    const value = settings[name as keyof LatchkeySettings];
    if (value !== undefined) {
      const text = textOf(value);
      if (!Token.isUnresolved(text) && !takes(rule, text)) {
        const given = rule.kind === 'secret' ? 'the value' : `'${text}'`;
        throw new Error(`${name}: ${given} is not ${rule.expected ?? expected(rule)}`);
      }
      values[rule.parameter] = text;
    }
  }
  return values;
}

function textOf(value: boolean | number | string | Duration | SecretValue): string {
  if (value instanceof Duration) {
    return value.toIsoString();
  }
  return value instanceof SecretValue ? value.unsafeUnwrap() : `${value}`;
}

function takes(rule: Rule, text: string): boolean {
  return (
    (rule.pattern === undefined || new RegExp(rule.pattern, 'u').test(text)) &&
    (rule.maxLength === undefined || text.length <= rule.maxLength) &&
    (rule.values === undefined || rule.values.includes(text)) &&
    (rule.min === undefined || Number(text) >= rule.min) &&
    (rule.max === undefined || Number(text) <= rule.max)
  );
}

function expected(rule: Rule): string {
  return rule.values ? `one of ${rule.values.join(', ')}` : `a number from ${rule.min} to ${rule.max}`;
}
