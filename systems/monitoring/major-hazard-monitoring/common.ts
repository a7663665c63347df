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
