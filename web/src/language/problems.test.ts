import { fieldSchema, type Field } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import { describe, expect, it } from 'vitest';
import { problemText } from './problems.ts';

const FIELDS: readonly Field[] = SYSTEMS.flatMap(({ entities, cases = [] }) => [
  ...entities.flatMap(({ fields }) => Object.values(fields)),
  ...cases.flatMap(({ fields }) => Object.values(fields)),
]);
/** Values that some field of every kind refuses. */
const WRONG = ['', 'x', '错', '9'.repeat(18), 'x'.repeat(5000), -1e12, 1e12, 'never'];

describe('what is wrong with a value', () => {
  it('is said in English for every field that is declared and every wrong value', () => {
    const said = FIELDS.flatMap((field) =>
      WRONG.flatMap((value) => fieldSchema(field).safeParse(value).error?.issues[0]?.message ?? []),
    );
    expect(said.length).toBeGreaterThan(500);
    expect(
      [...new Set(said.map((text) => problemText(text, 'en')))].filter((text) => /[\u3400-\u9fff]/.test(text)),
    ).toEqual([]);
  });

  it('is said in Chinese as it is declared', () => {
    expect(problemText('最长 120 字', 'zh')).toBe('最长 120 字');
    expect(problemText('最长 120 字', 'en')).toBe('120 characters at most');
  });
});
