import { OFFICES, ROLES } from '../access/index.ts';
import type { Parameter } from './setting.ts';

const GROUP = '登录规则';
const COMMON = { group: GROUP, verb: 'people.write' } as const;

interface Bounds {
  readonly first: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly stricter: 'less' | 'more';
  readonly unlimited?: number;
  readonly source?: string;
  readonly help?: string;
  readonly helpEn?: string;
}

const OWN = '平台初值：标准要求有此项控制，未给数字';

function rule(key: string, label: string, labelEn: string, { first, source = OWN, ...more }: Bounds): Parameter {
  return { ...COMMON, key, label, labelEn, kind: 'number', value: first, integer: true, source, ...more };
}

/**
 * Rules of signing in, by which the place a person belongs to is governed (GB/T 22239-2019 8.1.4.1: identity, failures
 * handled, sessions left alone are ended). The security administrator sets them; a narrower jurisdiction only stricter.
 */
export const SIGN_IN_PARAMETERS: readonly Parameter[] = [
  rule('sign-in.attempts', '连续输错几次锁定', 'Failures until locked', {
    first: 5,
    min: 3,
    max: 20,
    unit: '次',
    stricter: 'less',
    source: 'GB/T 22239-2019 8.1.4.1 b) 限制非法登录次数；数字为平台初值',
  }),
  rule('sign-in.lock-minutes', '锁定时长', 'Minutes locked', {
    first: 15,
    min: 1,
    max: 1440,
    unit: '分钟',
    stricter: 'more',
  }),
  rule('sign-in.password.length', '密码最短长度', 'Least length of a password', {
    first: 10,
    min: 8,
    max: 64,
    unit: '位',
    stricter: 'more',
    source: 'GB/T 22239-2019 8.1.4.1 a) 身份鉴别信息具有复杂度要求；数字为平台初值',
  }),
  rule('sign-in.password.days', '密码最长使用天数', 'Days a password lasts', {
    first: 90,
    min: 0,
    max: 730,
    unit: '天',
    stricter: 'less',
    unlimited: 0,
    source: 'GB/T 22239-2019 8.1.4.1 a) 定期更换；数字为平台初值',
    help: '0 = 不限',
    helpEn: '0 = no limit',
  }),
  rule('sign-in.password.history', '不得与最近几次密码相同', 'Last passwords not to be used again', {
    first: 5,
    min: 0,
    max: 24,
    unit: '次',
    stricter: 'more',
  }),
  rule('sign-in.idle-minutes', '无操作自动退出', 'Idle minutes until signed out', {
    first: 30,
    min: 5,
    max: 1440,
    unit: '分钟',
    stricter: 'less',
    source: 'GB/T 22239-2019 8.1.4.1 b) 登录连接超时自动退出；数字为平台初值',
  }),
  rule('sign-in.session-hours', '一次登录最长时间', 'Hours a session lasts', {
    first: 8,
    min: 1,
    max: 24,
    unit: '小时',
    stricter: 'less',
  }),
  rule('sign-in.link-hours', '一次性链接有效时间', 'Hours a one-time link lasts', {
    first: 24,
    min: 1,
    max: 168,
    unit: '小时',
    stricter: 'less',
  }),
  rule('sign-in.approval-hours', '管理员账号事项等审批多久', 'Hours an act on an administrator awaits approval', {
    first: 72,
    min: 1,
    max: 336,
    unit: '小时',
    stricter: 'less',
    source: 'GB/T 22239-2019 8.1.5 管理员分立；时限为平台初值，标准未给',
  }),
  rule('sign-in.delegation-days', '代理最长天数', 'Days a delegation lasts', {
    first: 31,
    min: 1,
    max: 366,
    unit: '天',
    stricter: 'less',
  }),
  rule('sign-in.token-days', '接口令牌最长天数', 'Days a token lasts', {
    first: 180,
    min: 1,
    max: 730,
    unit: '天',
    stricter: 'less',
  }),
  {
    ...COMMON,
    key: 'sign-in.two-factor',
    label: '必须两重验证的角色',
    labelEn: 'Roles that need two factors',
    kind: 'list',
    value: OFFICES,
    options: ROLES.map(({ key, label, labelEn }) => ({ value: key, label, labelEn })),
    stricter: 'longer',
    source: 'GB/T 22239-2019 8.1.4.1 d) 两种或两种以上组合的鉴别技术；初值为三员',
    help: '演示环境未设定时不要求',
    helpEn: 'not asked in the demonstration unless it is set',
  },
];

/** Keys of the rules, as their settings are kept under. */
export const SIGN_IN_KEYS: readonly string[] = SIGN_IN_PARAMETERS.map(({ key }) => key);
