import type { Rung } from '@anlan/kernel/alarm';

/** The owner and the fire service at once: the alarm stands in the owner's organisation and the fire service's sector. */
const LADDER: readonly Rung[] = [
  { to: 'enterprise', label: '权属单位与消防救援机构', after: 0 },
  { to: 'town', label: '乡镇（街道）应急办', after: 600 },
  { to: 'county', label: '县值班', after: 900 },
  { to: 'city', label: '市值班', after: 1800 },
];

/** What all rules of fire-fighting water share. */
export const common = { system: 'S44', escalation: LADDER } as const;
