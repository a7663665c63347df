import { z } from 'zod';

export const tags = ['整改基金 Rectification fund'];

const LABELS = {
  yuan: { zh: '金额', en: 'Amount' },
  onDate: { zh: '日期', en: 'Date' },
  fund: { zh: '基金', en: 'Fund' },
  danger: { zh: '对应隐患编号', en: 'Hidden danger' },
  project: { zh: '对应技改项目', en: 'Project' },
  title: { zh: '申请事项', en: 'Purpose' },
  amount: { zh: '申请金额', en: 'Asked' },
  cost: { zh: '总费用', en: 'Cost' },
  opinion: { zh: '审核意见', en: 'Opinion' },
};

export const config = { labels: LABELS };
export const one = z.object({ id: z.uuid() });
export const made = z.object({ id: z.string() });
export const text = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最长 ${most} 字`);
export const yuan = z.number().min(0.01).max(1e9);
export const span = z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() });
