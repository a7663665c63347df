/**
 * Operating states that a unit is declared to be in for a while, and in which rules may be suppressed by design (IEC 62682
 * 10.6; 停车、开车、清罐检修 as plants name them), or in which alone a rule judges (静置, 收发作业).
 */
export const OPERATING_STATES = {
  'start-up': { label: '开车', labelEn: 'Start-up' },
  shutdown: { label: '停车', labelEn: 'Shut down' },
  cleaning: { label: '清罐检修', labelEn: 'Tank cleaning' },
  maintenance: { label: '设备检修', labelEn: 'Maintenance' },
  static: { label: '静置（无收发作业、进出口阀关）', labelEn: 'At rest, valves closed' },
  transfer: { label: '收发作业', labelEn: 'Transfer under way' },
  'interlock-change': { label: '联锁变更（已审批）', labelEn: 'Interlock change, approved' },
  test: { label: '试验', labelEn: 'Test' },
} as const;
export type OperatingState = keyof typeof OPERATING_STATES;
