/** What is registered of a vehicle's equipment; null = not filled in. */
export interface Equipped {
  readonly terminalInstalled: boolean | null;
  readonly terminalApproved: boolean | null;
  readonly videoMonitoring: boolean | null;
  readonly activeSafety: boolean | null;
  readonly tankVehicle: boolean | null;
  readonly tankInspectionUntil: string | null;
  readonly emergencyShutoff: boolean | null;
  readonly barrierExplosionProof: boolean | null;
  /** Class of the goods it usually carries, `3`, `2.1`; null = not known. */
  readonly goodsClass: string | null;
}

interface Item {
  readonly key: string;
  readonly label: string;
  readonly clause: string;
  /** Must it have it, or is it only encouraged? */
  readonly required: boolean;
  applies(vehicle: Equipped): boolean;
  met(vehicle: Equipped, today: string): boolean | null;
}

const FLAMMABLE: ReadonlySet<string> = new Set(['2.1', '3']);

/** Equipment of a dangerous-goods vehicle, each with its clause (D3:48 车载监控系统、阻隔防爆). */
export const EQUIPMENT: readonly Item[] = [
  {
    key: 'terminal',
    label: '卫星定位装置',
    clause: '道路运输车辆动态监督管理办法第十二条',
    required: true,
    applies: () => true,
    met: ({ terminalInstalled }) => terminalInstalled,
  },
  {
    key: 'approved',
    label: '公告型号',
    clause: '动态监督管理办法第九条；JT/T 794',
    required: true,
    applies: ({ terminalInstalled }) => terminalInstalled === true,
    met: ({ terminalApproved }) => terminalApproved,
  },
  {
    key: 'video',
    label: '车载视频',
    clause: 'JT/T 1076；智能视频监控报警装置推广通知',
    required: true,
    applies: () => true,
    met: ({ videoMonitoring }) => videoMonitoring,
  },
  {
    key: 'active-safety',
    label: '主动安全预警',
    clause: 'JT/T 1242；鼓励安装',
    required: false,
    applies: () => true,
    met: ({ activeSafety }) => activeSafety,
  },
  {
    key: 'shutoff',
    label: '紧急切断装置',
    clause: 'GB 18564.1；罐车',
    required: true,
    applies: ({ tankVehicle }) => tankVehicle === true,
    met: ({ emergencyShutoff }) => emergencyShutoff,
  },
  {
    key: 'tank-inspection',
    label: '罐体检验在期',
    clause: 'GB 18564；罐体检验',
    required: true,
    applies: ({ tankVehicle }) => tankVehicle === true,
    met: ({ tankInspectionUntil }, today) => (tankInspectionUntil === null ? null : tankInspectionUntil >= today),
  },
  {
    key: 'barrier',
    label: '阻隔防爆',
    clause: 'D3:48：易燃易爆危险品罐车中推广采用阻隔防爆技术',
    required: false,
    applies: ({ tankVehicle, goodsClass }) => tankVehicle === true && FLAMMABLE.has(goodsClass ?? ''),
    met: ({ barrierExplosionProof }) => barrierExplosionProof,
  },
];

/** One item of a vehicle's list; `met` null = not filled in. */
export interface EquipmentLine {
  readonly key: string;
  readonly label: string;
  readonly clause: string;
  readonly required: boolean;
  readonly met: boolean | null;
}

/** The compliance list of a vehicle on a day (`YYYY-MM-DD`): items that apply, and whether all required ones are met. */
export function equipmentOf(vehicle: Equipped, today: string): { compliant: boolean; lines: EquipmentLine[] } {
  const lines = EQUIPMENT.filter((item) => item.applies(vehicle)).map((item) => ({
    key: item.key,
    label: item.label,
    clause: item.clause,
    required: item.required,
    met: item.met(vehicle, today),
  }));
  return { compliant: lines.every(({ required, met }) => !required || met === true), lines };
}
