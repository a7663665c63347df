import { describe, expect, it } from 'vitest';
import { sourceColour, type SourceFacts } from './colour.ts';

const CALM: SourceFacts = { grade: 'three', alarms: [], specialWork: 0, silent: 0, interlocksOff: 0, undone: 0 };

describe('[S17.1] the live colour of a source', () => {
  it('is its level’s where nothing is the matter', () => {
    expect(sourceColour(CALM)).toMatchObject({ score: 20, level: 'blue', alarm: null });
    expect(sourceColour({ ...CALM, grade: 'one' })).toMatchObject({ score: 40, level: 'yellow' });
    expect(sourceColour({ ...CALM, grade: null })).toMatchObject({ score: 0, level: 'blue' });
  });

  it('keeps every term: 30 + (25 + 2 · 2) + 10 + 10 + 10 + 5 = 94', () => {
    const colour = sourceColour({
      grade: 'two',
      alarms: ['yellow', 'orange', 'blue'],
      specialWork: 2,
      silent: 1,
      interlocksOff: 1,
      undone: 1,
    });
    expect(colour.terms.map(({ points }) => points)).toEqual([30, 29, 10, 10, 10, 5]);
    expect(colour).toMatchObject({ score: 94, level: 'red', alarm: 'orange' });
  });

  it('lets alarms add no more than their most', () => {
    const alarms = Array.from({ length: 20 }, () => 'red' as const);
    expect(sourceColour({ ...CALM, alarms }).terms[1]).toEqual({ key: 'alarms', count: 20, points: 45 });
  });

  it('is never milder than the worst running alarm', () => {
    expect(sourceColour({ ...CALM, grade: 'four', alarms: ['red'] })).toMatchObject({ score: 50, level: 'red' });
  });

  it('takes the weights of the jurisdiction', () => {
    const weight = (key: string) => (key === 'three' ? 70 : key === 'from-orange' ? 60 : 100);
    expect(sourceColour(CALM, weight).level).toBe('orange');
  });
});
