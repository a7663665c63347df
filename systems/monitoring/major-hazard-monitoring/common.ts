import type { Rung } from '@anlan/kernel/alarm';

/** Default ladder; seconds are parameters of the jurisdiction, these are their first values. */
const LADDER: readonly Rung[] = [
  { to: 'enterprise', label: '企业', after: 0 },
  { to: 'county', label: '县值班', after: 180 },
  { to: 'city', label: '市值班', after: 360 },
  { to: 'leader', label: '市领导', after: 960 },
];

/** What all rules of major hazard sources share. */
export const common = { system: 'S17', escalation: LADDER } as const;

/**
 * What comes again soon after it was over was not put right: it becomes a hidden danger of the enterprise, and what
 * follows within a day joins that one (our reading of the branch "turned into hidden danger" of loop L05).
 */
export const AGAIN = { kind: 'hidden-danger', when: 'second', joins: 86_400 } as const;
