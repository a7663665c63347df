import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, verifyLines, type Head, type Line } from './file.ts';

function chain(details: readonly string[]): string[] {
  const lines: Line[] = [];
  for (const [index, detail] of details.entries()) {
    const entry = {
      seq: index + 1,
      at: '2026-11-22T04:00:00.000001',
      actorId: '',
      actor: '王静',
      verb: 'registry.write',
      subjectKind: 'tank',
      subjectId: '1',
      outcome: 'done',
      detail: JSON.stringify({ detail }),
      previous: lines.at(-1)?.hash ?? '',
    };
    lines.push({ ...entry, hash: hashOf(entry) });
  }
  const head: Head = {
    format: 'anlan-audit/1',
    exportedAt: '2026-11-22T04:00:01.000Z',
    entries: lines.length,
    head: lines.at(-1)?.hash ?? '',
  };
  return [head, ...lines].map((line) => JSON.stringify(line));
}

const details = fc.array(fc.string({ maxLength: 12 }), { minLength: 2, maxLength: 12 });

describe('an exported audit, checked without the database', () => {
  it('holds as it was written, and names its head', async () => {
    await fc.assert(
      fc.asyncProperty(details, async (texts) => {
        const lines = chain(texts);
        const verdict = await verifyLines(lines);
        expect(verdict).toMatchObject({ entries: texts.length, withheld: 0, brokenAt: null, problem: null });
        expect(verdict.head).toBe((JSON.parse(lines.at(-1)!) as Line).hash);
      }),
    );
  });

  it('tells the first entry that was changed, removed or moved', async () => {
    await fc.assert(
      fc.asyncProperty(details, fc.nat(), fc.constantFrom('change', 'remove', 'swap'), async (texts, pick, how) => {
        const lines = chain(texts);
        const at = 1 + (pick % (texts.length - 1));
        const entry = JSON.parse(lines[at]!) as Line;
        if (how === 'change') lines[at] = JSON.stringify({ ...entry, actor: '别人' });
        if (how === 'remove') lines.splice(at, 1);
        if (how === 'swap') [lines[at], lines[at + 1]] = [lines[at + 1]!, lines[at]!];
        expect((await verifyLines(lines)).brokenAt).toBe(at);
      }),
    );
  });

  it('notices a cut tail by the header, and a forged header by the head noted elsewhere', async () => {
    const lines = chain(['a', 'b', 'c', 'd']);
    const { head } = JSON.parse(lines[0]!) as Head;
    const cut = lines.slice(0, -1);
    expect((await verifyLines(cut)).problem).toContain('截断');
    const last = (JSON.parse(cut.at(-1)!) as Line).hash;
    const forged = [JSON.stringify({ ...(JSON.parse(cut[0]!) as Head), entries: 3, head: last }), ...cut.slice(1)];
    expect((await verifyLines(forged)).problem).toBeNull();
    expect((await verifyLines(forged, { head })).problem).toContain('指纹');
    expect((await verifyLines(forged, { entries: 4 })).problem).toContain('指纹');
    expect((await verifyLines(lines, { head, entries: 4 })).problem).toBeNull();
  });

  it('follows the chain through entries that are withheld', async () => {
    const lines = chain(['a', 'b', 'c']);
    const { seq, previous, hash } = JSON.parse(lines[2]!) as Line;
    lines[2] = JSON.stringify({ seq, previous, hash, withheld: true });
    expect(await verifyLines(lines)).toMatchObject({ entries: 3, withheld: 1, problem: null });
    lines[2] = JSON.stringify({ seq, previous, hash: 'f'.repeat(64), withheld: true });
    expect((await verifyLines(lines)).brokenAt).toBe(3);
  });

  it('is not taken from another kind of file', async () => {
    expect((await verifyLines([])).problem).toContain('not an exported audit');
    expect((await verifyLines(['{}', '{}'])).problem).toContain('not an exported audit');
    expect((await verifyLines(['no json'])).problem).toContain('not an exported audit');
  });
});
