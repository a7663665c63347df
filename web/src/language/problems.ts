import type { Language } from './index.tsx';
import { toldInEnglish, type Sentences } from './told.ts';

/** What can be wrong with a value, as declarations and imports say it. */
const PROBLEMS: Sentences = [
  ['18 位代码的校验位不对（GB 32100-2015）', 'the check digit of the 18-digit code is wrong (GB 32100-2015)'],
  ['18 位号码的校验位不对（GB 11643-1999）', 'the check digit of the 18-digit number is wrong (GB 11643-1999)'],
  ['应为 20 位数字，现为 {n} 位', '20 digits are needed, there are {n}'],
  ['应为“{example}”这样的数对，用分号或换行隔开', 'pairs such as “{example}”, with semicolons or lines between them'],
  ['应为 18 位，现有 {n} 位', '18 characters are needed, there are {n}'],
  ['含有代码不用的字符', 'has characters the code does not use'],
  ['只填数字与连字符', 'digits and hyphens only'],
  ['9 位数字', '9 digits'],
  ['类项用顿号分开，如 3、8、2.1', 'classes as on the label, such as 3, 8, 2.1'],
  ['JT/T 1078 为 1 到 127 的通道号', 'a channel from 1 to 127 (JT/T 1078)'],
  ['形如 2026-03、2026-Q1、2026-H1 或 2026', 'like 2026-03, 2026-Q1, 2026-H1 or 2026'],
  ['测点编号', 'the number of a point'],
  ['类别的英文键，用逗号分开；空 = 全部', 'keys of classes with commas between them; empty = all'],
  ['形如 {example}，不含用户名与口令', 'like {example}, without user name and password'],
  ['形如 {example}', 'like {example}'],
  ['格式不对', 'the form is wrong'],
  ['不能为空', 'is empty'],
  ['最长 {n} 字', '{n} characters at most'],
  ['太短', 'too short'],
  ['不小于 {n}', 'not below {n}'],
  ['不大于 {n}', 'not above {n}'],
  ['不在可选范围内', 'not among the options'],
  ['只能是红、橙、黄、蓝', 'one of red, orange, yellow, blue'],
  ['不是有效日期，应为 2026-03-18 的样子', 'no valid date, such as 2026-03-18'],
  ['不是有效数字', 'no number'],
  ['不能是将来', 'lies in the future'],
  ['应选择一条已登记的记录', 'choose a registered record'],
  ['没有这一项', 'there is no such field'],
  ['没有这个辖区', 'there is no such region'],
  ['不存在，或不在你的范围内', 'does not exist, or is outside your scope'],
  ['范围内没有辖区“{text}”', 'no region “{text}” in your scope'],
  ['与第 {n} 行重复', 'the same as row {n}'],
  ['{field}必须填写', '{field} is required'],
  ['这张工作表里没有表头', 'this sheet has no heading'],
  [
    '没有找到表头：前 20 行里应有“{some}”这样的列名',
    'no heading: one of the first 20 rows should name columns such as “{some}”',
  ],
  ['须晚于现在与开始时间', 'later than now and than the start'],
  ['须晚于开始时间', 'later than the start'],
];

const sayExample = (value: string): string => value.replace('组/节点/设备', 'group/node/device');

/** What is wrong with a value, in the reader’s language. */
export function problemText(problem: string, language: Language): string {
  return language === 'zh' ? problem : (toldInEnglish(PROBLEMS, problem, sayExample) ?? problem);
}
