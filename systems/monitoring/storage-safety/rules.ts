import type { Rule, Rung } from '@anlan/kernel/alarm';

const LADDER: readonly Rung[] = [
  { to: 'enterprise', label: '企业', after: 0 },
  { to: 'county', label: '县值班', after: 180 },
  { to: 'city', label: '市值班', after: 360 },
  { to: 'leader', label: '市领导', after: 960 },
];

/** A signal of two states: 1 = acting. Limits, temperature, pressure and gas alarms of the same tanks are S17's rules. */
const acting = (level: 'red' | 'orange', limit: string, label: string) =>
  ({
    kind: 'above',
    steps: [{ level, limit, label }],
    deadband: 0.5,
    onDelay: 0,
    offDelay: 10,
  }) as const;

export const rules: readonly Rule[] = [
  {
    key: 'fire-alarm',
    system: 'S18',
    label: '储存区火灾报警',
    labelEn: 'Fire alarm in storage',
    watches: ['fire-alarm'],
    condition: acting('red', 'fire', '火灾报警'),
    clause: 'GB 50116-2013；D3:48 火灾报警系统',
    cause: '泄漏着火、静电、雷击、违规动火',
    consequence: '罐区火灾、连锁爆炸',
    response: '启动消防喷淋 → 紧急切断 → 报 119 → 疏散下风向',
    respondWithin: 60,
    escalation: LADDER,
  },
  {
    key: 'shut-off',
    system: 'S18',
    label: '紧急切断动作',
    labelEn: 'Emergency shut-off acted',
    watches: ['shut-off'],
    condition: acting('orange', 'closed', '切断阀已关'),
    clause: '第 40 号令第十三条（三）紧急切断装置；D3:48',
    cause: '液位、压力、泄漏联锁触发，或手动、试验',
    consequence: '进出料中断；未切断则泄漏继续',
    response: '核实触发报警 → 确认阀到位 → 查明原因后复位',
    respondWithin: 180,
    escalation: LADDER,
  },
];
