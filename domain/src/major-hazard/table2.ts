/** A hazard category of GB 18218-2018 Table 2 with the β of Table 4. */
export interface Category {
  readonly code: CategoryCode;
  readonly hazard: string;
  readonly description: string;
  /** Threshold Q in tonnes; aerosols (W3) by net mass. */
  readonly threshold: number;
  readonly beta: number;
}

export type CategoryCode = (typeof ROWS)[number][0];

const ROWS = [
  ['J1', '急性毒性', '类别1，所有暴露途径，气体', 5, 4],
  ['J2', '急性毒性', '类别1，所有暴露途径，固体、液体', 50, 1],
  ['J3', '急性毒性', '类别2、类别3，所有暴露途径，气体', 50, 2],
  ['J4', '急性毒性', '类别2、类别3，吸入途径，液体（沸点≤35℃）', 50, 2],
  ['J5', '急性毒性', '类别2，所有暴露途径，液体（除J4外）、固体', 500, 1],
  ['W1.1', '爆炸物', '不稳定爆炸物；1.1项爆炸物', 1, 2],
  ['W1.2', '爆炸物', '1.2、1.3、1.5、1.6项爆炸物', 10, 2],
  ['W1.3', '爆炸物', '1.4项爆炸物', 50, 2],
  ['W2', '易燃气体', '类别1和类别2', 10, 1.5],
  ['W3', '气溶胶', '类别1和类别2', 150, 1],
  ['W4', '氧化性气体', '类别1', 50, 1],
  ['W5.1', '易燃液体', '类别1；类别2和3且工作温度高于沸点', 10, 1.5],
  [
    'W5.2',
    '易燃液体',
    '类别2和3，具有引发重大事故的特殊工艺条件（危险化工工艺、爆炸极限范围内或附近操作、操作压力>1.6 MPa等）',
    50,
    1,
  ],
  ['W5.3', '易燃液体', '不属于W5.1或W5.2的其他类别2', 1000, 1],
  ['W5.4', '易燃液体', '不属于W5.1或W5.2的其他类别3', 5000, 1],
  ['W6.1', '自反应物质和混合物', 'A型和B型', 10, 1.5],
  ['W6.2', '自反应物质和混合物', 'C型、D型、E型', 50, 1],
  ['W7.1', '有机过氧化物', 'A型和B型', 10, 1.5],
  ['W7.2', '有机过氧化物', 'C型、D型、E型、F型', 50, 1],
  ['W8', '自燃液体和自燃固体', '类别1自燃液体、类别1自燃固体', 50, 1],
  ['W9.1', '氧化性固体和液体', '类别1', 50, 1],
  ['W9.2', '氧化性固体和液体', '类别2、类别3', 200, 1],
  ['W10', '易燃固体', '类别1易燃固体', 200, 1],
  ['W11', '遇水放出易燃气体的物质和混合物', '类别1和类别2', 200, 1],
] as const;

/** Tables 2 and 4: the 24 categories. */
export const TABLE_2: readonly Category[] = ROWS.map(([code, hazard, description, threshold, beta]) => ({
  code,
  hazard,
  description,
  threshold,
  beta,
}));
