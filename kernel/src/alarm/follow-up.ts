import type { AlarmView } from './views.ts';

type Told = Pick<
  AlarmView,
  | 'number'
  | 'ruleLabel'
  | 'label'
  | 'level'
  | 'subjectKind'
  | 'subjectId'
  | 'subjectName'
  | 'placeName'
  | 'organisationId'
  | 'value'
  | 'limit'
  | 'unit'
>;

/** Longest title and place of a case (characters). */
const LONGEST = 120;

/** What is filled in, by the key of the field a kind of case asks for. */
const FILLED: Readonly<Record<string, (alarm: Told) => unknown>> = {
  enterprise: ({ organisationId }) => organisationId,
  title: ({ ruleLabel, subjectName, label }) => `${ruleLabel}：${subjectName}（${label}）`.slice(0, LONGEST),
  description: ({ placeName, subjectName, ruleLabel, label, number }) =>
    `${placeName} ${subjectName} ${ruleLabel}（${label}），报警 ${number}`,
  place: ({ placeName }) => placeName.slice(0, LONGEST),
  level: ({ level }) => level,
  vehicle: ({ subjectKind, subjectId }) => (subjectKind === 'vehicle' ? subjectId : null),
};

/** What an alarm can fill in of a case's opening: of the fields asked for, those it knows. */
export function caseInputOf(alarm: Told, asked: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    asked.flatMap((key) => {
      const value = FILLED[key]?.(alarm) ?? null;
      return value === null ? [] : [[key, value] as const];
    }),
  );
}

/** What an alarm says of the event it is turned into, as the first line of a flash report. */
export function eventOf({ ruleLabel, subjectName, label, value, limit, unit, number }: Told): string {
  const figure = value === null ? '' : `，${value} ${unit}（限 ${limit} ${unit}）`;
  return `${subjectName} ${ruleLabel}（${label}）${figure}；报警 ${number}`;
}
