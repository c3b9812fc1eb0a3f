// Makes what the construct needs of Latchkey's own files:
//
//   assets/template.json   template.yaml, but for where the jars are, which a deployment says in parameters
//   assets/*.jar           the functions' jars, as ./mvnw package left them
//   lib/settings.ts        a typed property for each parameter
//
// None of it is in the repository: there is no list that could become stale.
//
// usage: node build.mjs [FOLDER]   takes the jars from FOLDER, such as one of a release, and otherwise from where Maven has put them
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isAlias, isMap, isSeq, parseDocument } from 'yaml';

const here = import.meta.dirname;
const root = join(here, '../..');
const assets = join(here, 'assets');

// Aliases, merge keys and short forms of functions are written out, as "sam deploy" does when it uploads a template.
const document = parseDocument(readFileSync(join(root, 'template.yaml'), 'utf8'), { logLevel: 'silent' });
const template = written(document.contents);

function written(node) {
  if (isAlias(node)) {
    return written(node.resolve(document));
  }
  const { tag } = node;
  const value = isMap(node) ? writtenMap(node) : isSeq(node) ? node.items.map(written) : node.value;
  if (!tag?.startsWith('!') || tag.startsWith('!!')) {
    return value;
  }
  const name = tag.slice(1);
  if (name === 'GetAtt' && typeof value === 'string') {
    return { 'Fn::GetAtt': [value.slice(0, value.indexOf('.')), value.slice(value.indexOf('.') + 1)] };
  }
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value };
}

// A key of the map itself goes before one that is merged into it, and an earlier merge before a later one.
function writtenMap(map) {
  const own = {};
  const merged = [];
  for (const { key, value } of map.items) {
    if (key.value === '<<') {
      merged.push(written(value));
    } else {
      own[key.value] = written(value);
    }
  }
  return Object.assign({}, ...merged.flat().reverse(), own);
}

const version = /^ {2}<version>(.*)<\/version>/m.exec(readFileSync(join(root, 'pom.xml'), 'utf8'))[1];
const { version: own } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
if (version !== own) {
  throw new Error(`package.json says ${own}, and pom.xml ${version}`);
}

const settings = Object.entries(template.Parameters).map(([parameter, declared]) => setting(parameter, declared));

rmSync(assets, { recursive: true, force: true });
mkdirSync(assets);
for (const jar of withJarsAsParameters(template)) {
  const from = process.argv[2] ? join(process.argv[2], basename(jar)) : join(root, jar);
  if (!existsSync(from)) {
    throw new Error(`${from} does not exist: run ./mvnw package first`);
  }
  copyFileSync(from, join(assets, basename(jar)));
}
writeFileSync(join(assets, 'template.json'), JSON.stringify(template));
for (const file of ['LICENSE', 'NOTICE']) {
  copyFileSync(join(root, file), join(here, file));
}
writeFileSync(join(here, 'lib/settings.ts'), source(settings));

// Jars lie in a bucket that only a deployment knows: it says which, and under what keys, in parameters of their own.
function withJarsAsParameters({ Parameters, Resources }) {
  const jars = new Set();
  Parameters.JarsBucket = { Type: 'String', Description: 'The bucket that has the jars' };
  for (const { Properties } of Object.values(Resources)) {
    if (Properties?.CodeUri) {
      jars.add(Properties.CodeUri);
      const key = jarParameter(Properties.CodeUri);
      Parameters[key] = { Type: 'String', Description: `The key of ${basename(Properties.CodeUri)}` };
      Properties.CodeUri = { Bucket: { Ref: 'JarsBucket' }, Key: { Ref: key } };
    }
  }
  return jars;
}

function jarParameter(path) {
  const name = basename(path, '.jar');
  return `${name[0].toUpperCase()}${name.slice(1)}Jar`;
}

function setting(parameter, declared) {
  const allows = value => new RegExp(declared.AllowedPattern ?? '^', 'u').test(value);
  const words = ['x', 'X', 'a', 'Z1', 'a-table'];
  const none = allows('none') ? " | 'none'" : '';
  const name = parameter[0].toLowerCase() + parameter.slice(1);
  const of = (type, kind) => ({ parameter, name, type, kind, declared });
  if (declared.NoEcho) {
    return of('SecretValue', 'secret');
  }
  if (declared.AllowedValues) {
    const literals = declared.AllowedValues.map(value => (/^[0-9]+$/.test(value) ? value : `'${value}'`));
    return of(declared.AllowedValues.join() === 'true,false' ? 'boolean' : literals.join(' | '), 'plain');
  }
  if (declared.Type === 'Number') {
    return of('number', 'plain');
  }
  if (allows('PT15M') && !words.some(allows)) {
    return of(`Duration${none}`, 'duration');
  }
  if ((allows('1') || allows('8')) && !words.some(allows)) {
    return of(`number${none}`, 'plain');
  }
  return of('string', 'plain');
}

function source(settings) {
  const property = ({ name, type, declared }) => `
  /**
   * ${declared.Description.trim().replaceAll('*/', '* /')}
   *
   * @default ${JSON.stringify(declared.Default)}
   */
  readonly ${name}?: ${type};
`;
  const rule = ({ name, parameter, kind, declared }) => `  ${name}: ${JSON.stringify({
    parameter,
    kind,
    pattern: declared.AllowedPattern,
    maxLength: declared.MaxLength,
    min: declared.MinValue,
    max: declared.MaxValue,
    values: declared.AllowedValues?.map(String),
    expected: declared.ConstraintDescription,
  })},\n`;
  return `// Written by build.mjs from template.yaml.
import type { Duration, SecretValue } from 'aws-cdk-lib';

/** What docs/settings.md describes, each with the default of the template. */
export interface LatchkeySettings {${settings.map(property).join('')}}

/** A parameter of the template, and what it takes. */
export interface Rule {
  readonly parameter: string;
  readonly kind: 'plain' | 'duration' | 'secret';
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  readonly expected?: string;
}

export const RULES: Record<keyof LatchkeySettings, Rule> = {
${settings.map(rule).join('')}};
`;
}
