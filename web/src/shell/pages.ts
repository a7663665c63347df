import type { Verb } from '@anlan/kernel/access';
import { FAMILIES, type System } from '@anlan/kernel/system';
import { SYSTEMS } from '@anlan/systems';

/** A page made by hand, and the systems (or the family) it belongs to; its family is that of the first. */
export interface PlatformPage {
  readonly href: string;
  readonly label: string;
  readonly labelEn: string;
  readonly systems: readonly string[];
  /** Shown to those who hold one of them; to everybody when left out. */
  readonly verbs?: readonly Verb[];
}

const page = (
  href: string,
  label: string,
  labelEn: string,
  systems: string,
  ...verbs: readonly Verb[]
): PlatformPage => ({
  href,
  label,
  labelEn,
  systems: systems.split(' '),
  ...(verbs.length === 0 ? {} : { verbs }),
});

/** Every page made by hand, in the order in which menus show them. */
export const PAGES: readonly PlatformPage[] = [
  page('/registry/overview', '台账总览', 'Registers at a glance', 'S01', 'registry.read'),
  page('/followed', '我关注的企业', 'Enterprises I follow', 'S01', 'registry.read'),
  page('/registry/duplicates', '疑似重复', 'Likely duplicates', 'S01', 'registry.verify'),
  page('/registry/regions', '辖区与网格', 'Regions and grids', 'S01', 'region.write'),
  page('/registry/censuses', '普查', 'Census', 'S01', 'registry.read'),
  page('/hazchem', '危化品分布查询', 'Who holds what, where', 'S02', 'registry.read'),
  page('/major-hazards', '重大危险源分级与监控', 'Major hazard sources', 'S08', 'registry.read'),
  page('/desk', '值班台', 'Duty desk', 'S17', 'alarm.read'),
  page('/alarm-quality', '报警质量', 'Alarm quality', 'S17', 'alarm.read'),
  page('/back-tests', '规则回测', 'Back-tests', 'S17', 'alarm.read'),
  page('/duty', '值班表与交接班', 'Rosters and hand-over', 'S17', 'alarm.read'),
  page('/flash', '电话快报', 'Flash reports', 'S17', 'alarm.read'),
  page('/history', '历史曲线', 'History', 'S17', 'telemetry.read'),
  page('/process-watch', '工况监测', 'Process watch', 'S17', 'telemetry.read'),
  page('/safety-promises', '安全承诺公告', 'Safety promises', 'S17', 'registry.read'),
  page('/guarantors', '重大危险源包保履职', 'Duties of guarantors', 'S17', 'registry.read'),
  page('/comparisons', '人工比测', 'Comparison by hand', 'S17 S21', 'telemetry.read'),
  page('/out-of-service', '停用与运行状态', 'Out of service', 'S17', 'alarm.read'),
  page('/coverage', '联网覆盖与四率', 'Coverage and rates', 'S16 S33 S38', 'telemetry.read', 'position.read'),
  page('/conformance', '协议符合性', 'Conformance', 'S16', 'device.read'),
  page('/cameras', '视频监控', 'Cameras', 'S16', 'registry.read'),
  page('/mines', '煤矿上传', 'Coal-mine files', 'S16', 'device.read'),
  page('/warnings', '灾害预警', 'Warnings', 'S40', 'alarm.read', 'device.read'),
  page('/safety-gaps', '应装未装清单', 'Missing safety devices', 'S18', 'registry.read'),
  page('/cause-effect', '联锁因果与装置配备', 'Cause and effect', 'S18', 'registry.read'),
  page('/tailings', '尾矿库', 'Tailings ponds', 'S21', 'telemetry.read'),
  page('/transport', '车辆监管', 'Vehicle supervision', 'S33', 'position.read'),
  page('/platform-links', '平台级联', 'Platform links', 'S33', 'link.read'),
  page('/fences', '电子围栏', 'Fences', 'S33', 'position.read'),
  page('/waybills', '电子运单', 'Waybills', 'S34', 'position.read'),
  page('/waterway', '水上监管', 'Waterway', 'S38', 'position.read'),
  page('/laws', '法规标准库', 'Laws and standards', 'S15 S61'),
  page('/laws/reviews', '法规更新复核', 'Review after new laws', 'S15', 'case.read'),
  page('/fire-water', '消防水压覆盖率', 'Fire-water coverage', 'S44', 'telemetry.read'),
  page('/prevention', '隐患看板', 'Hidden-danger board', 'S58 S59', 'case.read'),
  page('/checks', '我的检查', 'My checks', 'S60', 'check.answer'),
  page('/checks/runs', '检查记录', 'Checks done', 'S60', 'case.read'),
  page('/checks/missed', '漏检统计', 'Missed checks', 'S60', 'case.read'),
  page('/checks/clearing', '分色清单与三清三进', 'Colour-and-class lists', 'S60', 'case.read'),
  page('/checks/plan', '日周月排查计划', 'Plan of checks', 'S60', 'check.plan'),
  page('/checklist', '检查条目总库', 'Item master', 'S97', 'case.read'),
  page('/checklist/lists', '三标合一清单', 'Three lists in one', 'S97', 'case.read'),
  page('/checklist/compare', '自查与执法对照', 'Self-check against officers', 'S97', 'case.read'),
  page('/prevention/risks', '风险分布', 'Where the risks are', 'S58', 'registry.read'),
  page('/prevention/control', '风险分级管控', 'Graded control', 'S64', 'registry.read'),
  page('/control/checks', '管控措施检查', 'Checks of measures', 'S64', 'registry.read'),
  page('/prevention/self-checks', '自查自报', 'Self-reports', 'S62', 'case.supervise'),
  page('/internal-rules', '内部规则与奖惩', 'Internal rules', 'S61', 'case.read'),
  page('/criteria', '重大隐患判定标准', 'Major-danger criteria', 'S61', 'case.read'),
  page('/major-dangers', '挂牌督办', 'Listed dangers', 'S63', 'case.read'),
  page('/joint', '联防联控', 'Joint prevention', 'S65', 'case.read'),
  page('/expert-service', '专家检查服务', 'Expert service', 'S66', 'case.read'),
  page('/expert-service/mine', '我的受托检查', 'My visits', 'S66', 'expert.inspect'),
  page('/public-reports', '群众举报', 'Public reports', 'S67', 'case.read'),
  page('/campaigns', '专项行动', 'Campaigns', 'S68', 'case.read'),
  page('/fire-grassroots', '消防网格与微型站', 'Fire grass-roots', 'S69', 'registry.read'),
  page('/new-technology', '四新安全评估', 'New technology', 'S70', 'case.read'),
  page('/notification', '风险告知与外包作业', 'Notification, outsourced work', 'S71', 'case.read'),
  page('/city-risk', '城市风险与外部距离', 'City risk and distances', 'S72', 'case.read'),
  page('/city-risk/siting', '选址核查', 'Siting check', 'S72', 'case.read'),
  page('/funds', '整改基金', 'Rectification fund', 'S73', 'case.read'),
  page('/documents', '文书', 'Documents', 'S63', 'case.read'),
  page('/seals', '印章', 'Seals', 'S63', 'seal.write'),
  page('/participants', '参与人', 'Participants', 'S01', 'participation.write'),
  page('/publications', '公布与通知', 'Publications', 'S63', 'case.read'),
  page('/inspections', '离线检查', 'Offline inspections', 'S60', 'check.answer'),
  page('/offline', '待发与离线准备', 'Queue and offline', 'S60'),
  page('/standardisation', '安全生产标准化', 'Standardisation', 'S96', 'case.read'),
  page('/workbench', '后果工作台', 'Consequence workbench', 'emergency', 'registry.read'),
  page('/workbench/trace', '风向溯源', 'Tracing upwind', 'S20', 'telemetry.read'),
  page('/calculators', '标准计算器', 'Calculators', 'emergency', 'registry.read'),
];

