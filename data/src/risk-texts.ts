/** What can go wrong in a trade: object, hazard, accident type (GB/T 6441-1986 keys of the register), usual measures. */
export interface RiskText {
  readonly name: string;
  readonly object: 'process' | 'facility' | 'material' | 'place' | 'activity';
  readonly hazard: string;
  readonly accident: string;
  readonly measures: string;
}

/** What is found in a round: words, and the object of graded control it belongs to. */
export interface DangerText {
  readonly title: string;
  readonly class: 'process' | 'equipment' | 'material' | 'place' | 'post';
  readonly measures: string;
  /** Could it be graded major? */
  readonly major?: true;
}

const risk = (
  name: string,
  object: RiskText['object'],
  hazard: string,
  accident: string,
  measures: string,
): RiskText => ({ name, object, hazard, accident, measures });

const COMMON_RISKS: readonly RiskText[] = [
  risk('配电室', 'facility', '电气线路老化、过载', 'electric', '定期测温；绝缘垫与挡鼠板；持证操作'),
  risk('临时动火作业', 'activity', '火花引燃可燃物', 'fire', '作业票；清理可燃物；专人监护；灭火器'),
  risk('受限空间作业', 'activity', '缺氧与有毒气体', 'poisoning', '先通风、再检测、后作业；监护人；救援器材'),
  risk('高处作业', 'activity', '坠落', 'fall', '安全带高挂低用；作业票；临边防护'),
  risk('叉车行驶区', 'place', '人车混行', 'vehicle', '人车分流；限速 5 km/h；反光镜'),
  risk('特种设备（储气罐）', 'facility', '超压、腐蚀减薄', 'explosion', '定期检验；安全阀校验；每班排污'),
  risk('仓库货架', 'facility', '超载倾覆', 'collapse', '载荷标识；禁止攀爬；月度检查'),
  risk('食堂燃气', 'facility', '燃气泄漏', 'explosion', '报警切断联锁；人离关阀；软管两年一换'),
];

