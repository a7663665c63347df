import type { Entity } from '../entity/index.ts';

/** Records of which a date field lies between two days, both included; an end left out is open. */
export interface DaySpan {
  readonly field: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const SPAN = /^(\w+),(\d{4}-\d\d-\d\d)?,(\d{4}-\d\d-\d\d)?$/;

/** Is it a day that the calendar has? */
const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
};

/** `licenceUntil,,2026-11-22` as lists are asked for it; undefined where the entity has no such date field. */
export function readDaySpan(entity: Entity, text: string): DaySpan | undefined {
  const [, field = '', from = '', to = ''] = SPAN.exec(text) ?? [];
  const ends = [from, to].filter((day) => day !== '');
  if (entity.fields[field]?.kind !== 'date' || ends.length === 0 || !ends.every(isDay)) return undefined;
  return { field, from: from === '' ? undefined : from, to: to === '' ? undefined : to };
}

/** The span as lists are asked for it. */
export function writeDaySpan({ field, from = '', to = '' }: DaySpan): string {
  return `${field},${from},${to}`;
}
