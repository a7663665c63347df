import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import { scopeRange, type Actor } from '@anlan/kernel/access';
import { isRefusal, type Refusal, both, refuse } from '@anlan/kernel/refusal';
import { drawable, drawSpotChecks, type Candidate, type SpotCheckDraw } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { actOn, PLATFORM } from '../case/write.ts';
import { valuesFor } from '../parameter/book.ts';

type Drawn = readonly { readonly id: string; readonly officers: readonly string[] }[];

/**
 * Draws the spot-checks of a period among the reports of a place that none was drawn for yet, and two officers for each.
 * Reports without two officers who may go are left, and told with the draw.
 * Everything the draw rests on is kept. Inside the owner's transaction with the outbox's lock; `seed` may come from a
 * public lottery, else the platform makes one.
 */
export async function drawFor(
  tx: Tx,
  actor: Actor,
  {
    place,
    period,
    seed = randomBytes(16).toString('hex'),
  }: { place: string; period: string; seed?: string | undefined },
  at: number,
): Promise<string | Refusal> {
  const share = (await valuesFor(tx, place, at)).number('self-check.sample');
  const candidates = await candidatesOf(tx, place, period);
  if (candidates.length === 0) return nobody('没有还可抽取的自报', 'no report waits for the lot');
  if (!candidates.some(drawable))
    return nobody('还可抽取的自报都没有两名可派的执法人员', 'no report that waits has two officers who may go');
  const sample = drawSpotChecks(seed, candidates, share);
  const names = await namesOf(
    tx,
    sample.flatMap(({ officers }) => officers),
  );
  for (const { id, officers } of sample) {
    const inspectors = officers.map((officer) => names.get(officer) ?? officer).join('、');
    const input = { drawnOn: dayOf(at), inspectors, inspectorIds: officers.join(' ') };
    const told = await actOn(tx, id, { action: 'draw', input, files: [] }, PLATFORM, at);
    if (isRefusal(told)) throw new Error(`draw of ${id} refused: ${told.refused}`);
  }
  const draw = randomUUID();
  await sql`
    INSERT INTO spot_check_draw (id, at, by, by_id, period, seed, share, candidates, sample, region_path)
    VALUES (${draw}, ${new Date(at)}, ${actor.name}, ${actor.personId}, ${period}, ${seed}, ${share}, ${JSON.stringify(candidates)}::jsonb,
      ${JSON.stringify(sample)}::jsonb, ${place})`.execute(tx);
  return draw;
}

const nobody = (zh: string, en: string): Refusal =>
  refuse('field-invalid', { field: both('抽查', 'Spot-check'), problem: both(zh, en) }, 'period');

/** Reports that wait, with the officers whose jurisdiction covers each, both in the order of their ids. */
async function candidatesOf(tx: Tx, place: string, period: string): Promise<Candidate[]> {
  const { from, to } = scopeRange(place);
  const { rows } = await sql<{ id: string; officers: string[] }>`
    SELECT c.id, coalesce((SELECT array_agg(DISTINCT g.person_id::text) FROM access_grant g JOIN person p ON p.id = g.person_id
        WHERE g.scope_kind = 'region' AND g.role = 'inspector' AND starts_with(g.scope_path, ${place}) AND starts_with(c.region_path, g.scope_path)
          AND (g.scope_sectors IS NULL OR c.sector = ANY (g.scope_sectors)) AND p.retired_at IS NULL
          AND g.ended_at IS NULL AND g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now())), '{}') AS officers
    FROM case_file c JOIN case_self_check d ON d.case_id = c.id
    WHERE d.period = ${period} AND c.state = 'reported' AND d.drawn_on IS NULL AND c.region_path >= ${from} AND c.region_path < ${to}
    ORDER BY c.id`.execute(tx);
  return rows;
}

async function namesOf(tx: Tx, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM person WHERE id = ANY (${[...people]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The draws of a period that the transaction's scope shows, newest first, each drawn again from what was kept. */
export async function drawsOf(tx: Tx, period: string): Promise<SpotCheckDraw[]> {
  const { rows } = await sql<{
    id: string;
    at: Date;
    by: string;
    regionName: string;
    seed: string;
    share: number;
    candidates: Candidate[];
    sample: Drawn;
  }>`
    SELECT d.id, d.at, d.by, r.name AS "regionName", d.seed, d.share, d.candidates, d.sample FROM spot_check_draw d
    JOIN region r ON r.path = d.region_path WHERE d.period = ${period} ORDER BY d.at DESC LIMIT 50`.execute(tx);
  const left = (candidates: readonly Candidate[]) => candidates.filter((one) => !drawable(one));
  const ids = rows.flatMap(({ sample, candidates }) => [...sample, ...left(candidates)].map(({ id }) => id));
  const cases = await sql<{
    id: string;
    number: string;
    organisationName: string | null;
    regionName: string;
    inspectors: string | null;
  }>`
    SELECT c.id, c.number, c.organisation_name AS "organisationName", c.region_name AS "regionName", d.inspectors FROM case_file c JOIN case_self_check d ON d.case_id = c.id
    WHERE c.id = ANY (${ids}::uuid[])`.execute(tx);
  const byId = new Map(cases.rows.map((row) => [row.id, row]));
  return rows.map(({ at, candidates, sample, ...draw }) => ({
    ...draw,
    period,
    at: at.getTime(),
    population: candidates.length,
    reproducible:
      JSON.stringify(plain(drawSpotChecks(draw.seed, candidates, draw.share))) === JSON.stringify(plain(sample)),
    sample: sample.flatMap(({ id }) => {
      const known = byId.get(id);
      if (known === undefined) return [];
      const { inspectors, regionName: _, ...row } = known;
      return [{ ...row, officers: inspectors?.split('、') ?? [] }];
    }),
    undrawn: left(candidates).flatMap(({ id, officers }) => {
      const known = byId.get(id);
      if (known === undefined) return [];
      const { inspectors: _, ...row } = known;
      return [{ ...row, officers: officers.length }];
    }),
  }));
}

const plain = (sample: Drawn) => sample.map(({ id, officers }) => [id, ...officers]);
