import type { Region } from '@anlan/kernel/registry';
import { useCallback } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { useRegions, useSession } from '../api/index.ts';
import { useLanguage, type Language } from '../language/index.tsx';
import { regionName } from '../language/regions.ts';
import { toldInEnglish, type Sentences } from '@anlan/kernel/refusal';

export interface ActiveScope {
  /** Region path to ask lists for; null = all that the session may see. */
  readonly path: string | null;
  readonly label: string;
  readonly note: string;
  readonly narrowed: boolean;
  readonly regions: readonly Region[];
  narrow(path: string | null): void;
}

/** What belongs to a place, as the platform counts it. */
const NOTES: Sentences = [
  ['全{whole} {counties} 个县（市、区）、{zones} 个功能区', '{counties} counties, {zones} zones'],
  ['全{whole} {counties} 个县（市、区）', '{counties} counties'],
  ['全{whole} {towns} 个乡镇（街道）', '{towns} towns'],
];

function sayNote(note: string, language: Language): string {
  if (language === 'zh') return note;
  const places = (): string =>
    note
      .split(' · ')
      .map((name) => regionName(name, 'en'))
      .join(' · ');
  return toldInEnglish(NOTES, note) ?? places();
}

/** Whose data is on the screen: the session's scope, narrowed by `?scope=` of the address. */
export function useScope(): ActiveScope {
  const session = useSession();
  const { language } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const own = session.scope.path;
  const wished = search.get('scope');
  const regions = useRegions(own, session.scope.kind === 'region' || session.scope.kind === 'all').data ?? [];
  const narrowed = wished !== null && wished !== own && (own === null || wished.startsWith(own));
  const found = regions.find((region) => region.path === wished);
  const narrow = useCallback(
    (path: string | null) =>
      setSearch((before) => {
        const next = new URLSearchParams(before);
        if (path === null || path === own) next.delete('scope');
        else next.set('scope', path);
        next.delete('page');
        return next;
      }),
    [own, setSearch],
  );
  return {
    path: narrowed ? wished : own,
    label: regionName(narrowed ? (found?.name ?? wished) : session.scope.label, language),
    note: narrowed ? '' : sayNote(session.scope.note, language),
    narrowed,
    regions,
    narrow,
  };
}

/** Adds the narrowed scope of `search` to an in-app address that names none. */
export function withScope(href: string, search: string): string {
  const scope = new URLSearchParams(search).get('scope');
  if (scope === null || !href.startsWith('/') || href.includes('scope=')) return href;
  return `${href}${href.includes('?') ? '&' : '?'}scope=${encodeURIComponent(scope)}`;
}

/** `keepScope(href)`: links inside the platform keep the scope that is on the screen. */
export function useKeepScope(): (href: string) => string {
  const { search } = useLocation();
  return useCallback((href) => withScope(href, search), [search]);
}
