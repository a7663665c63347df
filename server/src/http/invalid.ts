import { both, problemWords, refuse, type Words } from '@anlan/kernel/refusal';
import { LABELS } from './members.ts';
import { Refused } from './problem.ts';
import type { Labels } from './types.ts';

/** A zod issue as the validator compiler hands it on. */
export interface Issue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Types of values as people call them. */
const TYPES: Readonly<Record<string, Words>> = {
  string: both('文字', 'text'),
  number: both('数字', 'a number'),
  int: both('整数', 'a whole number'),
  boolean: both('是或否', 'yes or no'),
  array: both('列表', 'a list'),
  object: both('一组内容', 'a group of members'),
  record: both('一组内容', 'a group of members'),
  date: both('日期', 'a date'),
};

/** A bound with what it counts: characters of a text, entries of a list, or nothing of a number. */
function counted({ origin, ...params }: Issue['params'], bound: 'maximum' | 'minimum'): Words {
  const most = String(params[bound]);
  if (origin === 'string') return both(`${most} 个字符`, `${most} characters`);
  if (origin === 'array' || origin === 'set') return both(`${most} 项`, `${most} entries`);
  return both(most, most);
}

/** What each kind of issue says where the schema has no message of its own. */
const WORDS: Readonly<Record<string, (params: Issue['params']) => Words>> = {
  invalid_type: ({ expected }) => {
    const { zh, en } = TYPES[String(expected)] ?? both('其他类型', String(expected));
    return both(`类型不对，应为${zh}`, `expected ${en}`);
  },
  too_big: (params) => {
    const { zh, en } = counted(params, 'maximum');
    return both(`不能超过 ${zh}`, `at most ${en}`);
  },
  too_small: (params) => {
    const { zh, en } = counted(params, 'minimum');
    return both(`不能少于 ${zh}`, `at least ${en}`);
  },
  invalid_value: ({ values }) => {
    const some = Array.isArray(values) ? values.slice(0, 12).join(', ') : '';
    return both(`只能是 ${some}`, `one of ${some}`);
  },
  invalid_format: () => both('格式不对', 'the format is wrong'),
  not_multiple_of: () => both('应为整数', 'a whole number is expected'),
  invalid_union: () => both('不符合要求', 'it matches no allowed shape'),
  custom: () => both('不符合要求', 'it does not pass the check of this field'),
};

/** The refusal for what a schema found wrong first; `body` tells a missing member from a wrong one. */
export function describeIssue(issues: readonly Issue[], body: unknown, labels: Labels = {}): Refused {
  const issue = issues[0];
  if (issue === undefined) return new Refused(refuse('invalid-input', { problem: both('?', '?') }));
  const keys = Array.isArray(issue.params['keys']) ? issue.params['keys'].map(String) : [];
  const [unknown] = keys;
  if (issue.keyword === 'unrecognized_keys' && unknown !== undefined) {
    return wrong(unknown, labelOf(unknown, labels), both('没有这一项', 'there is no such member'));
  }
  const path = issue.instancePath.split('/').filter((part) => part !== '');
  const member = path.findLast((part) => !/^\d+$/.test(part));
  if (member === undefined) {
    const problem = both('请求内容缺失或类型不对', 'the body is missing or of a wrong type');
    return new Refused(refuse('invalid-input', { problem }));
  }
  const label = labelOf(member, labels);
  const given =
    body === undefined
      ? issue
      : path.reduce<unknown>((value, part) => (value as Record<string, unknown> | null)?.[part], body);
  if (given === undefined || given === null || given === '') {
    return new Refused(refuse('field-required', { field: label }, member));
  }
  return wrong(member, label, wordsOf(issue));
}

/** The declarations' own messages are Chinese and more exact than what a kind of issue says. */
function wordsOf(issue: Issue): Words {
  const plain = WORDS[issue.keyword]?.(issue.params) ?? both('不符合要求', 'it is not accepted');
  return /\p{Script=Han}/u.test(issue.message ?? '') ? problemWords(issue.message!, plain.en) : plain;
}

function labelOf(member: string, labels: Labels): Words {
  return labels[member] ?? LABELS[member] ?? both(member, member);
}

function wrong(member: string, field: Words, problem: Words): Refused {
  return new Refused(refuse('field-invalid', { field, problem }, member));
}
