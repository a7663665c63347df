import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../access/scoped.ts';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { raise, recover, trailOf } from './testing/raise.ts';
import type { AlarmRow } from './row.ts';

let stage: Stage;
let db: Database;
beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
});
afterAll(() => stage.close());

const at = Date.UTC(2026, 2, 18, 9);
const rowOf = async (id: string) => (await sql<AlarmRow>`SELECT * FROM alarm WHERE id = ${id}`.execute(db)).rows[0]!;

describe('the figure of an alarm', () => {
  it('is none where a signal only knows yes and no, and where several things come together', async () => {
    const signal = await raise(db, uuid(8931), { rule: 'fire-alarm', at, unit: '', value: 1, limit: 1 });
    const together = await raise(db, uuid(8932), { rule: 'valve-open-moving', at, unit: 'km/h', value: 0, limit: 0 });
    for (const { id } of [signal, together])
      expect(await rowOf(id)).toMatchObject({ value: null, peak: null, limit_value: 0, label: '高限' });
    await recover(db, together, at + 60_000, 'valve-open-moving');
    const trail = await trailOf(db, together.id);
    expect([trail[0], trail.at(-1)]).toEqual(['raised 高限', 'recovered 恢复正常']);
    expect(trail.join()).not.toContain('{');
  });

  it('is there for a share below one, and for what is counted', async () => {
    const share = await raise(db, uuid(8933), { at, unit: 'MPa', value: 1, limit: 0.8 });
    const counted = await raise(db, uuid(8934), { at, unit: '', value: 3, limit: 2 });
    expect(await rowOf(share.id)).toMatchObject({ value: 1, limit_value: 0.8 });
    expect(await rowOf(counted.id)).toMatchObject({ value: 3, limit_value: 2 });
  });
});
