import { dayOf, endOf } from '@anlan/domain/calendar';
import { lateFor } from '@anlan/kernel/deadline';
import { LEVEL_LABELS } from '@anlan/kernel/entity';
import type { Count, Item, Part } from './shapes.ts';

const WEEK = 7 * 86_400_000;
/** More of one kind are not shown in a part of the page; its count says how many there are. */
export const MOST = 30;

export type Said = readonly [zh: string, en: string];

/** How a deadline reads at `now` (epoch ms). */
export function dueText(dueAt: number | null, now: number): Said {
  if (dueAt === null) return ['无期限', 'no deadline'];
  if (dueAt >= now) return [`${dayOf(dueAt)} 前`, `by ${dayOf(dueAt)}`];
  const { zh, en } = lateFor(now - dueAt);
  return [zh, en];
}

/** One thing that waits, in words of both languages; `sub` is of names and numbers, which are the same in both. */
export interface Waiting {
  readonly kind: Item['kind'];
  readonly id: string;
  readonly title: Said;
  readonly sub: string;
  readonly why: Said;
  readonly dueAt: number | null;
  readonly verb: Said;
  readonly href: string;
}

export function itemOf({ kind, id, title, sub, why, dueAt, verb, href }: Waiting, now: number): Item {
  const [due, dueEn] = dueText(dueAt, now);
  return {
    kind,
    id,
    level: null,
    title: title[0],
    value: null,
    sub,
    why: why[0],
    dueAt,
    due,
    verb: { label: verb[0], href, primary: dueAt !== null && dueAt < now },
    en: { title: title[1], why: why[1], due: dueEn, verb: verb[1] },
  };
}

/** Items by when they are due: late or without a day now, by tonight today, within a week later; the rest is not urgent yet. */
export function byDue(items: readonly Item[], now: number): Pick<Part, 'now' | 'today' | 'week'> {
  const tonight = endOf(dayOf(now));
  const part = (holds: (dueAt: number) => boolean): Item[] =>
    items.filter(({ dueAt }) => holds(dueAt ?? Number.NEGATIVE_INFINITY)).slice(0, MOST);
  return {
    now: part((dueAt) => dueAt < now),
    today: part((dueAt) => dueAt >= now && dueAt <= tonight),
    week: part((dueAt) => dueAt > tonight && dueAt <= now + WEEK),
  };
}

/** A figure of the page and the list it opens. */
export function count(
  key: string,
  label: Said,
  value: number,
  note: Said,
  href: string,
  of: number | null = null,
): Count {
  return { key, label: label[0], value, of, note: note[0], href, en: { label: label[1], note: note[1] } };
}

/** Gravest first, then what gets worse soonest. */
export function byUrgency(a: Item, b: Item): number {
  const rank = (item: Item): number => (item.level === null ? 0 : LEVEL_LABELS[item.level].rank);
  return rank(b) - rank(a) || (a.dueAt ?? Number.POSITIVE_INFINITY) - (b.dueAt ?? Number.POSITIVE_INFINITY);
}
