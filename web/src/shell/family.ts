import { SYSTEMS } from '@anlan/systems';
import { useLocation } from 'react-router';
import { familyOfPage, PAGES } from './pages.ts';

/** First segments of pages that no menu names: single records and what grew out of another page. */
const INNER: Record<string, string> = {
  enterprises: 'registry',
  devices: 'monitoring',
  cases: 'prevention',
  case: 'prevention',
  control: 'prevention',
  'risk-assessments': 'prevention',
  'fund-applications': 'prevention',
};

/** First segments of the pages of menus. */
const PAGE = new Map(PAGES.flatMap((one) => [[one.href.split('/')[1] ?? '', familyOfPage(one)] as const]).toReversed());

/** The family of a path, for the rail: `/registry/tanks` → the family of the entity that owns it. */
export function familyOf(pathname: string): string | undefined {
  const [, first = '', second = ''] = pathname.split('/');
  if (first === 'systems') return second === '' ? undefined : second;
  const plural = first === 'registry' ? second : first;
  const owner = SYSTEMS.find((system) => system.entities.some((entity) => entity.plural === plural));
  return owner?.family ?? INNER[first] ?? PAGE.get(first);
}

export function useFamilyOfPage(): string | undefined {
  return familyOf(useLocation().pathname);
}
