import { lookBefore } from '../case/known.ts';
import { selfReportOf } from '../checklist/summary.ts';

// The report of a period is not typed where the checks of the period already say it (S62.1).
lookBefore('self-check', 'report', async (tx, row, standing) => {
  const { period } = standing.detail;
  if (row.organisation_id === null || typeof period !== 'string') return {};
  const known = await selfReportOf(tx, row.organisation_id, period);
  const linked = known.corrected;
  if (known.checks === 0) return { linked };
  return {
    linked,
    knownChecked: known.checked,
    knownFound: known.found,
    knownCorrected: known.corrected,
    origin: known.origin,
  };
});
