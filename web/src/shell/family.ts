import { SYSTEMS } from '@anlan/systems';
import { useLocation } from 'react-router';

/** Hand-made pages and the family they belong to. */
const PAGES: Record<string, string> = {
  desk: 'monitoring',
  duty: 'monitoring',
  flash: 'emergency',
  enterprises: 'registry',
  devices: 'monitoring',
  coverage: 'monitoring',
  tailings: 'monitoring',
  transport: 'monitoring',
  waybills: 'monitoring',
  waterway: 'monitoring',
  prevention: 'prevention',
  laws: 'registry',
  criteria: 'prevention',
  'internal-rules': 'prevention',
  'new-technology': 'prevention',
  checks: 'prevention',
  checklist: 'prevention',
  cases: 'prevention',
  'public-reports': 'prevention',
  case: 'prevention',
  'fire-water': 'monitoring',
  conformance: 'monitoring',
  workbench: 'emergency',
  calculators: 'emergency',
  hazchem: 'registry',
  'major-hazards': 'registry',
  'safety-gaps': 'monitoring',
};

/** The family of a path, for the rail: `/registry/tanks` → the family of the entity that owns it. */
export function familyOf(pathname: string): string | undefined {
  const [, first = '', second = ''] = pathname.split('/');
  if (first === 'systems') return second === '' ? undefined : second;
  const plural = first === 'registry' ? second : first;
  const owner = SYSTEMS.find((system) => system.entities.some((entity) => entity.plural === plural));
  return owner?.family ?? PAGES[first];
}

export function useFamilyOfPage(): string | undefined {
  return familyOf(useLocation().pathname);
}