const FAMILY = new Map<string, string>(SYSTEMS.map((system) => [system.id, system.family]));

/** The family a hand-made page belongs to. */
export function familyOfPage(one: PlatformPage): string | undefined {
  const [first = ''] = one.systems;
  return FAMILY.get(first) ?? FAMILIES.find(({ key }) => key === first)?.key;
}

/** Pages that the holder of the verbs may open. */
export function pagesFor(verbs: readonly string[]): readonly PlatformPage[] {
  return PAGES.filter((one) => one.verbs === undefined || one.verbs.some((verb) => verbs.includes(verb)));
}

/** What of a declared system can be opened: its pages, its lists of cases, its registers. */
export function pagesOf(system: System): readonly Pick<PlatformPage, 'href' | 'label' | 'labelEn'>[] {
  return [
    ...PAGES.filter((one) => one.systems.includes(system.id)),
    ...(system.cases ?? []).map((kind) => ({ href: `/cases/${kind.key}`, label: kind.label, labelEn: kind.labelEn })),
    ...system.entities.map((entity) => ({
      href: `/registry/${entity.plural}`,
      label: `${entity.label}台账`,
      labelEn: `${entity.labelEn} register`,
    })),
    ...(system.layers.length > 0 ? [{ href: '/map', label: '一张图', labelEn: 'Map' }] : []),
  ];
}
