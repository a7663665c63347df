import { defineSystem } from '@anlan/kernel/system';

const SOURCE = '平台初值：D2:128 日周月，来源未给数字';

/** 企业隐患“日周月”排查 (S60): rounds by the calendar, carry-over of what is not cleared, colours and classes. */
export const dayWeekMonth = defineSystem({
  id: 'S60',
  key: 'day-week-month',
  family: 'prevention',
  label: '隐患“日周月”排查',
  labelEn: 'Day, week and month checks',
  entities: [],
  rules: [],
  layers: [],
  parameters: [
    {
      key: 'check.sectors',
      label: '应建立日周月制度的行业',
      labelEn: 'Sectors that check by day, week and month',
      group: '日周月排查',
      kind: 'list',
      optionsFrom: 'list.sector',
      value: [
        'hazchem-production',
        'hazchem-storage',
        'non-coal-mine',
        'coal-mine',
        'fireworks',
        'metallurgy',
        'dust-explosion',
        'ammonia-refrigeration',
        'gas-supply',
      ],
      source: '平台初值：高危行业（D2:128）',
    },
    {
      key: 'check.sent-later',
      label: '离线检查按本机时间计的最长时间',
      labelEn: 'A check sent later counts by the device’s time for at most',
      group: '日周月排查',
      kind: 'number',
      unit: '小时',
      value: 24,
      min: 0,
      max: 72,
      source: SOURCE,
    },
    {
      key: 'check.catch-up',
      label: '中断后补建检查最长',
      labelEn: 'After a stop, checks are made up for at most',
      group: '日周月排查',
      kind: 'number',
      unit: '日',
      value: 40,
      min: 1,
      max: 100,
      source: SOURCE,
    },
  ],
});
