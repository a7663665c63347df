/** Verbs of the platform: what may be granted. Row scope is the database's answer, not a verb's. */
export const VERBS = {
  'registry.read': '查看台账',
  'registry.write': '登记与修改台账',
  'registry.verify': '核实台账、合并重复',
  'region.write': '维护辖区、网格与村',
  'census.issue': '下发普查',
  'telemetry.read': '查看监测数据',
  'position.read': '查看位置与轨迹',
  'alarm.read': '查看报警',
  'alarm.acknowledge': '确认报警',
  'alarm.handle': '处置报警',
  'alarm.close': '关闭报警',
  'alarm.shelve': '搁置报警',
  'alarm.limit': '修改报警限值',
  'alarm.service': '停用与恢复测点',
  'alarm.supervise': '签收与督办报警通知',
  'case.read': '查看事项',
  'case.report': '上报隐患',
  'case.rectify': '整改隐患',
  'case.verify': '定级、派单与复查',
  'case.supervise': '督办',
  'case.enforce': '立案查处',
  'desk.write': '记值班日志',
  'device.read': '查看设备接入',
  'device.command': '远程调度设备',
  'commission.write': '委托执法',
  'participation.write': '开放单条记录给参与人',
  'people.write': '管理人员与角色',
  'parameter.write': '修改参数',
  'audit.read': '查看审计',
} as const;

export type Verb = keyof typeof VERBS;

export interface Role {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  /** One character shown in the avatar. */
  readonly mark: string;
  /** The question the role comes with. */
  readonly question: string;
  readonly verbs: readonly Verb[];
  /** First page after sign-in. */
  readonly lands: string;
  /** Rail entries in order, keys of `RAIL`. */
  readonly rail: readonly string[];
}

const WATCH: readonly Verb[] = [
  'registry.read',
  'telemetry.read',
  'position.read',
  'alarm.read',
  'device.read',
  'case.read',
];

/** The three administrators hold no business verb in common (GB/T 22239-2019 8.1.4: separated administration). */
export const ROLES: readonly Role[] = [
  {
    key: 'duty-officer',
    label: '值班员',
    labelEn: 'Duty officer',
    mark: '值',
    question: '现在有什么在报警',
    verbs: [
      ...WATCH,
      'alarm.acknowledge',
      'alarm.handle',
      'alarm.close',
      'alarm.shelve',
      'case.report',
      'case.supervise',
      'desk.write',
      'device.command',
      'alarm.limit',
      'alarm.service',
      'alarm.supervise',
    ],
    lands: '/desk',
    rail: ['home', 'map', 'registry', 'monitoring', 'prevention', 'emergency'],
  },
  {
    key: 'inspector',
    label: '执法人员',
    labelEn: 'Inspector',
    mark: '执',
    question: '今天该去哪儿查',
    verbs: [
      ...WATCH,
      'registry.write',
      'registry.verify',
      'census.issue',
      'commission.write',
      'participation.write',
      'alarm.acknowledge',
      'alarm.handle',
      'case.report',
      'case.verify',
      'case.supervise',
      'case.enforce',
      'alarm.supervise',
    ],
    lands: '/home',
    rail: ['home', 'map', 'registry', 'monitoring', 'prevention', 'enforcement'],
  },
  {
    key: 'safety-officer',
    label: '企业安全员',
    labelEn: 'Enterprise safety officer',
    mark: '企',
    question: '我的装置现在正常吗',
    verbs: [
      ...WATCH,
      'registry.write',
      'alarm.acknowledge',
      'alarm.handle',
      'alarm.close',
      'case.report',
      'case.rectify',
      'case.verify',
      'alarm.limit',
      'alarm.service',
    ],
    lands: '/home',
    rail: ['home', 'map', 'registry', 'monitoring', 'prevention'],
  },
  {
    key: 'enterprise-manager',
    label: '企业负责人',
    labelEn: 'Enterprise manager',
    mark: '负',
    question: '隐患改完了没有、谁来验',
    verbs: [...WATCH, 'registry.write', 'case.report', 'case.rectify', 'case.verify'],
    lands: '/home',
    rail: ['home', 'map', 'registry', 'monitoring', 'prevention'],
  },
  {
    key: 'town-officer',
    label: '乡镇安监员',
    labelEn: 'Town safety officer',
    mark: '镇',
    question: '本镇有什么不放心的',
    verbs: [
      ...WATCH,
      'registry.write',
      'registry.verify',
      'alarm.acknowledge',
      'alarm.handle',
      'case.report',
      'case.verify',
      'case.supervise',
      'alarm.supervise',
    ],
    lands: '/home',
    rail: ['home', 'map', 'registry', 'monitoring', 'prevention'],
  },
  {
    key: 'commander',
    label: '现场指挥官',
    labelEn: 'Commander',
    mark: '挥',
    question: '态势、力量在哪里',
    verbs: WATCH,
    lands: '/map',
    rail: ['home', 'map', 'monitoring', 'emergency'],
  },
  {
    key: 'leader',
    label: '市领导',
    labelEn: 'Leader',
    mark: '领',
    question: '全市今天稳不稳',
    verbs: [...WATCH, 'commission.write', 'participation.write', 'case.supervise'],
    lands: '/home',
    rail: ['home', 'map', 'registry', 'monitoring', 'prevention', 'indicators'],
  },
  {
    key: 'participant',
    label: '参与人',
    labelEn: 'Participant',
    mark: '参',
    question: '请我看的记录在哪里',
    verbs: WATCH,
    lands: '/home',
    rail: ['home', 'map', 'registry', 'monitoring', 'prevention'],
  },
  {
    key: 'system-administrator',
    label: '系统管理员',
    labelEn: 'System administrator',
    mark: '系',
    question: '设备都接进来了吗',
    verbs: ['registry.read', 'registry.write', 'region.write', 'device.read', 'parameter.write'],
    lands: '/systems',
    rail: ['registry', 'monitoring'],
  },
  {
    key: 'security-administrator',
    label: '安全管理员',
    labelEn: 'Security administrator',
    mark: '安',
    question: '谁能看什么、做什么',
    verbs: ['people.write'],
    lands: '/people',
    rail: [],
  },
  {
    key: 'audit-administrator',
    label: '审计管理员',
    labelEn: 'Audit administrator',
    mark: '审',
    question: '谁动过什么',
    verbs: ['audit.read'],
    lands: '/audit',
    rail: [],
  },
];

/** The three offices that are kept apart from each other and from all business. */
export const OFFICES: readonly string[] = ['system-administrator', 'security-administrator', 'audit-administrator'];

/** The office of a role: an administrator's own, or business. */
export function officeOf(role: string): string {
  return OFFICES.includes(role) ? role : 'business';
}

export function roleOf(key: string): Role | undefined {
  return ROLES.find((role) => role.key === key);
}
