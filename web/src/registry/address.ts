import { countedFields, type Entity } from '@anlan/kernel/entity';
import { readDaySpan } from '@anlan/kernel/registry';
import { narrowable } from './entities.ts';

/** All that decides what a list shows. It lives in the address, so that it can be kept, shared and gone back to. */
export interface ListState {
  readonly search: string;
  /** `field` or `-field`; empty = the server's order. */
  readonly sort: string;
  readonly page: number;
  readonly size: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
  /** Only records whose latest version is, or is not, verified. */
  readonly verified: string;
  /** Only records without this field. */
  readonly missing: string;
  /** Only records of which a date field lies between two days: `licenceUntil,,2026-11-22`. */
  readonly days: string;
}

export const SIZES = [50, 100, 200];

const positive = (text: string | null, otherwise: number): number => {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
};

/** Reads the list's state from the address; members the entity does not declare are ignored. */
export function readAddress(entity: Entity, params: URLSearchParams): ListState {
  const size = positive(params.get('size'), 50);
  const filters = narrowable(entity)
    .map(([key]) => [key, (params.get(key) ?? '').split(',').filter(Boolean)] as const)
    .filter(([, values]) => values.length > 0);
  return {
    search: params.get('search') ?? '',
    sort: params.get('sort') ?? '',
    page: positive(params.get('page'), 1),
    size: SIZES.includes(size) ? size : 50,
    filters: Object.fromEntries(filters),
    verified: ['true', 'false'].includes(params.get('verified') ?? '') ? (params.get('verified') as string) : '',
    missing: countedFields(entity).includes(params.get('missing') ?? '') ? (params.get('missing') as string) : '',
    days: readDaySpan(entity, params.get('days') ?? '') === undefined ? '' : (params.get('days') as string),
  };
}

/** The request members of a list state; `region` narrows to the scope on the screen. */
export function listQuery(state: ListState, region: string | null): Record<string, string | number | null> {
  const filters = Object.fromEntries(Object.entries(state.filters).map(([key, values]) => [key, values.join(',')]));
  const { search, sort, page, size, verified, missing, days } = state;
  return { search, region, sort, page, size, verified, missing, days, ...filters };
}

/** A change of the address: empty and default values leave it, any change of content goes back to the first page. */
export function writeAddress(
  before: URLSearchParams,
  change: Readonly<Record<string, string | number | null>>,
): URLSearchParams {
  const next = new URLSearchParams(before);
  if (!('page' in change) && !('open' in change) && !('edit' in change)) next.delete('page');
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === '' || (key === 'page' && value === 1) || (key === 'size' && value === 50))
      next.delete(key);
    else next.set(key, String(value));
  }
  return next;
}

/** Next sort of a column: ascending, descending, none. */
export function nextSort(current: string, field: string): string {
  if (current === field) return `-${field}`;
  return current === `-${field}` ? '' : field;
}
