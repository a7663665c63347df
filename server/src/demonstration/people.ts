import type { DemonstrationCity, PackKey } from '@anlan/data';

/** A person's account, and what the sign-in page offers of it. */
export function personRow(
  person: DemonstrationCity['people'][number],
  city: DemonstrationCity,
  placeName: (regionPath: string) => string,
) {
  const organisation = person.enterpriseId;
  return {
    id: person.id,
    account: person.account,
    name: person.name,
    role: person.role,
    scope_kind: organisation === null ? 'region' : 'organisation',
    scope_path: organisation === null ? person.regionPath : null,
    scope_organisation: organisation,
    scope_sectors: person.sectors ?? null,
    demonstration: true,
    offered: offerOf(person, city, placeName),
  };
}

/** Posts offered on the sign-in page, in this order; one county, town and enterprise stand for their kind. */
const OFFERED = [
  'duty-officer',
  'inspector',
  'safety-officer',
  'enterprise-manager',
  'team-worker',
  'town-officer',
  'commander',
  'leader',
  'expert',
  'system-administrator',
  'security-administrator',
  'audit-administrator',
];

/** What the sign-in page shows of a post, or null for posts it does not offer. */
interface Offer {
  readonly order: number;
  readonly place: string;
  /** Region path of the jurisdiction. */
  readonly jurisdiction: string;
  readonly label?: string;
}

const ROOTS: Record<PackKey, string> = { shangrao: 'cn.36.11.', chongqing: 'cn.50.' };

function offerOf(
  person: DemonstrationCity['people'][number],
  city: DemonstrationCity,
  placeName: (regionPath: string) => string,
): Offer | null {
  const order = OFFERED.indexOf(person.role);
  if (order < 0) return null;
  const chosen = showcase(city, person.jurisdiction);
  const root = ROOTS[person.jurisdiction];
  const matches: Record<string, boolean> = {
    'safety-officer': person.enterpriseId === chosen.enterprise,
    'enterprise-manager': person.enterpriseId === chosen.enterprise,
    'team-worker': person.enterpriseId === chosen.enterprise,
    'town-officer': person.regionPath === chosen.town,
    inspector: person.regionPath === chosen.county,
    // Two of the city, so that one hands over to the other, and the county below them.
    'duty-officer': person.regionPath === root || person.regionPath === chosen.county,
    // The county's papers and notices are approved in the county, by another than who wrote them.
    leader: person.regionPath === root || person.regionPath === chosen.county,
  };
  const wanted = matches[person.role] ?? person.regionPath === root;
  if (!wanted) return null;
  const enterprise = city.enterprises.find(({ id }) => id === person.enterpriseId);
  const label = labelOf(person, root);
  return { order, place: enterprise?.name ?? placeName(person.regionPath), jurisdiction: root, ...label };
}

/** What a post is called where its role's own name would mislead. */
function labelOf(person: DemonstrationCity['people'][number], root: string): { label?: string } {
  if (person.sectors !== undefined) return { label: '消防救援值班员' };
  if (person.account.endsWith('.duty2')) return { label: '值班员（乙班）' };
  return person.role === 'leader' && person.regionPath !== root ? { label: '区县领导' } : {};
}

const chosenOf = new WeakMap<DemonstrationCity, Map<PackKey, { enterprise: string; town: string; county: string }>>();

/** The enterprise of a jurisdiction with the most points of major hazards, its town and its county. */
function showcase(
  city: DemonstrationCity,
  jurisdiction: PackKey,
): { enterprise: string; town: string; county: string } {
  const known = chosenOf.get(city) ?? new Map<PackKey, { enterprise: string; town: string; county: string }>();
  chosenOf.set(city, known);
  const before = known.get(jurisdiction);
  if (before !== undefined) return before;
  // What is recorded elsewhere and played here stands for no plant of its own.
  const recorded = new Set(city.devices.flatMap(({ id, origin }) => (origin === 'recorded' ? [id] : [])));
  const counts = new Map<string, number>();
  for (const point of city.points) {
    if (point.jurisdiction === jurisdiction && point.system === 'S17' && !recorded.has(point.deviceId))
      counts.set(point.enterpriseId, (counts.get(point.enterpriseId) ?? 0) + 1);
  }
  const [enterprise] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [''];
  const town = city.enterprises.find(({ id }) => id === enterprise)?.regionPath ?? '';
  const county = town.replace(/[^.]+\.$/, '');
  const chosen = { enterprise, town, county };
  known.set(jurisdiction, chosen);
  return chosen;
}
