import { describe, expect, it } from 'vitest';
import { membersIn, takenByRoutes, type Member } from './testing/inputs.ts';
import { LABELS } from './members.ts';

const HAN = /\p{Script=Han}/u;
const TAKEN = await takenByRoutes();
const INPUTS = TAKEN.flatMap(({ route, body, query, labels }) =>
  [...membersIn(body), ...membersIn(query)].map((member) => ({ route, member, labels })),
);

/** Is the member a text that may be as long as one likes? Yes and no written as words have no length to speak of. */
function isEndless({ shape }: Member): boolean {
  const alternatives = [shape, ...[shape['anyOf'] ?? []].flat()] as Readonly<Record<string, unknown>>[];
  return alternatives.some(
    (one) =>
      one['type'] === 'string' &&
      ['maxLength', 'enum', 'const', 'format', 'pattern'].every((key) => one[key] === undefined),
  );
}

/** `true`, `1`, `yes`: read by their words, whatever else is given is refused at once. */
const YES_NO = new Set(['now', 'running', 'tunnel']);

describe('what the routes of the platform take', () => {
  it('is named in both languages wherever a refusal could name it', () => {
    expect(TAKEN.length).toBeGreaterThan(600);
    expect(new Set(INPUTS.map(({ member }) => member.name)).size).toBeGreaterThan(450);
    const bare = INPUTS.filter(
      ({ member: { name }, labels }) => labels[name] === undefined && LABELS[name] === undefined,
    );
    expect([...new Set(bare.map(({ route, member }) => `${route} ${member.name}`))]).toEqual([]);
  });

  it('has names that are Chinese and English, not identifiers', () => {
    const labels = [LABELS, ...TAKEN.map((one) => one.labels)].flatMap(Object.entries);
    const odd = labels.filter(
      ([key, { zh, en }]) => zh === '' || en === '' || HAN.test(en) || (zh === key && en === key),
    );
    expect(odd.map(([key]) => key)).toEqual([]);
  });

  it('has a longest length for every text', () => {
    const endless = INPUTS.filter(({ member }) => isEndless(member) && !YES_NO.has(member.name));
    expect([...new Set(endless.map(({ route, member }) => `${route} ${member.name}`))]).toEqual([]);
  });

  it('is missed where a text has no length and a member no name', () => {
    const [member] = membersIn({ properties: { freeText: { type: 'string' } } });
    expect(isEndless(member!)).toBe(true);
    expect(LABELS['freeText']).toBeUndefined();
    const inside = membersIn({
      properties: { list: { items: { anyOf: [{ properties: { deep: { type: 'string', maxLength: 5 } } }] } } },
    });
    expect(inside.map(({ name }) => name)).toEqual(['list', 'deep']);
    expect(isEndless(inside[1]!)).toBe(false);
  });
});
