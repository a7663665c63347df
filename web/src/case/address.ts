import { LEVELS } from '@anlan/kernel/entity';
import { query } from '../api/index.ts';

/** All that decides what a list of cases shows; it lives in the address. */
export interface CaseWish {
  /** `1` open ones, `0` ended ones, `all`. */
  readonly open: '1' | '0' | 'all';
  readonly state: readonly string[];
  readonly owner: string;
  readonly overdue: boolean;
  readonly level: readonly string[];
  readonly source: readonly string[];
  readonly organisation: string;
  readonly from: string;
  readonly to: string;
  readonly search: string;
  readonly sort: string;
  readonly page: number;
  readonly size: number;
  /** Members that only some kinds understand, such as the class of a hidden danger. */
  readonly more: Readonly<Record<string, string>>;
}

export const SIZES = [50, 100, 200];
const SORTS = ['due', 'opened', '-opened', 'level'];
const OWNERS = ['mine', 'organisation', 'authority', 'participant'];
const LEVELS_OR_NONE: ReadonlySet<string> = new Set([...LEVELS, 'none']);
/** Members beyond the common ones, with what they may hold. */
const MORE: Readonly<Record<string, RegExp>> = { class: /^[\w,-]{1,100}$/, sector: /^[\w,-]{1,200}$/ };

const listOf = (text: string | null): string[] => (text ?? '').split(',').filter(Boolean);
const among = (text: string | null, known: readonly string[]): string =>
  known.includes(text ?? '') ? (text as string) : '';
const day = (text: string | null): string => (/^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? (text as string) : '');

/** Reads the list's state from the address; what it cannot mean is ignored. */
export function readWish(params: URLSearchParams): CaseWish {
  const [page, size] = [Number(params.get('page')), Number(params.get('size'))];
  const state = listOf(params.get('state'));
  const open = params.get('open');
  return {
    open: open === '0' || open === 'all' || open === '1' ? open : state.length > 0 ? 'all' : '1',
    state,
    owner: among(params.get('owner'), OWNERS),
    overdue: params.get('overdue') === '1',
    level: listOf(params.get('level')).filter((one) => LEVELS_OR_NONE.has(one)),
    source: listOf(params.get('source')),
    organisation: params.get('organisation') ?? '',
    from: day(params.get('from')),
    to: day(params.get('to')),
    search: params.get('search') ?? '',
    sort: among(params.get('sort'), SORTS),
    page: Number.isInteger(page) && page > 0 ? page : 1,
    size: SIZES.includes(size) ? size : 50,
    more: Object.fromEntries(
      Object.entries(MORE).flatMap(([key, shape]) =>
        shape.test(params.get(key) ?? '') ? [[key, params.get(key) as string]] : [],
      ),
    ),
  };
}

const DAY = 86_400_000;

/** First instant of a Shanghai day (epoch ms), `plus` days later. */
export function startOfDay(text: string, plus = 0): number {
  return Date.parse(`${text}T00:00:00+08:00`) + plus * DAY;
}

/** The members that a request for the list names; `region` narrows to the scope on the screen. */
export function wishQuery(
  wish: CaseWish,
  kind: string | null,
  region: string | null,
): Record<string, string | number | null> {
  return {
    kind,
    region,
    state: wish.state.join(','),
    open: wish.open === 'all' ? null : wish.open,
    owner: wish.owner,
    overdue: wish.overdue ? '1' : null,
    level: wish.level.join(','),
    source: wish.source.join(','),
    organisation: wish.organisation,
    from: wish.from === '' ? null : startOfDay(wish.from),
    to: wish.to === '' ? null : startOfDay(wish.to, 1),
    search: wish.search,
    sort: wish.sort,
    page: wish.page,
    size: wish.size,
    ...wish.more,
  };
}

/** Address of the file with every row of the wish. */
export function exportHref(wish: CaseWish, kind: string | null, region: string | null): string {
  const { page: _, size: __, ...members } = wishQuery(wish, kind, region);
  return `/api/cases/export.csv${query(members)}`;
}

/** Is anything narrowed beyond the tab that is open? */
export function narrowed(wish: CaseWish): boolean {
  const texts = [wish.owner, wish.search, wish.from, wish.to, wish.organisation];
  return (
    texts.some((text) => text !== '') ||
    wish.overdue ||
    wish.level.length + wish.source.length + Object.keys(wish.more).length > 0
  );
}

/** A change of the address: empty values leave it, any change of content goes back to the first page. */
export function changeWish(
  before: URLSearchParams,
  change: Readonly<Record<string, string | number | null>>,
): URLSearchParams {
  const next = new URLSearchParams(before);
  if (!('page' in change)) next.delete('page');
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === '' || (key === 'page' && value === 1) || (key === 'size' && value === 50))
      next.delete(key);
    else next.set(key, String(value));
  }
  return next;
}
