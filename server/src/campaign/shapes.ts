import { z } from 'zod';
import { campaignSchema } from '@anlan/kernel/campaign';
import { component } from '../http/index.ts';

export const tags = ['专项行动 Campaigns'];
export const made = z.object({ id: z.string() });
export const done = z.object({ done: z.literal(true) });
export const view = component('Campaign', campaignSchema);

export const reason = z.string().trim().min(1, '请写明理由').max(500);

export const LABELS = {
  name: { zh: '名称', en: 'Name' },
  goal: { zh: '目标', en: 'Goal' },
  from: { zh: '开始日期', en: 'From' },
  to: { zh: '结束日期', en: 'To' },
  what: { zh: '问题', en: 'What' },
  violation: { zh: '违法违规种类', en: 'Violation' },
  leader: { zh: '组长', en: 'Leader' },
  departments: { zh: '部门', en: 'Departments' },
};
