import type { Condition } from '@anlan/kernel/catalogue';

type Class = 'process' | 'equipment' | 'material' | 'place' | 'post';

export interface StandardText {
  readonly code: string;
  readonly title: string;
  readonly when: Condition;
  readonly grade: 'general' | 'major';
  readonly level: 'red' | 'orange' | 'yellow' | 'blue';
  readonly class?: Class;
  readonly clauses: readonly string[];
}

const has = (...words: readonly string[]): Condition => ({ fact: 'text', has: words });
const of = (kind: Class): Condition => ({ fact: 'class', is: [kind] });

/** Items of an enterprise's grading standard: by class, words and quantities. */
export const STANDARD: readonly StandardText[] = [
  {
    code: 'G-01',
    title: '十人以上受威胁且可能致人死亡',
    when: { fact: 'exposed', least: 10 },
    grade: 'major',
    level: 'red',
    clauses: ['work-safety-law/101'],
  },
  {
    code: 'G-02',
    title: '联锁、报警、紧急切断停用或失效',
    when: { all: [of('equipment'), has('联锁', '报警', '紧急切断', '安全阀', '切断阀')] },
    grade: 'major',
    level: 'red',
    class: 'equipment',
    clauses: ['work-safety-law/36', 'work-safety-law/99'],
  },
  {
    code: 'G-03',
    title: '实测值超过限值 1.2 倍',
    when: { fact: 'excess', least: 1.2 },
    grade: 'major',
    level: 'orange',
    clauses: ['work-safety-law/38'],
  },
  {
    code: 'G-04',
    title: '危险物品超量、禁忌物混存',
    when: { all: [of('material'), has('超量', '混存', '禁忌', '超储')] },
    grade: 'major',
    level: 'red',
    class: 'material',
    clauses: ['hazardous-chemicals-regulation/24'],
  },
  {
    code: 'G-05',
    title: '特殊作业未审批、未检测或无人监护',
    when: has('动火', '受限空间', '有限空间', '高处作业', '吊装', '临时用电'),
    grade: 'general',
    level: 'orange',
    class: 'process',
    clauses: ['work-safety-law/43'],
  },
  {
    code: 'G-06',
    title: '无证上岗、培训不合格',
    when: { all: [of('post'), has('无证', '未持证', '培训', '证件')] },
    grade: 'general',
    level: 'orange',
    class: 'post',
    clauses: ['work-safety-law/28', 'work-safety-law/30'],
  },
  {
    code: 'G-07',
    title: '消防通道、安全出口堵塞',
    when: has('消防通道', '安全出口', '疏散通道', '堆放'),
    grade: 'general',
    level: 'orange',
    class: 'place',
    clauses: ['fire-law/28', 'work-safety-law/42'],
  },
  {
    code: 'G-08',
    title: '设备设施维护、检验不到位',
    when: of('equipment'),
    grade: 'general',
    level: 'yellow',
    class: 'equipment',
    clauses: ['work-safety-law/36'],
  },
  {
    code: 'G-09',
    title: '标志、台账、劳动防护用品不全',
    when: has('标志', '标识', '台账', '记录', '防护用品', '手套', '安全帽'),
    grade: 'general',
    level: 'blue',
    clauses: ['work-safety-law/35', 'work-safety-law/45'],
  },
  {
    code: 'G-10',
    title: '其他可立即整改的一般隐患',
    when: { fact: 'class', is: ['process', 'material', 'place', 'post'] },
    grade: 'general',
    level: 'yellow',
    clauses: ['work-safety-law/41'],
  },
];

export interface RewardText {
  readonly code: string;
  readonly title: string;
  readonly when: Condition;
  readonly points: number;
  readonly amount: number;
  readonly whom: 'finder' | 'responsible';
}

const on = (event: string, ...more: readonly Condition[]): Condition => ({
  all: [{ fact: 'event', is: [event] }, ...more],
});

/** Reward and punishment as enterprises write it: finding is paid, lateness costs. */
export const REWARDS: readonly RewardText[] = [
  {
    code: 'J-01',
    title: '发现一般隐患',
    when: on('found', { not: { fact: 'level', is: ['red'] } }),
    points: 2,
    amount: 30,
    whom: 'finder',
  },
  {
    code: 'J-02',
    title: '发现重大隐患',
    when: on('found', { fact: 'grade', is: ['major'] }),
    points: 20,
    amount: 1000,
    whom: 'finder',
  },
  { code: 'J-03', title: '按期完成整改', when: on('rectified'), points: 1, amount: 20, whom: 'responsible' },
  { code: 'F-01', title: '逾期完成整改', when: on('rectified-late'), points: -3, amount: -100, whom: 'responsible' },
  {
    code: 'F-02',
    title: '逾期七日以上未整改',
    when: on('overdue', { fact: 'daysLate', least: 7 }),
    points: -10,
    amount: -500,
    whom: 'responsible',
  },
  { code: 'F-03', title: '复查不合格退回', when: on('returned'), points: -2, amount: -50, whom: 'responsible' },
  {
    code: 'F-04',
    title: '被监管部门或群众查出',
    when: on('found-outside'),
    points: -5,
    amount: -200,
    whom: 'responsible',
  },
];

