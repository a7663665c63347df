import type { Standing } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';
import type { Book } from './book.ts';
import type { Register } from './register.ts';

/** Which rules over running alarms look at a rule's, by its key. */
export function standingOver(books: ReadonlyMap<string, Book>): ReadonlyMap<string, readonly Book[]> {
  const over = new Map<string, Book[]>();
  for (const book of books.values())
    if (book.rule.condition.kind === 'standing')
      for (const key of book.rule.condition.over) over.set(key, [...(over.get(key) ?? []), book]);
  return over;
}

/** Levels of the alarms that run about a unit or its points, by rule. */
export function levelsOver(
  { over }: Standing,
  books: ReadonlyMap<string, Book>,
  register: Pick<Register, 'subject'>,
  unit: string,
): Readonly<Record<string, readonly Level[]>> {
  const unitOf = (id: string): string => register.subject(id)?.unitId ?? id;
  return Object.fromEntries(
    over.map((key) => {
      const running = [...(books.get(key)?.running ?? [])].filter(([id]) => unitOf(id) === unit);
      return [key, running.map(([, { level }]) => level)];
    }),
  );
}
