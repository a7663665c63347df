import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { groupInEnglish, sourceInEnglish } from '@anlan/kernel/citation';
import { fieldSchema, type Field } from '@anlan/kernel/entity';
import { problemWords, toProblem } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../parameter/book.ts';
import { describeIssue } from './invalid.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const HAN = /\p{Script=Han}/u;

/** Every source file that can refuse, or say what is wrong with a value. */
const SOURCES = ['server/src', 'kernel/src', 'systems'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$|(^|\/)(dist|node_modules)\//.test(path))
    .map((path) => ({ path: `${room}/${path}`, text: readFileSync(join(ROOT, room, path), 'utf8') })),
);

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Where a string that begins at `from` ends; in a template, places are skipped as a whole. */
function endOfString(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (quote === '`' && text.startsWith('${', at)) at = endOfList(text, at + 2).end;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

/** The members of a list that begins behind its bracket: arguments, or a template's place. */
function endOfList(text: string, from: number): { readonly members: string[]; readonly end: number } {
  const members: string[] = [];
  const open: string[] = [];
  let begin = from;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at]!;
    if (`'"\``.includes(sign)) at = endOfString(text, at);
    else if (CLOSING[sign] !== undefined) open.push(CLOSING[sign]);
    else if (sign === open.at(-1)) open.pop();
    else if (')]}'.includes(sign)) return { members: [...members, text.slice(begin, at)], end: at };
    else if (sign === ',' && open.length === 0) {
      members.push(text.slice(begin, at));
      begin = at + 1;
    }
  }
  return { members, end: text.length };
}

/** Arguments of every call of a function, with the place of the call. */
function callsOf(name: string): { readonly at: string; readonly given: string[] }[] {
  const call = new RegExp(`\\b${name}\\(`, 'g');
  return SOURCES.flatMap(({ path, text }) =>
    [...text.matchAll(call)].map(({ index, 0: { length } }) => ({
      at: `${path}:${text.slice(0, index).split('\n').length}`,
      given: endOfList(text, index + length).members.map((one) => one.trim()),
    })),
  );
}

