import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import { askCommissioned, type Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { act, done, FIRM, openTheatre, photo, TOWN, type Theatre } from './testing/theatre.ts';

const INSPECTOR = uuid(603);
const VERBS = ['case.read', 'case.enforce', 'case.supervise', 'registry.read'];
const BY_ARTICLE = { decision: '责令改正，罚款' };

let theatre: Theatre;
let limited: Ask;
let bare: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  const { stage, app } = theatre;
  const commission = (to: string, limits: object) =>
    askCommissioned(app, stage.db, { from: INSPECTOR, to, region: TOWN, verbs: VERBS, limits });
  limited = await commission(uuid(604), { document: '饶信安委〔2026〕3 号', penaltyYuan: 4000 });
  bare = await commission(uuid(605), { document: '饶信安委〔2026〕4 号' });
}, 120_000);
afterAll(() => theatre.close());

/** A lead that the county has filed: ready to be decided by somebody else. */
async function filed(title: string): Promise<CaseDetail> {
  const { inspector } = theatre;
  const opened = await inspector('POST', '/api/cases', { kind: 'enforcement', input: { enterprise: FIRM, title } });
  expect(opened.statusCode, opened.body).toBe(201);
  return done(inspector, opened.json<CaseDetail>(), 'file', { fileNumber: '1' });
}

describe('a fine under a commission', () => {
  it('of 4001 yuan is refused where 4000 were commissioned, and 4000 are decided', async () => {
    const found = await filed('逾期未整改');
    const paper = [await photo(limited, 'decision')];
    const beyond = await act(limited, found, 'conclude', { ...BY_ARTICLE, fine: 4001 }, paper);
    expect(beyond.statusCode).toBe(403);
    expect(beyond.json()).toMatchObject({
      code: 'penalty-beyond',
      field: 'fine',
      facts: { amount: 4001, most: 4000 },
      zh: expect.stringContaining('4000 元'),
      en: expect.stringContaining('CNY 4000'),
    });
    expect((await act(limited, found, 'conclude', BY_ARTICLE, paper)).json()).toMatchObject({
      code: 'field-required',
      field: 'fine',
    });
    const decided = await done(limited, found, 'conclude', { ...BY_ARTICLE, fine: 4000 }, paper);
    expect(decided).toMatchObject({ case: { state: 'concluded' }, detail: { fine: 4000 } });
  });

  it('is refused altogether where the commission names no limit; a decision without one is not', async () => {
    const found = await filed('未培训上岗');
    const paper = [await photo(bare, 'other decision')];
    expect((await act(bare, found, 'conclude', { ...BY_ARTICLE, fine: 1 }, paper)).json()).toMatchObject({
      code: 'penalty-none',
      field: 'fine',
    });
    await done(bare, found, 'conclude', { decision: '警告', fine: 0 }, paper);
  });

  it('is not asked of whoever decides by their own post', async () => {
    const found = await filed('无证上岗');
    const { second } = theatre;
    const decided = await done(second, found, 'conclude', BY_ARTICLE, [await photo(second, 'third decision')]);
    expect(decided.case.state).toBe('concluded');
  });
});
