import { LEVEL_LABELS, type Level } from '@anlan/kernel/entity';
import { GRADE_LABELS, type Grade } from './grade.ts';

/** Levels and colours that put an enterprise of a place under focus supervision: `focus.*`. D4:193 “对风险高企业实施重点监管” */
export interface Focus {
  readonly grades: readonly string[];
  readonly risks: readonly string[];
}

/** What a place has set; `list` reads a parameter by its key. */
export const focusOf = (list: (key: string) => readonly string[]): Focus => ({
  grades: list('focus.grades'),
  risks: list('focus.risks'),
});

interface Facts {
  readonly riskLevel: string;
  readonly sources: readonly { readonly name: string; readonly grade: Grade | null }[];
}

/** Why an enterprise belongs on the focus-supervision list, in Chinese lines; empty where it does not. */
export function focusReasons({ riskLevel, sources }: Facts, { grades, risks }: Focus): readonly string[] {
  const grave = sources.flatMap(({ name, grade }) =>
    grade !== null && grades.includes(grade) ? [`${GRADE_LABELS[grade].label}重大危险源：${name}`] : [],
  );
  if (!risks.includes(riskLevel)) return grave;
  const { risk, alarm } = LEVEL_LABELS[riskLevel as Level];
  return [...grave, `安全风险等级为${risk}（${alarm.replace('报警', '')}）`];
}
