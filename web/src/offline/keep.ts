import { lawSchema, type LawView } from '@anlan/kernel/catalogue';
import type { KeptAnswers } from '../api/index.ts';
import { holder, holdFor } from './account.ts';
import { hearClock } from './clock.ts';
import { database, type KeptAnswer } from './database.ts';
import { readFact, writeFact } from './facts.ts';

const keyOf = (account: string, path: string): string => `${account}|${path}`;

/** Keeps an answer for the holder of this device; says how many bytes it takes. */
export async function keepAnswer(path: string, answer: unknown, bytes: number): Promise<void> {
  const owner = holder();
  if (owner === undefined) return;
  await (
    await database()
  ).put('answers', { key: keyOf(owner.id, path), account: owner.id, at: Date.now(), bytes, answer });
}

export async function keptAnswer(path: string): Promise<KeptAnswer | undefined> {
  const owner = holder();
  if (owner === undefined) return undefined;
  return (await database()).get('answers', keyOf(owner.id, path));
}

export async function keptUnder(prefix: string): Promise<KeptAnswer[]> {
  const owner = holder();
  if (owner === undefined) return [];
  const from = keyOf(owner.id, prefix);
  return (await database()).getAll('answers', IDBKeyRange.bound(from, `${from}\uffff`));
}

/** Forgets what was taken along for anybody but the holder; what waits to be sent stays. */
export async function forgetOthers(): Promise<void> {
  const own = holder()?.id;
  const db = await database();
  const tx = db.transaction('answers', 'readwrite');
  for (let cursor = await tx.store.openCursor(); cursor !== null; cursor = await cursor.continue())
    if (cursor.value.account !== own) await cursor.delete();
  await tx.done;
}

interface SessionAnswer {
  readonly person: { readonly id: string; readonly name: string };
}

/** Who is signed in holds the device; the session is kept, so that the application opens without a signal. */
async function hearSession(answer: unknown): Promise<void> {
  const { person } = answer as SessionAnswer;
  const other = holder()?.id !== person.id;
  holdFor(person);
  if (other) {
    await forgetOthers();
    await writeFact('prepared', undefined);
  }
  await keepAnswer('/session', answer, 2000);
}

/** Articles of the laws that were taken along, by their words: what the library's search answers, from this device. */
async function searchLaws(path: string): Promise<unknown> {
  const wish = new URLSearchParams(path.split('?')[1] ?? '');
  const words = (wish.get('search') ?? '').split(/\s+/).filter((word) => word !== '');
  const kind = wish.get('kind');
  const kept = (await keptUnder('/laws/')).flatMap(({ answer }) => lawSchema.safeParse(answer).data ?? []);
  const list = (await keptAnswer('/laws?limit=60'))?.answer as { laws: object[] } | undefined;
  if (list === undefined) return undefined;
  if (words.length === 0) return list;
  const laws = kept.filter((law) => kind === null || kind === law.kind);
  const hits = laws.flatMap((law) => hitsIn(law, words));
  const named = new Set(laws.filter(({ title }) => words.every((word) => title.includes(word))).map(({ key }) => key));
  const rows = list.laws.filter((row) => named.has((row as { key: string }).key));
  return { laws: rows, hits: hits.slice(0, 60), words, total: hits.length, atLeast: false, near: false, took: 0 };
}

function hitsIn(law: LawView, words: readonly string[]): object[] {
  return law.articles
    .filter(({ text, label }) => words.every((word) => text.includes(word) || label.includes(word)))
    .map(({ number, label, chapter, text }) => ({
      law: law.key,
      lawTitle: law.title,
      kind: law.kind,
      version: law.version.id,
      validFrom: law.version.validFrom,
      inForce: true,
      number,
      label,
      chapter,
      text,
    }));
}

/** What the application's requests fall back on when the platform cannot be reached. */
export const keptAnswers: KeptAnswers = {
  async read(path) {
    try {
      const exact = (await keptAnswer(path))?.answer;
      if (exact !== undefined) return exact;
      return path.startsWith('/laws?') ? await searchLaws(path) : undefined;
    } catch {
      return undefined;
    }
  },
  heard(path, answer, date) {
    if (date !== undefined) hearClock(date);
    if (path === '/session') void hearSession(answer).catch(() => undefined);
  },
};

export interface Prepared {
  readonly at: number;
  readonly bytes: number;
  readonly answers: number;
  readonly failed: number;
}

/** When this device was prepared, and how much it took along; undefined = never, or by somebody else. */
export async function prepared(): Promise<Prepared | undefined> {
  try {
    return (await readFact('prepared')) as Prepared | undefined;
  } catch {
    return undefined;
  }
}
