import type { BackTest, Draft } from '@anlan/kernel/back-test';
import type { WorkState } from '../parts/index.ts';

export const LOOK: Readonly<Record<BackTest['state'], WorkState>> = {
  waiting: 'draft',
  running: 'doing',
  done: 'done',
  failed: 'late',
  cancelled: 'draft',
};

const SIGN = { set: '= ', scale: '× ', shift: '+ ' } as const;

/** A draft in one line: `H × 0.9，持续时间 = 30`. */
export function draftText(draft: Draft, name: (key: string) => string): string {
  return Object.entries(draft)
    .map(([key, { mode, value }]) => {
      const sign = mode === 'shift' && value < 0 ? '− ' : SIGN[mode];
      return `${name(key)} ${sign}${mode === 'shift' ? Math.abs(value) : value}`;
    })
    .join('，');
}
