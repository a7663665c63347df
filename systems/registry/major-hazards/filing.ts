/** Years a safety assessment holds before the source is assessed, graded and filed anew. Order 40 (2015) art. 11 */
const ASSESSMENT_YEARS = 3;
/** Days before the end at which renewal is due soon. */
const SOON_DAYS = 90;
/** Days after the assessment within which it is filed with the county. Order 40 (2015) art. 23 */
const FILING_DAYS = 15;

const DAY = 86_400_000;

export interface Filing {
  /** YYYY-MM-DD */
  readonly until: string | null;
  readonly state: 'valid' | 'soon' | 'expired' | 'unfiled';
  /** The filing came later than 15 days after the assessment. */
  readonly late: boolean;
}

/** Standing of a source's filing on a day; all dates YYYY-MM-DD. */
export function filingOf(assessedOn: string | null, filedOn: string | null, today: string): Filing {
  if (assessedOn === null || filedOn === null) return { until: null, state: 'unfiled', late: false };
  const end = new Date(`${assessedOn}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + ASSESSMENT_YEARS);
  const until = end.toISOString().slice(0, 10);
  const left = (end.getTime() - Date.parse(`${today}T00:00:00Z`)) / DAY;
  const late = (Date.parse(filedOn) - Date.parse(assessedOn)) / DAY > FILING_DAYS;
  return { until, state: left < 0 ? 'expired' : left <= SOON_DAYS ? 'soon' : 'valid', late };
}
