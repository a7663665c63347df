export const WORDS = {
  none: ['没有监测点', 'No measuring points'],
  noneNote: ['设备登记点位后，实时值出现在这里', 'Live values appear once a device has points'],
  noReadings: ['这段时间没有数据', 'No readings in this time'],
  show: ['看趋势', 'Trend'],
  hide: ['收起', 'Hide'],
  limits: ['限值与沿革', 'Limits and history'],
} as const;
