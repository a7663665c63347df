type Row = readonly [name: string, cas: string, beta: number];

/** GB 18218-2018 Table 3: β of 14 toxic substances, by CAS number. */
const TOXIC: readonly Row[] = [
  ['一氧化碳', '630-08-0', 2],
  ['二氧化硫', '7446-09-5', 2],
  ['氨', '7664-41-7', 2],
  ['环氧乙烷', '75-21-8', 2],
  ['氯化氢', '7647-01-0', 3],
  ['溴甲烷', '74-83-9', 3],
  ['氯', '7782-50-5', 4],
  ['硫化氢', '7783-06-4', 5],
  ['氟化氢', '7664-39-3', 5],
  ['二氧化氮', '10102-44-0', 10],
  ['氰化氢', '74-90-8', 10],
  ['碳酰氯', '75-44-5', 20],
  ['磷化氢', '7803-51-2', 20],
  ['异氰酸甲酯', '624-83-9', 20],
];

export const TABLE_3: ReadonlyMap<string, number> = new Map(TOXIC.map(([, cas, beta]) => [cas, beta]));

/** 煤气 (no. 13) has no CAS number of its own and takes β of carbon monoxide: an interpretation, noted with the result. */
export const COAL_GAS = { no: 13, beta: 2 } as const;

/** Table 5: the fewest permanent residents within 500 m of the plant boundary → α, widest first. */
export const TABLE_5: readonly (readonly [from: number, alpha: number])[] = [
  [100, 2],
  [50, 1.5],
  [30, 1.2],
  [1, 1],
  [0, 0.5],
];

export type Level = '一级' | '二级' | '三级' | '四级';

/** Table 6: R at or above → level. */
export const TABLE_6: readonly (readonly [from: number, level: Level])[] = [
  [100, '一级'],
  [50, '二级'],
  [10, '三级'],
  [0, '四级'],
];
