import { sql } from 'kysely';
import type { Doer } from '@anlan/kernel/case';
import type { Item, RunUse } from '@anlan/kernel/checklist';
import { isRefusal, type Refusal } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { openCase, type Attachment, type Belonging } from '../case/write.ts';
import type { AnswerRow, RunRow } from './rows.ts';

/** How a danger found in a check came to be known; scores and conditions of use find no dangers. */
const SOURCES: Partial<Record<RunUse, string>> = {
  self: 'self',
  enforcement: 'inspection',
  campaign: 'inspection',
  expert: 'expert',
};

/** Opens a hidden danger for every bad answer that has none yet, inside the owner's transaction with the outbox's lock. */
export async function openDangers(
  tx: Tx,
  run: RunRow,
  items: readonly Item[],
  answers: readonly AnswerRow[],
  by: Doer,
  now: number,
): Promise<number | Refusal> {
  const source = SOURCES[run.use];
  const bad = answers.filter(({ result, case_id }) => result === 'bad' && case_id === null);
  if (source === undefined || bad.length === 0) return 0;
  const { rows } = await sql<Belonging>`
    SELECT id AS "organisationId", name AS "organisationName", region_path AS "regionPath", sector, lon, lat, demonstration
    FROM enterprise WHERE id = ${run.organisation_id}`.execute(tx);
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const answer of bad) {
    const item = byId.get(answer.item_id) as Item;
    const row = await openCase(
      tx,
      {
        kind: 'hidden-danger',
        input: dangerInput(run, item, answer),
        source,
        belongs: rows[0] as Belonging,
        subject: { kind: 'check-item', id: item.id },
        origin: { kind: 'check-answer', id: answer.id },
        files: await filesOf(tx, answer.photos),
      },
      by,
      now,
    );
    if (isRefusal(row)) return row;
    await sql`UPDATE check_answer SET case_id = ${row.id} WHERE id = ${answer.id}`.execute(tx);
    // The grading standard of the jurisdiction speaks first; where it is silent, the item does.
    await sql`
      UPDATE case_hidden_danger SET proposed_grade = ${item.grade}, proposed_level = ${item.level},
        proposed_basis = ${`检查条目 ${item.code} ${item.title}`.slice(0, 300)}
      WHERE case_id = ${row.id} AND proposed_grade IS NULL`.execute(tx);
  }
  return bad.length;
}

/** What the case begins with: all of it is known from the check, nothing is typed again. */
function dangerInput(run: RunRow, item: Item, answer: AnswerRow): Record<string, unknown> {
  const read =
    answer.value === null || item.valueLabel === null
      ? undefined
      : `${item.valueLabel} ${answer.value}${item.valueUnit ?? ''}${item.valueMax === null ? '' : `（上限 ${item.valueMax}）`}`;
  const described = [answer.note, read, `由${run.title}（${run.number}）条目 ${item.code} 查出`].filter(
    (part) => part != null && part !== '',
  );
  return {
    enterprise: run.organisation_id,
    title: (answer.note === null || answer.note === '' ? `不符合：${item.title}` : answer.note).slice(0, 120),
    description: described.join('；').slice(0, 1000),
    class: item.class,
    level: item.level,
    ...(run.unit === null ? {} : { place: run.unit }),
    ...(answer.risk_point === null ? {} : { riskPoint: answer.risk_point }),
    ...(run.tier === null ? {} : { round: run.tier }),
    ...(item.grade === 'major' ? { criterion: item.title.slice(0, 120) } : {}),
  };
}

async function filesOf(tx: Tx, photos: readonly string[]): Promise<Attachment[]> {
  const { rows } = await sql<Attachment>`
    SELECT DISTINCT ON (sha256) sha256, type FROM upload WHERE sha256 = ANY (${[...photos]})`.execute(tx);
  return rows;
}