/** Areas and posts; a post without duties is what the page has to show. */
export const POSTS: readonly (readonly [
  area: string,
  post: string,
  tier: 'shift' | 'department' | 'manager',
  duties: readonly string[],
])[] = [
  [
    '生产车间',
    '外操岗',
    'shift',
    ['静密封点有无泄漏', '压力、液位现场表与远传是否一致', '安全阀、爆破片外观与铅封', '地沟与围堰有无积液'],
  ],
  ['生产车间', '内操岗', 'shift', ['报警清单逐条确认', '联锁投用状态与旁路登记', '工艺指标有无超限未处置']],
  ['生产车间', '班长', 'shift', ['交接班记录与未了事项', '作业票与现场是否一致', '劳动防护用品佩戴']],
  ['生产车间', '车间主任', 'department', ['本周隐患整改到期情况', '联锁旁路审批是否超期', '新员工师带徒落实']],
  [
    '储罐区',
    '罐区操作岗',
    'shift',
    ['液位高高联锁投用', '紧急切断阀就地开关试验', '可燃、有毒气体报警器状态', '静电接地与跨接'],
  ],
  ['储罐区', '罐区班长', 'department', ['罐区日常检查表抽查', '呼吸阀、阻火器检查记录']],
  ['装卸区', '装卸工', 'shift', ['车辆轮挡与静电接地', '万向管道连接与防脱', '装卸期间专人监护']],
  ['装卸区', '安全监护', 'shift', []],
  ['变配电室', '电工', 'shift', ['接头测温', '绝缘垫、挡鼠板、灭火器', '防爆电气外壳与密封']],
  ['变配电室', '电气主管', 'department', ['继电保护定值与投退', '特种作业证件有效期']],
  ['仓库', '仓库管理员', 'shift', ['禁忌物分存、限量', '温湿度与通风', '出入库双人签字']],
  ['公用工程', '空压机岗', 'shift', []],
  ['公用工程', '消防泵房值守', 'shift', ['消防水池液位', '泵自动状态与每周试泵']],
  ['全厂', '安全环保部长', 'department', ['重大危险源包保履职', '特殊作业票抽查不少于三成', '承包商现场检查']],
  ['全厂', '总经理', 'manager', ['每月带队检查不少于一次', '重大隐患五到位', '安全投入使用情况']],
  ['全厂', '设备经理', 'manager', ['特种设备检验到期', '关键机组状态监测']],
];

export interface NovelText {
  readonly name: string;
  readonly category: 'business' | 'process' | 'material' | 'equipment';
  readonly description: string;
  readonly place: string;
  readonly hazards: string;
  readonly conditions: readonly string[];
  readonly sectors: readonly string[];
  readonly likelihood: number;
  readonly severity: number;
}

const CHEM = ['hazchem-production', 'hazchem-storage'];

