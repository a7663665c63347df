import { createHash } from 'node:crypto';

/** First line of an exported audit. */
export interface Head {
  readonly format: 'anlan-audit/1';
  readonly exportedAt: string;
  readonly entries: number;
  /** Hash of the last entry: who knows it notices a cut tail. */
  readonly head: string;
}

/** One entry per line, members as the hash is made of them: `at` in UTC microseconds, `detail` as PostgreSQL prints jsonb. */
export interface Line {
  readonly seq: number;
  readonly at: string;
  readonly actorId: string;
  readonly actor: string;
  readonly verb: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly outcome: string;
  readonly detail: string;
  readonly previous: string;
  readonly hash: string;
}

/** An entry whose content is not for the reader: only its place in the chain is shown. */
export type Withheld = Pick<Line, 'seq' | 'previous' | 'hash'> & { readonly withheld: true };

export interface Verdict {
  readonly entries: number;
  readonly withheld: number;
  /** Hash of the last line. */
  readonly head: string;
  /** Number of the first line that does not fit; null while all fit. */
  readonly brokenAt: number | null;
  /** What is wrong, in words of both languages; null when nothing is. */
  readonly problem: string | null;
}

/** The hash of an entry, made as the database's `audit_text` makes it. */
export function hashOf(line: Omit<Line, 'hash'>): string {
  const parts = [
    String(line.seq),
    line.at,
    line.actorId,
    line.actor,
    line.verb,
    line.subjectKind,
    line.subjectId,
    line.outcome,
    line.detail,
    line.previous,
  ];
  return createHash('sha256').update(parts.join('\u001f'), 'utf8').digest('hex');
}

const WORDS = {
  shape: '不是审计文件 · not an exported audit',
  entry: '有条目被改过 · an entry was changed',
  gap: '有条目缺失或换过位置 · an entry is missing or out of place',
  tail: '末尾被截断或文件头被改 · the end was cut off, or the header changed',
  head: '与给出的末条指纹不符：末尾被截断，或不是同一条链 · the head hash differs: cut off, or another chain',
} as const;

/**
 * Checks an exported audit without the database: every hash fits its entry and names the one before, no number is
 * missing, the last one is the header's and, where given, the one that was noted elsewhere.
 */
export async function verifyLines(
  lines: AsyncIterable<string> | Iterable<string>,
  expected: { readonly head?: string | undefined; readonly entries?: number | undefined } = {},
): Promise<Verdict> {
  let header: Head | undefined;
  let [entries, withheld, before] = [0, 0, ''];
  const verdict = (problem: keyof typeof WORDS | null, brokenAt: number | null = null): Verdict => ({
    entries,
    withheld,
    head: before,
    brokenAt,
    problem: problem === null ? null : WORDS[problem],
  });
  for await (const text of lines) {
    if (text === '') continue;
    const value = parse(text);
    if (header === undefined) {
      if (value?.['format'] !== 'anlan-audit/1') return verdict('shape');
      header = value as unknown as Head;
      continue;
    }
    const wrong = wrongWith(value, entries + 1, before);
    if (wrong !== undefined) return verdict(wrong, entries + 1);
    entries += 1;
    if (value?.['withheld'] === true) withheld += 1;
    before = String(value?.['hash']);
  }
  if (header === undefined) return verdict('shape');
  if (header.head !== before || header.entries !== entries) return verdict('tail', entries + 1);
  const other =
    (expected.head !== undefined && expected.head !== before) ||
    (expected.entries !== undefined && expected.entries !== entries);
  return verdict(other ? 'head' : null);
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function wrongWith(
  value: Record<string, unknown> | undefined,
  seq: number,
  before: string,
): keyof typeof WORDS | undefined {
  if (value === undefined) return 'shape';
  if (value['seq'] !== seq || value['previous'] !== before) return 'gap';
  if (value['withheld'] === true) return undefined;
  return hashOf(value as unknown as Line) === value['hash'] ? undefined : 'entry';
}
