import { randomUUID } from 'node:crypto';
import type { Attached, Doer, Input } from '@anlan/kernel/case';
import type { CaseBook } from '../demonstration/case-book.ts';
import { play } from '../demonstration/history.ts';

export interface Deed {
  readonly action: string;
  readonly by: Doer;
  readonly at: number;
  readonly input?: Input;
  readonly files?: readonly Attached[];
}

interface Place {
  readonly path: string;
  readonly name: string;
}

/** Plays a demonstration's case of a place from its first deed (`open`) up to `now` and puts it down; gives back its id. */
export function addPlaceCase(
  book: CaseBook,
  kind: string,
  { path, name }: Place,
  deeds: readonly Deed[],
  now: number,
  subject?: { readonly kind: string; readonly id: string },
): string {
  const [first, ...rest] = deeds as [Deed, ...Deed[]];
  const opening = { kind, input: first.input ?? {}, source: 'inspection', organisationId: null };
  const story = play({ ...opening, by: first.by, at: first.at }, now);
  for (const { action, by, at, input, files } of rest) if (!story.act(action, by, at, input, files)) break;
  const id = randomUUID();
  book.add(id, story.end(), { regionPath: path, regionName: name }, { subject, picture: '材料（演示）.png' });
  return id;
}
