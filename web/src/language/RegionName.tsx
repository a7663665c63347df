import { useRegionName } from './regions.ts';

/** The name of a region in the reader's language; “—” where there is none. */
export function RegionName({ of }: { readonly of: string | null | undefined }) {
  return useRegionName()(of ?? '—');
}
