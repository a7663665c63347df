import { inputSchema } from '@anlan/kernel/entity';
import { describe, expect, it } from 'vitest';
import { beachSurvey, curveOf, curveProblem, inclinometerSurvey } from './surveys.ts';

describe('[S21.1] surveys as they are written', () => {
  it('are read from lines or semicolons, with the colons and commas people use', () => {
    expect(curveOf('0:12.5; 2：11.8；4, 9\n6\t-0.5')).toEqual([
      [0, 12.5],
      [2, 11.8],
      [4, 9],
      [6, -0.5],
    ]);
  });

  it.each([
    ['0:12.5; x', '数对'],
    ['0:12.5', '至少两个点'],
    ['2:1; 0:2', '逐点增大'],
    ['0:1; 0:2', '逐点增大'],
  ])('are refused in words: %s', (text, words) => {
    expect(curveProblem(text)).toContain(words);
  });

  it('are refused by the forms of both registers', () => {
    const common = { name: 'x', regionPath: 'cn.36.', pond: crypto.randomUUID(), enterprise: crypto.randomUUID() };
    const borehole = { ...common, borehole: 'IN1', observedOn: '2026-03-18', curve: '0:1; 5:0' };
    expect(inputSchema(inclinometerSurvey).safeParse(borehole).success).toBe(true);
    expect(inputSchema(inclinometerSurvey).safeParse({ ...borehole, curve: '5:0; 0:1' }).success).toBe(false);
    const beach = { ...common, section: 'P1', surveyedOn: '2026-03-18', profile: '0:100' };
    expect(inputSchema(beachSurvey).safeParse(beach).success).toBe(false);
  });
});
