/** What this device keeps of the platform's answers, for when the platform cannot be reached. */
export interface KeptAnswers {
  /** The answer that was kept for a path; undefined where there is none. */
  read(path: string): Promise<unknown>;
  /** The platform answered; `date` is its clock (epoch ms), where it was told. */
  heard(path: string, answer: unknown, date: number | undefined): void;
}

let kept: KeptAnswers | undefined;

/** Says who keeps answers; called once, before the first page is drawn. */
export function keepAnswersIn(place: KeptAnswers): void {
  kept = place;
}

export const keptAnswers = (): KeptAnswers | undefined => kept;
