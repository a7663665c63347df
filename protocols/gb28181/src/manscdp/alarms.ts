/** How an alarm came about and which it is (GB/T 28181-2016 A.2.5 with A.2.1.20; types 12 and 13 of method 5 by the edition of 2022). */
export const ALARMS: Readonly<
  Record<number, { readonly label: string; readonly types: Readonly<Record<number, string>> }>
> = {
  1: { label: '电话报警', types: {} },
  2: {
    label: '设备报警',
    types: { 1: '视频丢失报警', 2: '设备防拆报警', 3: '存储设备磁盘满报警', 4: '设备高温报警', 5: '设备低温报警' },
  },
  3: { label: '短信报警', types: {} },
  4: { label: 'GPS报警', types: {} },
  5: {
    label: '视频报警',
    types: {
      1: '人工视频报警',
      2: '运动目标检测报警',
      3: '遗留物检测报警',
      4: '物体移除检测报警',
      5: '绊线检测报警',
      6: '入侵检测报警',
      7: '逆行检测报警',
      8: '徘徊检测报警',
      9: '流量统计报警',
      10: '密度检测报警',
      11: '视频异常检测报警',
      12: '快速移动报警',
      13: '图像遮挡报警',
    },
  },
  6: { label: '设备故障报警', types: { 1: '存储设备磁盘故障报警', 2: '存储设备风扇故障报警' } },
  7: { label: '其他报警', types: {} },
};

/** The words for an alarm: its type where the table knows it, its method else. */
export function alarmLabel(method: number, type: number | undefined): string {
  const known = ALARMS[method];
  return known?.types[type ?? 0] ?? known?.label ?? '其他报警';
}
