import { sql } from 'kysely';
import { happenAfter, lookBefore } from '../case/known.ts';
import { readDetail, kindOf } from '../case/row.ts';
import { proposedFields } from './proposal.ts';
import { approvedCases, conditionsLeft, putConditions } from './technology-conditions.ts';

/** Ties the standards to the cases they speak about; said once, when the routes start. */
export function tieToCases(): void {
  lookBefore('hidden-danger', 'grade', (tx, row, standing, input, at) => {
    const { organisationId, source } = standing;
    const detail = { ...standing.detail, ...input };
    return proposedFields(tx, { organisationId, source, regionPath: row.region_path, sector: row.sector, detail }, at);
  });
  happenAfter('hidden-danger', 'open', async (tx, row, at) => {
    const detail = await readDetail(tx, kindOf(row.kind), row.id);
    const { organisation_id: organisationId, region_path: regionPath, sector, source } = row;
    const proposed = await proposedFields(tx, { organisationId, source, regionPath, sector, detail }, at);
    if (proposed['proposedGrade'] === null) return;
    await sql`
      UPDATE case_hidden_danger SET proposed_grade = ${proposed['proposedGrade']}, proposed_level = ${proposed['proposedLevel']},
        proposed_basis = ${proposed['proposedBasis']} WHERE case_id = ${row.id}`.execute(tx);
  });
  happenAfter('new-technology', 'approve', async (tx, row, at) =>
    putConditions(tx, await approvedCases(tx, [row.id]), '平台', at),
  );
  lookBefore('new-technology', 'end', (tx, row) => conditionsLeft(tx, row.id));
}
