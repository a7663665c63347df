import { GRADE_LABELS, type Grade } from './grade.ts';

/** Levels and colours that put an enterprise under focus supervision. D4:193 “对风险高企业实施重点监管” */
export const FOCUS = { grades: ['one', 'two'] as readonly Grade[], risks: ['red'] as readonly string[] } as const;

interface Facts {
  readonly riskLevel: string;
  readonly sources: readonly { readonly name: string; readonly grade: Grade | null }[];
}

/** Why an enterprise belongs on the focus-supervision list, in Chinese lines; empty where it does not. */
export function focusReasons({ riskLevel, sources }: Facts): readonly string[] {
  const grave = sources.flatMap(({ name, grade }) =>
    grade !== null && FOCUS.grades.includes(grade) ? [`${GRADE_LABELS[grade].label}重大危险源：${name}`] : [],
  );
  return FOCUS.risks.includes(riskLevel) ? [...grave, '安全风险等级为重大（红色）'] : grave;
}
