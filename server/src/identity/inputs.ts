import { z } from 'zod';

export const ACCOUNT = z
  .string()
  .trim()
  .min(3, '至少 3 个字符')
  .max(60, '最长 60 个字符')
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, '只能用文字、数字、点、横线与下划线');
export const PASSWORD = z.string().min(1, '不能为空').max(128, '最长 128 个字符');
/** Six digits of an authenticator, or a recovery code. */
export const CODE = z.string().trim().min(6, '至少 6 位').max(20, '最长 20 位');
/** A one-time token of ours. */
export const TOKEN = z.string().min(1, '不能为空').max(100);
export const REASON = z.string().trim().min(1, '不能为空').max(500, '最长 500 字');
export const MOMENT = z.number().min(0).max(8.64e15).describe('epoch ms');

/** Names of these members, for refusals. */
export const LABELS = {
  name: { zh: '姓名', en: 'Name' },
  code: { zh: '验证码', en: 'Code' },
  ticket: { zh: '登录步骤', en: 'Sign-in step' },
  grant: { zh: '授权', en: 'Grant' },
  current: { zh: '当前密码', en: 'Current password' },
  from: { zh: '开始时间', en: 'From' },
  to: { zh: '结束时间', en: 'To' },
  verbs: { zh: '事项', en: 'Matters' },
  days: { zh: '有效天数', en: 'Days' },
  document: { zh: '委托书文号', en: 'Document number' },
};