const RISKS: Readonly<Record<string, readonly RiskText[]>> = {
  'hazchem-production': [
    risk('反应釜区', 'process', '放热失控、超温超压', 'explosion', 'DCS 联锁；紧急冷却；安全阀与爆破片；每小时巡检'),
    risk('原料罐区', 'facility', '溢罐、泄漏', 'fire', '液位高高联锁；围堰；可燃气体报警；紧急切断'),
    risk('装卸车台', 'activity', '静电、脱管泄漏', 'fire', '静电接地联锁；万向管道；专人监护；防溢流'),
    risk('氯气使用岗位', 'material', '有毒气体泄漏', 'poisoning', '有毒气体报警；碱洗吸收；空气呼吸器 2 具'),
    risk('精馏塔', 'process', '空气漏入、超压', 'explosion', '氮封；压力联锁；真空度监测'),
  ],
  'hazchem-storage': [
    risk('储罐区', 'facility', '泄漏形成可燃蒸气云', 'explosion', '液位、温度、可燃气体监测；紧急切断；泡沫系统'),
    risk('加油机', 'facility', '油气积聚', 'fire', '油气回收；防爆电气；静电释放；熄火加油'),
    risk('卸油口', 'activity', '静电引燃', 'fire', '静电接地报警；稳油 15 分钟；专人监护'),
  ],
  'non-coal-mine': [
    risk('采场顶板', 'place', '冒顶片帮', 'roof', '敲帮问顶；锚喷支护；班前检查'),
    risk('排土场边坡', 'place', '滑坡、泥石流', 'collapse', '截排水沟；位移监测；雨后巡查'),
    risk('爆破作业', 'activity', '盲炮、飞石', 'explosion', '持证作业；警戒 300 m；爆后检查'),
    risk('尾矿库坝体', 'facility', '漫顶、溃坝', 'collapse', '浸润线与位移监测；干滩长度；排洪设施检查'),
    risk('提升系统', 'facility', '断绳坠罐', 'fall', '钢丝绳检验；防坠器试验；过卷保护'),
  ],
  fireworks: [
    risk('装药工房', 'activity', '摩擦撞击起爆', 'explosion', '定员定量；防静电；洒水；药量监控'),
    risk('成品库', 'material', '超量储存', 'explosion', '核定药量；温湿度监测；防雷检测'),
  ],
  metallurgy: [
    risk('煤气区域', 'place', '一氧化碳中毒', 'poisoning', '固定报警仪；双人巡检；水封检查'),
    risk('熔融金属吊运', 'process', '倾翻、遇水爆炸', 'burn', '冶金专用起重机；吊运路线无积水；定期探伤'),
  ],
  'dust-explosion': [
    risk('除尘系统', 'facility', '粉尘云遇火源', 'explosion', '泄爆；火花探测；每班清灰；锁气卸灰'),
    risk('打磨工位', 'activity', '粉尘积聚', 'explosion', '湿式或负压除尘；防爆电气；班后清扫'),
  ],
  'ammonia-refrigeration': [
    risk('氨机房', 'facility', '氨泄漏', 'poisoning', '氨报警联锁事故通风；洗眼器；空气呼吸器'),
    risk('快速冻结装置', 'place', '人员密集处氨泄漏', 'poisoning', '分区隔离；作业间不超过 9 人；紧急切断'),
  ],
  'gas-supply': [
    risk('调压站', 'facility', '泄漏、超压', 'explosion', '泄漏报警；超压切断；周检'),
    risk('地下管网', 'place', '第三方破坏', 'explosion', '巡线；警示桩；阴极保护检测'),
  ],
  logistics: [
    risk('停车场装卸区', 'activity', '车辆伤害', 'vehicle', '划线分区；倒车引导；限速'),
    risk('危险货物运输', 'activity', '泄漏、追尾', 'fire', '动态监控；电子运单；押运员；禁行时段'),
  ],
  construction: [
    risk('深基坑', 'place', '坍塌', 'collapse', '专项方案论证；支护监测；坑边限载'),
    risk('塔式起重机', 'facility', '倾覆、脱钩', 'lifting', '安装验收；力矩限制器；司索持证'),
    risk('脚手架', 'facility', '坍塌、坠落', 'fall', '分段验收；连墙件；防护网'),
  ],
  'public-place': [
    risk('疏散通道', 'place', '堵塞、锁闭', 'fire', '每日两小时防火巡查；常闭防火门；应急照明'),
    risk('厨房烟道', 'facility', '油垢起火', 'fire', '每季清洗；自动灭火装置'),
  ],
};

const danger = (title: string, group: DangerText['class'], measures: string, major?: true): DangerText => ({
  title,
  class: group,
  measures,
  ...(major && { major }),
});

const COMMON_DANGERS: readonly DangerText[] = [
  danger('消防通道堆放杂物', 'place', '清空通道，划黄色禁停线'),
  danger('灭火器压力不足', 'equipment', '更换灭火器并重新点检'),
  danger('配电箱门缺失、未接地', 'equipment', '加装箱门，补接保护接地'),
  danger('应急照明不亮', 'equipment', '更换灯具与蓄电池'),
  danger('安全出口上锁', 'place', '拆除锁具，改装推闩式门锁'),
  danger('特种作业证过期', 'post', '暂停上岗，安排复审'),
  danger('新员工未经三级安全教育上岗', 'post', '补训并考核，合格后上岗'),
  danger('未佩戴防护用品作业', 'post', '现场纠正，班前会教育，列入考核'),
  danger('受限空间台账不全', 'post', '重新辨识并补齐台账与警示标志'),
  danger('叉车无灯光、无后视镜', 'equipment', '停用维修，检查合格后使用'),
  danger('气瓶未固定、无防震圈', 'material', '加链固定，补防震圈'),
  danger('洗眼器无水', 'equipment', '检修供水，每周试水'),
  danger('操作规程未上墙、与现状不符', 'process', '修订并张贴，组织学习'),
  danger('临时用电私拉乱接', 'equipment', '拆除，办理临时用电票'),
  danger('危险作业票审批不全', 'process', '停止作业，补办审批并复训签发人'),
  danger('安全警示标志褪色缺失', 'place', '重新制作并张贴'),
];

