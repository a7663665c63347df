import { rank, type Suggestion, undecided } from '@anlan/kernel/catalogue';
import type { Database } from '../access/scoped.ts';
import { itemsFor, type KeptItem } from './lists.ts';

interface Wish {
  readonly text: string;
  /** null = the trade is not known yet: criteria of every trade. */
  readonly sector: string | null;
  readonly regionPath: string;
  readonly day: string;
}

/** Criteria of major hidden dangers that resemble what is being typed, for the trade, best first. */
export async function suggest(db: Database, { text, sector, regionPath, day }: Wish): Promise<Suggestion[]> {
  const items = await itemsFor(db, 'major-danger', { regionPath, organisationId: null }, day);
  // Whose rule only waits for being chosen is a criterion of the trade.
  const open = undecided(items, sector === null ? {} : { sector }, day).map(({ item }) => item);
  return rank(open, (item) => `${item.title} ${item.text ?? ''}`, text, 0.28, 6).map(({ item, score }) =>
    suggestionOf(item, score),
  );
}

function suggestionOf(item: KeptItem, score: number): Suggestion {
  const values = item.effect.kind === 'propose' ? item.effect.values : {};
  return {
    code: item.code,
    title: item.title,
    list: item.list,
    origin: item.origin,
    confidence: item.confidence,
    grade: String(values['grade'] ?? 'major'),
    level: String(values['level'] ?? 'red'),
    class: typeof values['class'] === 'string' ? values['class'] : null,
    score: Math.round(score * 100) / 100,
  };
}
