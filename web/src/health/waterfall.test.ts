import { describe, expect, it } from 'vitest';
import type { TraceSpan } from '@anlan/kernel/trace';
import { waterfall } from './waterfall.ts';

const span = (name: TraceSpan['name'], began: number, ended: number): TraceSpan => {
  return { name, key: '', process: 'api', began, ended, facts: {}, trouble: null };
};

describe('a waterfall', () => {
  it('puts steps by their time, from the first beginning to the last end', () => {
    const spans = [
      span('outbox', 1060, 1070),
      span('frame', 1000, 1010),
      span('store', 1010, 1060),
      span('browser', 1070, 1100),
    ];
    const { began, ms, bars } = waterfall({ cause: 'c', spans });
    expect([began, ms]).toEqual([1000, 100]);
    expect(bars.map((bar) => [bar.span.name, bar.left, bar.width])).toEqual([
      ['frame', 0, 0.1],
      ['store', 0.1, 0.5],
      ['outbox', 0.6, 0.1],
      ['browser', 0.7, 0.3],
    ]);
  });

  it('of one moment, or of clocks that differ, is still one', () => {
    const { ms, bars } = waterfall({ cause: 'c', spans: [span('frame', 5, 5), span('store', 5, 4)] });
    expect([ms, ...bars.map(({ left, width }) => left + width)]).toEqual([0, 0, 0]);
  });
});
