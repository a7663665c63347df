import { numberText } from '../parts/index.ts';

/** A share 0…1 in percent with one digit; a missing one is a dash. */
export function percent(share: number | null): string {
  return share === null ? '—' : `${numberText(share * 100, 1)} %`;
}
