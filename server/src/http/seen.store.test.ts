import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FIRM, openTheatre, type Theatre } from '../case/testing/theatre.ts';
import { uuid } from '../ingest/testing/devices.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());

const CREDIT = `/api/enterprises/${FIRM}/credit`;

it('says of another county’s enterprise that it is not there, not that its record is clean; the attempt is audited', async () => {
  expect((await theatre.inspector('GET', CREDIT)).json()).toMatchObject({ total: { events: 0, points: 0 } });
  const outside = await theatre.stranger('GET', CREDIT);
  expect([outside.statusCode, outside.json().code]).toEqual([404, 'not-found']);
  const nowhere = await theatre.inspector('GET', `/api/enterprises/${uuid(999)}/credit`);
  expect(nowhere.statusCode).toBe(404);
  const { rows } = await sql<{ verb: string }>`
    SELECT verb FROM audit WHERE subject_id = ${FIRM} AND outcome = 'refused'`.execute(theatre.stage.db);
  expect(rows).toEqual([{ verb: 'case.read' }]);
});
