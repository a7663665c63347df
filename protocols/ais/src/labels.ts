/** A label in both languages. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}

function label(zh: string, en: string): Label {
  return { zh, en };
}

/** Navigational status 0–15 of types 1–3 and 27 (ITU-R M.1371-5, table 48; wording of GB/T 20068). */
export const NAV_STATUS: readonly Label[] = [
  label('机动船在航', 'under way using engine'),
  label('锚泊', 'at anchor'),
  label('失去控制', 'not under command'),
  label('操纵能力受限', 'restricted manoeuvrability'),
  label('吃水受限', 'constrained by draught'),
  label('系泊', 'moored'),
  label('搁浅', 'aground'),
  label('从事捕鱼', 'engaged in fishing'),
  label('驶帆在航', 'under way sailing'),
  label('保留（高速船）', 'reserved (high-speed craft)'),
  label('保留（地效翼船）', 'reserved (wing in ground)'),
  label('机动船尾拖作业', 'power-driven vessel towing astern'),
  label('机动船顶推或傍拖作业', 'power-driven vessel pushing ahead or towing alongside'),
  label('保留', 'reserved'),
  label('AIS搜救发信机激活', 'AIS-SART active'),
  label('未定义', 'undefined'),
];

/** Kind of electronic position fixing device, 0–15. */
export const EPFD: readonly Label[] = [
  label('未定义', 'undefined'),
  label('GPS', 'GPS'),
  label('GLONASS', 'GLONASS'),
  label('GPS/GLONASS组合', 'combined GPS/GLONASS'),
  label('罗兰C', 'Loran-C'),
  label('恰卡', 'Chayka'),
  label('综合导航系统', 'integrated navigation system'),
  label('测量值', 'surveyed'),
  label('伽利略', 'Galileo'),
  ...Array.from({ length: 6 }, () => label('保留', 'reserved')),
  label('内置GNSS', 'internal GNSS'),
];

/** Kind of aid to navigation, 0–31, of type 21. */
export const AID_TYPE: readonly Label[] = [
  label('未指定', 'not specified'),
  label('参考点', 'reference point'),
  label('雷达应答器', 'RACON'),
  label('海上固定结构物', 'fixed structure off shore'),
  label('应急沉船标', 'emergency wreck marking buoy'),
  label('灯标（无扇形光）', 'light, without sectors'),
  label('灯标（有扇形光）', 'light, with sectors'),
  label('前导标灯', 'leading light front'),
  label('后导标灯', 'leading light rear'),
  label('固定北方位标', 'beacon, cardinal north'),
  label('固定东方位标', 'beacon, cardinal east'),
  label('固定南方位标', 'beacon, cardinal south'),
  label('固定西方位标', 'beacon, cardinal west'),
  label('固定左侧标', 'beacon, port hand'),
  label('固定右侧标', 'beacon, starboard hand'),
  label('固定推荐航道左侧标', 'beacon, preferred channel port hand'),
  label('固定推荐航道右侧标', 'beacon, preferred channel starboard hand'),
  label('固定孤立危险物标', 'beacon, isolated danger'),
  label('固定安全水域标', 'beacon, safe water'),
  label('固定专用标', 'beacon, special mark'),
  label('北方位浮标', 'cardinal mark north'),
  label('东方位浮标', 'cardinal mark east'),
  label('南方位浮标', 'cardinal mark south'),
  label('西方位浮标', 'cardinal mark west'),
  label('左侧浮标', 'port hand mark'),
  label('右侧浮标', 'starboard hand mark'),
  label('推荐航道左侧浮标', 'preferred channel port hand'),
  label('推荐航道右侧浮标', 'preferred channel starboard hand'),
  label('孤立危险物浮标', 'isolated danger'),
  label('安全水域浮标', 'safe water'),
  label('专用浮标', 'special mark'),
  label('灯船/大型助航浮标', 'light vessel, LANBY or rig'),
];

// ITU-R M.1371-5, table 53: tens give the group, these are named one by one.
const SPECIAL: Readonly<Record<number, Label>> = {
  0: label('未提供', 'not available'),
  30: label('渔船', 'fishing'),
  31: label('拖带船', 'towing'),
  32: label('拖带船（长度超过200米或宽度超过25米）', 'towing, longer than 200 m or wider than 25 m'),
  33: label('疏浚或水下作业船', 'dredging or underwater operations'),
  34: label('潜水作业船', 'diving operations'),
  35: label('军事行动船', 'military operations'),
  36: label('帆船', 'sailing'),
  37: label('游艇', 'pleasure craft'),
  50: label('引航船', 'pilot vessel'),
  51: label('搜救船', 'search and rescue vessel'),
  52: label('拖船', 'tug'),
  53: label('港口供应船', 'port tender'),
  54: label('防污染船', 'anti-pollution vessel'),
  55: label('执法船', 'law enforcement vessel'),
  56: label('当地船舶', 'local vessel'),
  57: label('当地船舶', 'local vessel'),
  58: label('医疗运输船', 'medical transport'),
  59: label('非武装冲突当事国船舶', 'ship of a state not party to an armed conflict'),
};

const GROUPS: Readonly<Record<number, Label>> = {
  2: label('地效翼船', 'wing in ground'),
  4: label('高速船', 'high-speed craft'),
  6: label('客船', 'passenger'),
  7: label('货船', 'cargo'),
  8: label('液货船', 'tanker'),
  9: label('其他类型', 'other type'),
};

/** Kind of ship or cargo 0–99; second digit 1–4 is the hazard category of the cargo, A–D (X, Y, Z, OS). */
export function shipTypeLabel(code: number): Label {
  const special = SPECIAL[code];
  if (special) return special;
  const group = GROUPS[Math.trunc(code / 10)];
  if (!group) return label('保留', 'reserved');
  const category = hazardCategory(code);
  if (!category) return group;
  return label(`${group.zh}（危险货物${category}类）`, `${group.en}, hazardous category ${category}`);
}

/** The hazard category of the cargo a ship type states, or undefined when it states none. */
export function hazardCategory(code: number): 'A' | 'B' | 'C' | 'D' | undefined {
  return GROUPS[Math.trunc(code / 10)] ? ([undefined, 'A', 'B', 'C', 'D'] as const)[code % 10] : undefined;
}

/** Navigational status label; out of range is undefined status. */
export function navStatusLabel(status: number): Label {
  return NAV_STATUS[status] ?? NAV_STATUS[15]!;
}
