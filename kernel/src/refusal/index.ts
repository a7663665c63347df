/**
 * Expected failures as values. One table: code → HTTP status, Chinese, English.
 * `{name}` in a text is filled from the refusal's `facts`.
 */
export const REFUSALS = {
  'not-found': [404, '没有找到，或不在你的范围内', 'Not found, or outside your scope'],
  'not-signed-in': [401, '请先登录', 'Sign in first'],
  'wrong-credentials': [401, '账号或密码不对', 'Account or password is wrong'],
  'locked-out': [429, '尝试次数过多，{minutes} 分钟后再试', 'Too many attempts, try again in {minutes} minutes'],
  'not-permitted': [
    403,
    '你的角色不能做「{verb}」，可由{grantor}授权',
    'Your role may not {verb}; {grantor} can grant it',
  ],
  'cross-site': [
    403,
    '请求没有通过来源校验，请从平台页面操作',
    'The request failed the origin check; act from a page of the platform',
  ],
  'invalid-input': [422, '填写有误：{problem}', 'Invalid input: {problem}'],
  'field-required': [422, '{field}必须填写', '{field} is required'],
  'field-invalid': [422, '{field}填写有误：{problem}', '{field} is invalid: {problem}'],
  'version-conflict': [
    409,
    '别人刚改过（第 {version} 版），请对照后再存',
    'Changed by someone else meanwhile (version {version})',
  ],
  'already-exists': [409, '{field}「{value}」已经登记过', '{field} "{value}" is already registered'],
  'alarm-state': [409, '报警已是「{state}」，不能再「{action}」', 'The alarm is {state} and cannot be {action}'],
  'handling-record-required': [
    422,
    '关闭报警前必须写处置记录（原因与措施）',
    'A handling record (cause and measure) is required before closing',
  ],
  'alarm-not-recovered': [
    409,
    '现场尚未恢复，不能关闭；误报请选“误报”并说明',
    'The condition has not returned to normal; close as false alarm with a reason instead',
  ],
  'reason-required': [422, '请写明理由', 'A reason is required'],
  'shelve-red': [409, '红色报警不可搁置', 'A red alarm cannot be shelved'],
  'shelve-too-long': [422, '搁置最长 {hours} 小时', 'Shelving lasts {hours} hours at most'],
  'setup-token': [403, '初始化链接无效或已用过', 'The set-up link is invalid or used'],
  'setup-done': [409, '平台已经初始化', 'The platform has already been set up'],
  'weak-password': [
    422,
    '密码至少 {length} 位，含字母与数字，且不含账号',
    'Password needs {length} characters with letters and digits, not containing the account',
  ],
  'demonstration-only': [403, '只有演示模式可以一键登录', 'One-click sign-in exists in demonstration mode only'],
  'store-unavailable': [
    503,
    '{store}暂时不可用，数据未丢，请稍后重试',
    '{store} is unavailable for the moment; nothing was lost',
  ],
  'file-kind': [
    415,
    '只收图片（JPEG、PNG、WebP）与 PDF，内容须与类型一致',
    'Only JPEG, PNG and WebP images and PDF, with content to match',
  ],
  'too-large': [413, '内容超过 {limit}', 'Larger than {limit}'],
  'device-offline': [409, '设备不在线，指令未下发', 'The device is offline; the command was not sent'],
  internal: [500, '平台内部错误，编号 {incident}', 'Internal error, incident {incident}'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type RefusalCode = keyof typeof REFUSALS;
export type Facts = Readonly<Record<string, string | number>>;

/** A refused request: which rule, with which facts, at which field. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly facts: Facts;
  readonly field?: string;
}

/** RFC 9457 problem document in both languages. `kept` says what happened to the input. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: RefusalCode;
  readonly zh: string;
  readonly en: string;
  readonly field?: string;
  readonly facts: Facts;
  readonly instance?: string;
}

export function refuse(code: RefusalCode, facts: Facts = {}, field?: string): Refusal {
  return field === undefined ? { refused: code, facts } : { refused: code, facts, field };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

function fill(text: string, facts: Facts): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** The problem+json document of a refusal; `title` follows the reader's language. */
export function toProblem(refusal: Refusal, language: 'zh' | 'en', instance?: string): Problem {
  const [status, zh, en] = REFUSALS[refusal.refused];
  const texts = { zh: fill(zh, refusal.facts), en: fill(en, refusal.facts) };
  return {
    type: `/api/refusals#${refusal.refused}`,
    title: texts[language],
    status,
    code: refusal.refused,
    ...texts,
    facts: refusal.facts,
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
    ...(instance === undefined ? {} : { instance }),
  };
}
