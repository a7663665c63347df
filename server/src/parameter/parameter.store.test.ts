import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ask, Stage } from '../http/testing/stage.ts';
import { done, openTheatre, photo, rectifying, type Theatre } from '../case/testing/theatre.ts';

const DAY = 86_400_000;

let theatre: Theatre;
let stage: Stage;
let officer: Ask;
let inspector: Ask;
let system: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  ({ stage, officer, inspector, system } = theatre);
}, 120_000);
afterAll(() => theatre.close());

describe('parameters', () => {
  const body = (value: unknown, more: object = {}) => ({
    regionPath: 'cn.36.11.',
    from: Date.now(),
    value,
    reason: '市安委会要求',
    ...more,
  });

  it('are set for a jurisdiction from now on, with a reason, and decide from then on', async () => {
    expect((await inspector('POST', '/api/parameters/danger.verify-within/settings', body(3))).statusCode).toBe(403);
    expect((await system('POST', '/api/parameters/danger.verify-within/settings', body(0))).json()).toMatchObject({
      code: 'field-invalid',
    });
    expect(
      (await system('POST', '/api/parameters/danger.verify-within/settings', body(3, { regionPath: 'cn.50.' })))
        .statusCode,
    ).toBe(404);
    expect(
      (await system('POST', '/api/parameters/danger.verify-within/settings', body(3, { from: 1 }))).json(),
    ).toMatchObject({ code: 'parameter-past' });
    const set = await system('POST', '/api/parameters/danger.verify-within/settings', body(3));
    expect(set.statusCode, set.body).toBe(201);
    expect(set.json()).toMatchObject({ value: 3, first: 5, setBy: { regionPath: 'cn.36.11.' } });
    const found = await rectifying(inspector);
    const submitted = await done(officer, found, 'submit', { result: 'x' }, [await photo(officer, 'p')]);
    expect((submitted.case.dueAt as number) - Date.now()).toBeLessThan(8 * DAY);
    const history = (await system('GET', '/api/parameters/danger.verify-within/settings')).json<
      { reason: string; by: string }[]
    >();
    expect(history).toMatchObject([{ reason: '市安委会要求', by: '系统', value: 3 }]);
    await expect(sql`UPDATE parameter_setting SET value = '9'`.execute(stage.db)).rejects.toThrow('never changed');
  });
});
