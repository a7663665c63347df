/** Meaningful pairs of parameter and guide word (IEC 61882, GB/T 35320): parameter → [guide words]. */
const DEVIATIONS: Readonly<Record<string, readonly string[]>> = {
  流量: ['无', '多', '少', '逆', '部分', '伴随', '异常'],
  压力: ['高', '低', '真空'],
  温度: ['高', '低'],
  液位: ['高', '低', '无'],
  组分: ['部分', '伴随', '异常(浓度高/低、杂质)'],
  反应: ['无', '快(失控)', '慢', '副反应', '逆'],
  搅拌: ['无', '过强', '不足'],
  时间: ['长', '短', '早', '晚'],
  相态: ['额外相', '缺少相', '异常'],
  加料顺序: ['先', '后', '遗漏', '颠倒'],
  黏度: ['高', '低'],
  pH: ['高', '低'],
  公用工程: ['失电', '失水', '失气(仪表风)', '失氮', '失蒸汽'],
  泄放: ['不足', '误动作'],
  维修隔离: ['未隔离', '误操作'],
  静电: ['积聚'],
  腐蚀: ['加剧'],
};

export interface Deviation {
  readonly parameter: string;
  readonly guideWord: string;
  /** Both together, as written in the analysis record. */
  readonly deviation: string;
}

/** Parameters a HAZOP node may be asked about. */
export const HAZOP_PARAMETERS: readonly string[] = Object.keys(DEVIATIONS);

/** The deviations of a parameter worth asking; none for a parameter the table does not name. */
export function deviations(parameter: string): readonly Deviation[] {
  return (DEVIATIONS[parameter] ?? []).map((guideWord) => ({
    parameter,
    guideWord,
    deviation: `${parameter}${guideWord}`,
  }));
}
