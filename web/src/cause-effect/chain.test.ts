import type { Chain } from '@anlan/systems';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastingText, marksOf } from './chain.ts';

const chain = (detected: number | null, raised: number, command: number | null, closed: number): Chain => ({
  id: 'x',
  number: 'A-1',
  tank: null,
  tankName: '',
  enterpriseName: '',
  causes:
    detected === null
      ? []
      : [
          {
            id: 'a',
            rule: 'combustible-gas',
            label: '二级',
            level: 'red',
            subject: '',
            detectedAt: detected,
            raisedAt: raised,
          },
        ],
  commandAt: command,
  closedAt: closed,
  reopenedAt: null,
  stroke: null,
  trend: null,
  explained: true,
});

describe('[S18.2] the strip of a shut-off', () => {
  it('counts every moment from the first detection', () => {
    const marks = marksOf(chain(1_000_000, 1_002_000, 1_020_000, 1_028_500));
    expect(marks.map(({ kind, after }) => [kind, after])).toEqual([
      ['detected', 0],
      ['raised', 2],
      ['command', 20],
      ['closed', 28.5],
    ]);
    expect([marks[0]!.place, marks.at(-1)!.place]).toEqual([0, 1]);
  });

  it('without cause or command there is the closed valve alone', () => {
    expect(marksOf(chain(null, 0, null, 5000))).toEqual([{ kind: 'closed', at: 5000, after: 0, place: 0 }]);
  });

  it('keeps order and room, whatever the times', () => {
    const time = fc.integer({ min: 0, max: 600_000 });
    fc.assert(
      fc.property(time, time, time, time, (a, b, c, d) => {
        const marks = marksOf(chain(a, b, c, d));
        for (const [index, mark] of marks.entries()) {
          expect(mark.place).toBeGreaterThanOrEqual(-1e-9);
          expect(mark.place).toBeLessThanOrEqual(1 + 1e-9);
          if (index > 0) expect(mark.place - marks[index - 1]!.place).toBeGreaterThan(0.19);
        }
      }),
    );
  });

  it('says how long', () => {
    expect([8.52, 59.9, 185, 7800].map(lastingText)).toEqual(['8.5 s', '59.9 s', '3 min 05 s', '2 h 10 min']);
  });
});
