import { advance, open, type CaseStanding, type Doer } from '@anlan/kernel/case';
import { isRefusal } from '@anlan/kernel/refusal';
import { describe, expect, it } from 'vitest';
import { campaignPart } from './cases.ts';

const world = { parameter: () => 400, days: {} };
const AT = Date.parse('2026-11-22T10:00:00+08:00');
const doer = (id: string, place: string | null): Doer => ({ id, name: id, side: 'authority', place });
const city = doer('city', 'cn.36.11.');
const county = doer('county', 'cn.36.11.02.');

function standingAfter(opener: Doer, by: Doer, ...steps: readonly [string, object][]): CaseStanding {
  const input = { title: '专项整治', planned: 3, dueOn: '2026-12-31' };
  const begun = open(campaignPart, { input, files: [], source: 'inspection', organisationId: null }, opener, AT, world);
  if (isRefusal(begun)) throw new Error(begun.refused);
  let { standing } = begun;
  for (const [action, asked] of steps) {
    const next = advance(campaignPart, standing, { action, input: { ...asked }, files: [] }, by, AT, world);
    if (isRefusal(next)) throw new Error(`${action}: ${next.refused}`);
    ({ standing } = next);
  }
  return standing;
}
const SUMMED = [
  ['receive', {}],
  ['sum', { summary: '已完成' }],
] as const satisfies readonly [string, object][];

describe('a task of a campaign is accepted by the level that issued it', () => {
  const summed = standingAfter(city, county, ...SUMMED);
  const accept = (by: Doer, standing = summed) =>
    advance(campaignPart, standing, { action: 'accept', input: {}, files: [] }, by, AT, world);

  it.each([
    ['another inspector of the county that carried it out', doer('second', 'cn.36.11.02.')],
    ['a neighbouring county', doer('neighbour', 'cn.36.11.03.')],
    ['a town of it', doer('town', 'cn.36.11.02.001.')],
  ])('not by %s', (_, by) => {
    expect(accept(by)).toMatchObject({ refused: 'campaign-issuer' });
  });

  it.each([
    ['the city that issued it', city],
    ['the province above it', doer('province', 'cn.36.')],
    ['who acts for everything', doer('all', null)],
  ])('by %s', (_, by) => {
    expect(accept(by)).toMatchObject({ standing: { state: 'accepted' } });
  });

  it('and a county accepts what it issued itself, by another hand', () => {
    const own = standingAfter(doer('chief', 'cn.36.11.02.'), county, ...SUMMED);
    expect(accept(county, own)).toMatchObject({ refused: 'same-person' });
    expect(accept(doer('second', 'cn.36.11.02.'), own)).toMatchObject({ standing: { state: 'accepted' } });
  });
});
