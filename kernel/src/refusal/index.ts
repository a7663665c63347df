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
  'case-state': [409, '事项处于「{state}」，不能{action}', 'The case is {state}: {action} is not possible'],
  'case-side': [403, '「{action}」由{side}办理，你是{own}', '{action} is for {side}; you are {own}'],
  'same-person': [
    403,
    '「{action}」不能由做过「{before}」的人来做，请换人',
    '{action} must be done by somebody else than who did: {before}',
  ],
  'evidence-required': [422, '至少附 {least} 份{label}', 'At least {least} file(s) needed: {label}'],
  'file-missing': [422, '附件 {file} 没有上传，请重新上传', 'The file {file} was not uploaded; upload it again'],
  'case-too-often': [409, '「{action}」最多 {times} 次，已用完', '{action} is possible {times} times at most'],
  'deadline-past': [422, '期限 {date} 已过', 'The deadline {date} is past'],
  'deadline-too-late': [422, '期限最迟 {date}', 'The deadline may be {date} at the latest'],
  'major-incomplete': [
    422,
    '重大隐患须先做到“五到位”，还缺：{missing}',
    'A major hidden danger needs all five first; missing: {missing}',
  ],
  'not-own-danger': [
    403,
    '监管部门查出的隐患不能由企业{action}',
    'A hidden danger found by an authority cannot be {action} by the enterprise',
  ],
  'still-listed': [409, '仍在挂牌督办，须先摘牌', 'It is still under listed supervision; delist it first'],
  'duty-stranger': [422, '此人在本值班室没有岗位', 'This person has no post at this desk'],
  'duty-double': [409, '{person}这段时间已有排班', '{person} is on the roster at that time already'],
  'hand-over-waiting': [409, '已有一份交班等待接班', 'A hand-over is waiting to be accepted already'],
  'hand-over-not-yours': [403, '这份交班是给{person}的', 'This hand-over is for {person}'],
  'hand-over-not-holder': [
    403,
    '值班台现由{person}负责，由其交班',
    'The desk is held by {person}: it is theirs to hand over',
  ],
  'flash-time': [
    422,
    '事发时间不能在将来，得知时间不能早于事发',
    'The event cannot be in the future, nor be known before it happened',
  ],
  'flash-passed': [409, '这份快报已于{time}上报', 'This report was passed on at {time} already'],
  'channel-absent': [409, '还没有登记这个联系方式，请先保存', 'No address is set for this channel; save one first'],
  'hand-over-unseen': [
    422,
    '还有 {count} 条红、橙色报警没有逐条确认，如 {first}',
    '{count} red or orange alarms are not confirmed one by one, such as {first}',
  ],
  'parameter-past': [
    422,
    '生效时间不能早于现在，已发生的事按当时的参数判定',
    'A value may not take effect in the past: what happened is judged by the value then in force',
  ],
  'limit-loosened': [
    409,
    '监管部门定的限值 {value} 不能放宽，只能收紧',
    'The regulator set this limit to {value}; it may only be tightened',
  ],
  'limit-key': [422, '这个测点没有「{key}」限值', 'This point has no limit "{key}"'],
  'limit-range': [422, '限值须在量程 {low}～{high} 内', 'A limit lies within the range {low} to {high}'],
  'limit-past': [422, '限值从现在起或以后生效', 'A limit takes effect now or later'],
  'out-of-service-span': [
    422,
    '停用须有终止时间，最长 {days} 天',
    'Out of service needs an end, {days} days ahead at most',
  ],
  'already-out-of-service': [409, '已停用至 {until}', 'Already out of service until {until}'],
  'notice-seen': [409, '已由{by}签收', 'Already received by {by}'],
  'setup-token': [403, '初始化链接无效或已用过', 'The set-up link is invalid or used'],
  'setup-done': [409, '平台已经初始化', 'The platform has already been set up'],
  'weak-password': [
    422,
    '密码至少 {length} 位，含字母与数字，且不含账号',
    'Password needs {length} characters with letters and digits, not containing the account',
  ],
  'administrators-apart': [
    409,
    '三员分立：同一人不能同时是{held}与{wanted}',
    'Separated administrators: one person may not be {held} and {wanted} at the same time',
  ],
  'grant-self': [403, '不能给自己授权，也不能改自己的账号', 'Nobody may change what they themselves may do'],
  'grant-ended': [409, '这项授权已到期或已收回', 'This grant has ended'],
  'grant-beyond': [
    403,
    '不能给出自己没有的权限：角色、事项、范围与时间都不得超出自己的',
    'Nobody hands on more than they have: role, matters, scope and time stay within their own',
  ],
  'grant-too-long': [422, '最长 {days} 天', '{days} days at most'],
  'not-delegable': [
    403,
    '代理来的、委托来的和三员的权限不能再交给别人',
    "What was delegated or commissioned, and the administrators' own, cannot be handed on",
  ],
  'no-grant': [
    403,
    '账号目前没有有效的授权，请找安全管理员',
    'The account holds no valid grant; ask the security administrator',
  ],
  'second-factor-wrong': [401, '验证码不对或已经用过', 'The code is wrong or was already used'],
  'sign-in-expired': [401, '登录步骤已过期，请重新登录', 'The sign-in took too long; start again'],
  'password-due': [403, '密码已到期，请先修改密码', 'The password is due; change it first'],
  'second-factor-due': [403, '本角色须先绑定第二重验证', 'Your role needs a second factor; set it up first'],
  'password-used': [422, '新密码不能与最近 {count} 次用过的相同', 'The new password must differ from the last {count}'],
  'password-wrong': [422, '当前密码不对', 'The current password is wrong'],
  'link-invalid': [403, '链接无效、已用过或已过期', 'The link is invalid, used or expired'],
  'passkey-refused': [401, '通行密钥没有通过验证', 'The passkey could not be verified'],
  'passkey-required': [
    403,
    '本角色须两重验证，请用通行密钥登录',
    'Your role needs two factors; sign in with your passkey',
  ],
  'identity-unknown': [
    403,
    '统一认证的这个账号在平台上没有对应人员，请找安全管理员',
    'Nobody here has the account you signed in with elsewhere; ask the security administrator',
  ],
  'identity-provider': [
    502,
    '统一认证没有完成，请重试或改用密码',
    'The identity provider did not complete the sign-in',
  ],
  'in-person-only': [403, '接口令牌不能做这件事，请本人登录后操作', 'A token may not do this; sign in yourself'],
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
  'import-unreadable': [422, '文件读不了：{problem}', 'The file cannot be read: {problem}'],
  'import-state': [409, '这次导入已是「{state}」', 'This import is already {state}'],
  'import-errors': [
    422,
    '还有 {count} 行有误，请改正或只导入有效行',
    '{count} rows have errors: correct them or import the valid rows',
  ],
  'merge-refused': [409, '不能合并：{problem}', 'Cannot be merged: {problem}'],
  'region-in-use': [
    409,
    '「{name}」下还有 {count} 条在用的{what}，先移走',
    '"{name}" still holds {count} {what}: move them first',
  ],
  'census-state': [409, '这份普查表已是「{state}」', 'This census sheet is already {state}'],
  'waybill-blocked': [422, '运单不能开具或发车：{problem}', 'The waybill is refused: {problem}'],
  'waybill-state': [
    409,
    '运单已是「{state}」，不能改为「{wanted}」',
    'The waybill is {state} and cannot become {wanted}',
  ],
  'shape-invalid': [422, '范围画得不对：{problem}', 'The extent cannot be used: {problem}'],
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