const DANGERS: Readonly<Record<string, readonly DangerText[]>> = {
  'hazchem-production': [
    danger('可燃气体报警器未检定', 'equipment', '送检并安装备用探头'),
    danger('罐区围堰排水阀常开', 'process', '改为常闭，挂牌上锁'),
    danger('联锁未投用、无审批', 'process', '恢复联锁，补办摘除审批', true),
    danger('反应釜安全阀前切断阀未铅封', 'equipment', '全开并铅封，纳入巡检'),
    danger('甲类库房超量混存', 'material', '按禁忌分库，核减至核定量', true),
    danger('涉及重点监管工艺的操作人员学历不达标', 'post', '调岗并补充合格人员', true),
  ],
  'hazchem-storage': [
    danger('卸油口静电接地报警器失效', 'equipment', '更换并测试'),
    danger('油罐操作井积水', 'place', '排水并密封'),
    danger('储罐紧急切断阀不能远程关闭', 'equipment', '检修执行机构并联调', true),
  ],
  'non-coal-mine': [
    danger('台阶高度超设计', 'place', '自上而下分台阶整改', true),
    danger('边坡有浮石未清', 'place', '组织撬毛，设警戒'),
    danger('排洪涵管局部破损', 'equipment', '加固修复，出具检测报告', true),
    danger('爆破器材领用退库记录不全', 'material', '双人双锁，补齐台账'),
    danger('通风机反风试验超期', 'equipment', '组织反风试验并记录'),
  ],
  fireworks: [
    danger('工房定员超员', 'post', '立即撤员，增设门禁', true),
    danger('库区防雷检测过期', 'equipment', '委托检测'),
  ],
  metallurgy: [
    danger('煤气区域固定报警仪损坏', 'equipment', '更换并校准'),
    danger('吊运路线下方有会议室', 'place', '迁出会议室', true),
  ],
  'dust-explosion': [
    danger('除尘系统未设泄爆', 'equipment', '加装泄爆片并核算面积', true),
    danger('工位积尘超过 0.8 mm', 'place', '停工清扫，改每班清扫'),
  ],
  'ammonia-refrigeration': [
    danger('机房未设事故通风联锁', 'equipment', '加装联锁并测试', true),
    danger('空气呼吸器压力不足', 'equipment', '充气并列入周检'),
  ],
  'gas-supply': [
    danger('调压箱被占压', 'place', '协调清除占压物', true),
    danger('阀井盖破损', 'equipment', '更换井盖'),
  ],
  logistics: [
    danger('车载终端长期离线', 'equipment', '检修终端，恢复在线'),
    danger('押运员未随车', 'post', '停运，补配押运员'),
  ],
  construction: [
    danger('脚手架连墙件缺失', 'equipment', '停工补设并验收'),
    danger('基坑边堆载超限', 'place', '清运土方，设限载牌', true),
    danger('塔机力矩限制器失灵', 'equipment', '停用检修', true),
  ],
  'public-place': [
    danger('疏散通道停放电动车充电', 'place', '清理并设集中充电处'),
    danger('厨房烟道未按期清洗', 'equipment', '清洗并留存记录'),
  ],
};

/** Risks of a trade, its own first. */
export function riskTexts(sector: string): readonly RiskText[] {
  return [...(RISKS[sector] ?? []), ...COMMON_RISKS];
}

/** What is found in a trade; its own texts come up as often as the common ones. */
export function dangerTexts(sector: string): readonly DangerText[] {
  return [...(DANGERS[sector] ?? []), ...(DANGERS[sector] ?? []), ...COMMON_DANGERS];
}
