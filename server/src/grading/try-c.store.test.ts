import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openStage } from '../http/testing/stage.ts';
import { loadDemonstration, loadPacks } from '../demonstration/load.ts';
import { openFiles } from '../store/index.ts';

it('loads', async () => {
  const stage = await openStage();
  await loadPacks(stage.db);
  const files = await openFiles('file:///var/tmp/anlan-c-files/');
  const t = Date.now();
  try {
    await loadDemonstration(stage.db, files);
  } catch (error) {
    console.log(
      'FAILED',
      (error as Error).message,
      (error as { detail?: string }).detail,
      (error as Error).stack?.split('\n').slice(0, 12).join('\n'),
    );
  }
  console.log('took', Date.now() - t);
  for (const table of [
    'risk_measure',
    'risk_measure_check',
    'risk_assessment',
    'risk_assessment_row',
    'protected_object',
    'distance_report',
    'risk_source',
    'safety_distance',
    'standardisation_certificate',
    'standardisation_unit',
    'grading_result',
    'inspection_weight',
    'siting_check',
    'outbox',
  ]) {
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${sql.table(table)}`.execute(stage.db);
    console.log(table, rows[0]?.n);
  }
  const q = async (label: string, query: string) =>
    console.log(label, JSON.stringify((await sql.raw(query).execute(stage.db)).rows));
  await q(
    'cases',
    "SELECT kind, state, left(region_path,6) r, count(*) n FROM case_file WHERE kind IN ('relocation','standardisation','standardisation-default') GROUP BY 1,2,3 ORDER BY 1,2",
  );
  await q(
    'verdicts',
    'SELECT left(region_path,6) r, verdict, count(DISTINCT enterprise) n FROM safety_distance WHERE newest GROUP BY 1,2',
  );
  await q(
    'scores',
    "SELECT subject_id, score, level FROM grading_result WHERE model='city-risk' ORDER BY at DESC, subject_id LIMIT 60",
  );
  await q('late', 'SELECT count(*) FILTER (WHERE next_due < current_date) late, count(*) FROM risk_measure');
  await q(
    'unowned',
    "SELECT level, count(*) FROM risk_point WHERE level IN ('red','orange') AND (control<>'company' OR responsible IS NULL) GROUP BY 1",
  );
  await stage.close();
  expect(1).toBe(1);
}, 200_000);
