import type { CaseEntry, CaseKind } from '@anlan/kernel/case';
import { LEVEL_LABELS, LEVELS, type Field, type Option } from '@anlan/kernel/entity';
import { unitText } from '../language/units.ts';
import type { Language } from '../language/index.tsx';
import { toldInEnglish, type Sentences } from '@anlan/kernel/refusal';
import { levelWord } from '../parts/index.ts';

/** What the platform itself writes into a case’s trail; people’s own words stay as they wrote them. */
const SENTENCES: Sentences = [
  ['逾期，告知{whom}', 'Overdue: {whom} is told'],
  ['逾期 {days} 日，升级到{whom}', 'Overdue by {days} days: on to {whom}'],
  ['工作日历有变，{moved}（暂定）', 'The working calendar has changed: {moved} (provisional)'],
  ['工作日历有变，{moved}', 'The working calendar has changed: {moved}'],
  ['放假安排已公布，{moved}', 'Holidays are announced: {moved}'],
  ['诚信扣 {points} 分：{why}', '{points} credit points taken: {why}'],
  ['拟公开曝光，待审批：{why}', 'To be made public once approved: {why}'],
  ['签发《{template}》{number}', '“{template}” {number} issued'],
];
const MOVED: Sentences = [
  ['期限 {day} 不变', 'due on {day} as before'],
  ['期限由 {before} 改为 {day}', 'due on {day} instead of {before}'],
];

const WHOM: Readonly<Record<string, string>> = {
  责任单位: 'the responsible unit',
  承办部门: 'the department in charge',
  '乡镇（街道）': 'the town',
  '县（市、区）': 'the county',
  市: 'the city',
  分管领导: 'the leader in charge',
};
const REASONS: Readonly<Record<string, string>> = {
  隐患逾期未整改: 'hidden danger not put right in time',
  重大事故隐患逾期未整改: 'major hidden danger not put right in time',
};

/** Whom a late case was told to, in the reader’s language. */
export function whomText(label: string, language: Language): string {
  return language === 'en' ? (WHOM[label] ?? label) : label;
}

const saySentence = (value: string, place: string): string => {
  if (place === 'whom') return whomText(value, 'en');
  if (place === 'why') return REASONS[value] ?? value;
  return place === 'moved' ? (toldInEnglish(MOVED, value) ?? value) : value;
};

/** What a field offered when the line was written. */
type OptionsOf = (field: Field) => readonly Option[];

/** A value as the trail writes it, by the field it was filled into. */
function valueInEnglish(field: Field, value: string, options: OptionsOf): string {
  if (field.kind === 'choice') return options(field).find(({ label }) => label === value)?.labelEn ?? value;
  if (field.kind === 'level') {
    const level = LEVELS.find((one) => LEVEL_LABELS[one].risk === value);
    return level === undefined ? value : levelWord(level, 'risk', 'en');
  }
  if (field.kind === 'yes-no') return value === '是' ? 'yes' : 'no';
  if (field.kind === 'number' && field.unit !== undefined && value.endsWith(field.unit)) {
    const number = value.slice(0, -field.unit.length).trim();
    return `${number} ${unitText(field.unit, 'en', Number(number))}`.trim();
  }
  return value;
}

/** `整改措施：更换垫片；资金：1.2 万元` with the fields' names and chosen options in English; undefined where it is no such line. */
function filledIn(fields: readonly Field[], text: string, options: OptionsOf): string | undefined {
  const byLabel = new Map(fields.map((field) => [field.label, field]));
  const parts = text.split('；').map((part) => {
    const [, name = '', value = ''] = /^(未采用的一份：)?(.+)$/s.exec(part) ?? [];
    const at = value.indexOf('：');
    const field = byLabel.get(value.slice(0, at));
    // A part without a field of its own is the rest of a longer text before it.
    if (at < 0 || field === undefined) return { said: part, known: false };
    const told = `${field.labelEn}: ${valueInEnglish(field, value.slice(at + 1), options)}`;
    return { said: name === '' ? told : `not taken over: ${told}`, known: true };
  });
  return parts.some(({ known }) => known) ? parts.map(({ said }) => said).join('; ') : undefined;
}

/** A line of a case’s trail in the reader’s language: the declaration’s names, the values as they were filled in. */
export function caseEntryText(
  kind: Pick<CaseKind, 'opening' | 'actions' | 'fields'>,
  entry: Pick<CaseEntry, 'action' | 'from' | 'text'>,
  language: Language,
  options: OptionsOf = (field) => (field.kind === 'choice' ? field.options : []),
): string {
  if (language === 'zh') return entry.text;
  const act = entry.from === null ? kind.opening : kind.actions[entry.action];
  const asked = [...Object.values(act?.asks ?? {}), ...Object.values(kind.fields)];
  return filledIn(asked, entry.text, options) ?? toldInEnglish(SENTENCES, entry.text, saySentence) ?? entry.text;
}
