import { z } from 'zod';
import type { Parameter } from '../parameter/index.ts';

const GROUP = '历史数据保存';

/** How long what is stored by time is kept; where several jurisdictions say so, the longest holds for all. */
export const HISTORY_PARAMETERS: readonly Parameter[] = [
  {
    key: 'history.reading-months',
    label: '监测数据保存',
    labelEn: 'Readings are kept',
    group: GROUP,
    kind: 'number',
    unit: '月',
    value: 36,
    min: 12,
    max: 600,
    source:
      '平台初值 3 年；《危险化学品重大危险源监督管理暂行规定》第十三条：电子数据保存不少于 30 天；煤矿安全监控历史数据不少于 1 年',
  },
  {
    key: 'history.position-months',
    label: '定位数据保存',
    labelEn: 'Positions are kept',
    group: GROUP,
    kind: 'number',
    unit: '月',
    value: 12,
    min: 6,
    max: 600,
    source: '平台初值 1 年；《道路运输车辆动态监督管理办法》：动态监控数据保存不少于 6 个月',
  },
  {
    key: 'history.hour-months',
    label: '小时汇总保存',
    labelEn: 'Hourly figures are kept',
    group: GROUP,
    kind: 'number',
    unit: '月',
    value: 120,
    min: 12,
    max: 1200,
    source: '平台初值：10 年，供长期趋势',
  },
  {
    key: 'history.outbox-days',
    label: '推送事件保存',
    labelEn: 'Pushed events are kept',
    group: GROUP,
    kind: 'number',
    unit: '日',
    value: 90,
    min: 7,
    max: 3650,
    source: '平台初值：断开的屏幕和联网平台据此补收；事件本身另存于报警与事项',
  },
  {
    key: 'history.evidence-hours',
    label: '报警与事项前后保留',
    labelEn: 'Kept around alarms and cases',
    group: GROUP,
    kind: 'number',
    unit: 'h',
    value: 24,
    min: 1,
    max: 720,
    source: '平台初值：到期清理时，报警和事项前后这段时间的原始数据一直保留',
    help: '自首次越限前起算，到恢复后为止',
    helpEn: 'from before the limit was first passed until after it returned',
  },
];

/** What is stored by time: how much, since when, how long it is kept, and what was let go last. */
export const historyStateSchema = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      labelEn: z.string(),
      bytes: z.number(),
      rows: z.number(),
      oldest: z.number().nullable().describe('beginning of what is kept in full; null where there is nothing'),
      kept: z.int().describe('so many months or days'),
      unit: z.enum(['months', 'days']),
      evidence: z.number().describe('rows kept around alarms of months that were let go'),
    }),
  ),
  dropped: z.array(
    z.object({
      name: z.string(),
      part: z.string().describe('month 202311, or the day before which events went'),
      at: z.number(),
      rows: z.number(),
      bytes: z.number(),
      evidence: z.number(),
    }),
  ),
  perDay: z.number().nullable().describe('bytes that the history grows by a day, as this month shows'),
  free: z.number().nullable().describe('bytes free on the disk of the data; null where the stores are elsewhere'),
  daysLeft: z.number().nullable().describe('until the disk is full at this pace'),
});
export type HistoryState = z.infer<typeof historyStateSchema>;
