import { LEVEL_LABELS, LEVELS } from '@anlan/kernel/entity';
import type { Parameter } from '@anlan/kernel/parameter';
import { GRADE_LABELS, GRADES } from './grade.ts';

const ORDER = '危险化学品重大危险源监督管理暂行规定（2015 年修正）';
const number = (
  key: string,
  [label, labelEn, unit, value, max]: readonly [string, string, string, number, number],
  source: string,
): Parameter => ({
  key: `major-hazard.${key}`,
  label,
  labelEn,
  group: '重大危险源',
  kind: 'number',
  unit,
  value,
  min: 1,
  max,
  source,
});

/** Terms of assessment and filing, and who comes under focus supervision. */
export const majorHazardParameters: readonly Parameter[] = [
  number('assessment-years', ['安全评估有效期', 'A safety assessment holds', '年', 3, 5], `${ORDER}第十一条`),
  number('filing-days', ['评估后备案期限', 'Filed after the assessment within', '日', 15, 90], `${ORDER}第二十三条`),
  number('renewal-days', ['到期前提醒', 'Renewal is due soon', '日', 90, 365], '平台初值'),
  {
    key: 'focus.grades',
    label: '列入重点监管的重大危险源等级',
    labelEn: 'Source levels under focus supervision',
    group: '重点监管',
    kind: 'list',
    value: ['one', 'two'],
    options: GRADES.filter((grade) => grade !== 'none').map((value) => ({ value, ...GRADE_LABELS[value] })),
    source: '平台初值：一级、二级',
  },
  {
    key: 'focus.risks',
    label: '列入重点监管的企业风险等级',
    labelEn: 'Enterprise risk colours under focus supervision',
    group: '重点监管',
    kind: 'list',
    value: ['red'],
    options: LEVELS.map((value) => ({ value, label: LEVEL_LABELS[value].risk, labelEn: LEVEL_LABELS[value].en })),
    source: '上饶市“十三五”规划“对风险高企业实施重点监管”；平台初值：重大（红色）',
  },
];