/** What is left of an expression without the calls of `both`, which say it in both languages. */
function besideBoth(expression: string): string {
  const at = expression.search(/\bboth\(/);
  if (at < 0) return expression;
  const { end } = endOfList(expression, at + 'both('.length);
  return expression.slice(0, at) + besideBoth(expression.slice(end + 1));
}

describe('what a refusal says in English', () => {
  it('is English in every pair of words, but for what it quotes', () => {
    const pairs = callsOf('both').filter(({ given }) => given.length === 2);
    expect(pairs.length).toBeGreaterThan(250);
    expect(pairs.filter(({ given: [, en = ''] }) => HAN.test(en.replaceAll(/\$\{[^}]*\}|“[^”]*”/g, '')))).toEqual([]);
  });

  it('is said of every fact that is words: no refusal holds Chinese alone', () => {
    const refusals = ['refuse', 'refuseNow'].flatMap(callsOf).filter(({ given }) => /^'[a-z-]+'$/.test(given[0] ?? ''));
    expect(refusals.length).toBeGreaterThan(500);
    expect(refusals.filter(({ given: [, facts = ''] }) => HAN.test(besideBoth(facts)))).toEqual([]);
  });

  it('is English for every wrong value of every declared field', () => {
    const wrong = ['', 'x', '错', '9'.repeat(18), 'x'.repeat(5000), -1e12, 1e12, 'never', ['a'], { a: 1 }];
    const said = FIELDS.flatMap((field) =>
      wrong.flatMap((value) => {
        const [issue] = fieldSchema(field).safeParse(value).error?.issues ?? [];
        if (issue === undefined) return [];
        const { code: keyword, message, ...params } = issue;
        const told = { keyword, instancePath: '/it', message, params: params as Record<string, unknown> };
        const labels = { it: { zh: field.label, en: field.labelEn } };
        return [toProblem(describeIssue([told], { it: value }, labels).refusal, 'en').en];
      }),
    );
    expect(said.length).toBeGreaterThan(1000);
    expect([...new Set(said)].filter((text) => HAN.test(text))).toEqual([]);
  });

  it('is known of every problem that a schema or a declaration words', () => {
    const worded =
      /(?:\.(?:min|max|length|regex|refine|int|gte|lte|positive|base64)\(|z\.(?:enum|iso\.date|int|uuid)\(|\b(?:patternHelp|message|problem):|problem: )/g;
    const said = SOURCES.flatMap(({ path, text }) =>
      [...text.matchAll(worded)].flatMap(({ index, 0: found }) => {
        const from = index + found.length;
        const { members } = endOfList(text, from);
        const last = (found.endsWith('(') ? members.at(-1) : members[0])?.trim() ?? '';
        const literal = /^(['`])([^]*)\1$/.exec(last)?.[2];
        return literal !== undefined && HAN.test(literal) && !literal.includes(' · ')
          ? [{ path, text: literal.replaceAll(/\$\{[^}]*\}/g, '7') }]
          : [];
      }),
    );
    expect(said.length).toBeGreaterThan(60);
    expect(said.filter(({ text }) => problemWords(text, '？').en === '？')).toEqual([]);
    expect(said.filter(({ text }) => HAN.test(problemWords(text).en))).toEqual([]);
  });
});

const of = (owner: string, fields: Readonly<Record<string, Field>>) =>
  Object.entries(fields).map(([key, field]) => ({ ...field, key: `${owner}.${key}` }));
/** Every field that is declared: of entities, papers, cases and what their acts ask for. */
const FIELDS = SYSTEMS.flatMap(({ entities, cases = [], documents = [] }) => [
  ...entities.flatMap(({ key, fields }) => of(key, fields)),
  ...documents.flatMap(({ key, asks }) => of(key, asks)),
  ...cases.flatMap((kind) => [
    ...of(kind.key, kind.fields),
    ...of(`${kind.key}.open`, kind.opening.asks),
    ...Object.entries(kind.actions).flatMap(([action, { asks }]) => of(`${kind.key}.${action}`, asks)),
  ]),
]);

/** Texts of declarations that lack one of the languages; what English quotes (“休”) may be Chinese. */
function halfSaid(
  declared: Iterable<{ readonly key: string; readonly help?: string; readonly helpEn?: string }>,
): string[] {
  return [...declared].flatMap(({ key, help, helpEn }) => {
    const told = help === undefined || (helpEn !== undefined && !HAN.test(helpEn.replaceAll(/“[^”]*”/g, '')));
    return told && (help !== undefined || helpEn === undefined) ? [] : [key];
  });
}

describe('where numbers come from', () => {
  it('is said in English of every parameter, and of every field; so are the headings of parameters', () => {
    const parameters = [...PARAMETERS.values()].map(({ parameter }) => parameter);
    expect(parameters.filter(({ group }) => groupInEnglish(group) === undefined).map(({ group }) => group)).toEqual([]);
    const sources = [
      ...parameters.map(({ source }) => source),
      ...FIELDS.flatMap(({ source, bounds }) => [source ?? [], bounds ?? []].flat()),
    ];
    expect(new Set(sources).size).toBeGreaterThan(150);
    const said = [...new Set(sources)].map((source) => [source, sourceInEnglish(source)] as const);
    expect(said.filter(([, en]) => en === undefined || HAN.test(en)).map(([source]) => source)).toEqual([]);
  });
});

describe('the help of fields and parameters', () => {
  it('is there in both languages or not at all', () => {
    expect(FIELDS.filter(({ help }) => help !== undefined).length).toBeGreaterThan(15);
    expect(halfSaid(FIELDS)).toEqual([]);
    expect(halfSaid([...PARAMETERS.values()].map(({ parameter }) => parameter))).toEqual([]);
  });

  it('is missed where it stands in Chinese alone', () => {
    expect(halfSaid([{ key: 'fine', help: '没有罚款填 0' }])).toEqual(['fine']);
    expect(halfSaid([{ key: 'fine', help: '没有罚款填 0', helpEn: '没有填 0' }])).toEqual(['fine']);
  });
});