/** New things by trade; names are ordinary technologies, no product of a maker. */
export const NOVEL: readonly NovelText[] = [
  {
    name: '微通道连续硝化装置',
    category: 'process',
    description: '以微通道反应器替代间歇釜进行硝化，持液量由 3 m³ 降到 40 L',
    place: '硝化车间',
    hazards: '堵塞憋压；冷却失效后局部超温；原料配比失调',
    conditions: [
      '反应安全风险评估报告经专家审查',
      '温度、压力、流量配比联锁投用并每月试验',
      '操作人员专项培训合格后上岗',
      '首月每班记录一次换热温差',
    ],
    sectors: CHEM,
    likelihood: 3,
    severity: 5,
  },
  {
    name: '低温液氨替代液氨制冷机组',
    category: 'equipment',
    description: '二氧化碳复叠制冷，氨充注量下降九成',
    place: '冷库机房',
    hazards: '二氧化碳窒息；高压侧超压',
    conditions: ['机房设二氧化碳浓度报警并与风机联锁', '安全阀整定值现场核验'],
    sectors: ['ammonia-refrigeration', 'light-industry'],
    likelihood: 2,
    severity: 4,
  },
  {
    name: '铝镁粉尘湿式除尘一体机',
    category: 'equipment',
    description: '打磨工位就地湿式除尘，水位、风量联锁停机',
    place: '打磨车间',
    hazards: '氢气积聚；断水后干式运行；泥渣自燃',
    conditions: ['水位、风量、氢气浓度联锁投用', '泥渣日产日清并单独存放', '每周清理风管并记录'],
    sectors: ['dust-explosion', 'machinery'],
    likelihood: 3,
    severity: 4,
  },
  {
    name: '井下锂电无轨人员运输车',
    category: 'equipment',
    description: '锂离子电池驱动无轨胶轮车，核载 16 人',
    place: '主斜坡道',
    hazards: '电池热失控；长下坡制动衰退',
    conditions: ['取得矿用产品安全标志', '车载自动灭火与电池热失控报警', '坡道限速 15 km/h 并设缓冲坡'],
    sectors: ['non-coal-mine'],
    likelihood: 3,
    severity: 5,
  },
  {
    name: '边坡雷达与微震联合监测',
    category: 'process',
    description: '以合成孔径雷达与微震联合判定边坡失稳前兆',
    place: '采场东帮',
    hazards: '误判导致未撤人；设备供电中断',
    conditions: ['保留人工位移观测并每周比对', '预警到撤人不超过 10 分钟的演练'],
    sectors: ['non-coal-mine'],
    likelihood: 2,
    severity: 5,
  },
  {
    name: '水性双组分喷涂线',
    category: 'material',
    description: '以水性涂料替代溶剂型涂料，挥发物下降',
    place: '喷涂车间',
    hazards: '固化剂异氰酸酯吸入；烘干段余热',
    conditions: ['呼吸防护与局部排风', '固化剂单独存放、限量一日用量'],
    sectors: ['machinery', 'light-industry', 'building-materials'],
    likelihood: 2,
    severity: 3,
  },
  {
    name: '掺氢天然气燃烧器',
    category: 'process',
    description: '窑炉燃料掺氢 10 %',
    place: '烧成车间',
    hazards: '回火；氢脆；泄漏扩散快',
    conditions: ['燃烧器回火保护与熄火切断试验', '氢气探测器覆盖阀组与管廊', '管材抗氢脆证明'],
    sectors: ['building-materials', 'metallurgy', 'gas-supply'],
    likelihood: 4,
    severity: 4,
  },
  {
    name: '无人值守夜间自动装车',
    category: 'business',
    description: '夜间由系统自动定量装车，中控远程监护',
    place: '装车台',
    hazards: '车辆未接地即装车；异常无人处置',
    conditions: ['静电接地、溢流、车辆到位三重联锁', '中控画面不间断并 2 分钟内响应', '现场保留应急停车按钮'],
    sectors: CHEM,
    likelihood: 3,
    severity: 5,
  },
  {
    name: '锂电池储能柜',
    category: 'equipment',
    description: '厂区 2 MWh 磷酸铁锂储能，用于削峰',
    place: '变配电站旁',
    hazards: '热失控、可燃气体爆燃；复燃',
    conditions: ['与建筑防火间距符合设计', '电池舱气体探测与排风、消防联动', '每季度热失控处置演练'],
    sectors: ['machinery', 'light-industry', 'warehouse', 'metallurgy'],
    likelihood: 3,
    severity: 4,
  },
  {
    name: '巡检机器狗',
    category: 'equipment',
    description: '防爆四足机器人巡检罐区与管廊',
    place: '罐区',
    hazards: '防爆等级不符；与人员车辆碰撞',
    conditions: ['防爆合格证与使用区域一致', '不得替代两重点一重大岗位人工巡检'],
    sectors: CHEM,
    likelihood: 2,
    severity: 2,
  },
  {
    name: '机械手自动装药',
    category: 'process',
    description: '引线与亮珠装药由隔墙机械手完成',
    place: '装药工房',
    hazards: '机械摩擦起爆；卡滞后人工处置',
    conditions: ['涉药设备安全性论证', '隔墙防护与远程停机', '卡滞处置先断电静置 10 分钟'],
    sectors: ['fireworks'],
    likelihood: 3,
    severity: 5,
  },
  {
    name: '生物质颗粒替代燃煤',
    category: 'material',
    description: '锅炉燃料由煤改为生物质颗粒',
    place: '锅炉房',
    hazards: '料仓粉尘爆炸与自燃；回火',
    conditions: ['料仓温度监测与惰化', '输送系统火花探测'],
    sectors: ['light-industry', 'building-materials'],
    likelihood: 2,
    severity: 3,
  },
];
