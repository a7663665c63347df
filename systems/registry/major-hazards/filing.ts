const DAY = 86_400_000;

export interface Filing {
  /** YYYY-MM-DD */
  readonly until: string | null;
  readonly state: 'valid' | 'soon' | 'expired' | 'unfiled';
  /** The filing came later after the assessment than it may. */
  readonly late: boolean;
}

/** What the parameters `major-hazard.*` of a place say. */
export interface FilingTerms {
  /** Years a safety assessment holds before the source is assessed, graded and filed anew. Order 40 (2015) art. 11 */
  readonly assessmentYears: number;
  /** Days after the assessment within which it is filed with the county. Order 40 (2015) art. 23 */
  readonly filingDays: number;
  /** Days before the end at which renewal is due soon. */
  readonly renewalDays: number;
}

/** The terms as a place has them; `number` reads a parameter by its key. */
export function filingTerms(number: (key: string) => number): FilingTerms {
  return {
    assessmentYears: number('major-hazard.assessment-years'),
    filingDays: number('major-hazard.filing-days'),
    renewalDays: number('major-hazard.renewal-days'),
  };
}

/** Standing of a source's filing on a day; all dates YYYY-MM-DD. */
export function filingOf(
  assessedOn: string | null,
  filedOn: string | null,
  today: string,
  { assessmentYears, filingDays, renewalDays }: FilingTerms,
): Filing {
  if (assessedOn === null || filedOn === null) return { until: null, state: 'unfiled', late: false };
  const end = new Date(`${assessedOn}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + assessmentYears);
  const until = end.toISOString().slice(0, 10);
  const left = (end.getTime() - Date.parse(`${today}T00:00:00Z`)) / DAY;
  const late = (Date.parse(filedOn) - Date.parse(assessedOn)) / DAY > filingDays;
  return { until, state: left < 0 ? 'expired' : left <= renewalDays ? 'soon' : 'valid', late };
}
