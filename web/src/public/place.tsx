import { useSearchParams } from 'react-router';
import { usePlatform, type Jurisdiction } from '../api/index.ts';

const KEY = 'anlan.public.place';

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Keeps which city this browser reads about; nothing about the reader. */
export function rememberPlace(path: string): void {
  try {
    localStorage.setItem(KEY, path);
  } catch {
    // A browser without storage simply asks again.
  }
}

/**
 * The city the public pages speak about: `?place=` of the address, what this browser chose last, or the platform's
 * first; undefined until the platform has answered, or where it has none.
 */
export function usePublicPlace(): { readonly place: Jurisdiction | undefined; readonly all: readonly Jurisdiction[] } {
  const platform = usePlatform();
  const [params] = useSearchParams();
  const all = platform.data?.jurisdictions ?? [];
  const wanted = params.get('place') ?? remembered();
  return { place: all.find(({ path }) => wanted?.startsWith(path) === true) ?? all[0], all };
}
