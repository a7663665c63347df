/** Graham–Kinney scales (LEC): the anchor points of likelihood, exposure and consequence. */
export const LEC_SCALES = {
  L: [
    [10, '完全可以预料'],
    [6, '相当可能'],
    [3, '可能，但不经常'],
    [1, '可能性小，完全意外'],
    [0.5, '很不可能，可以设想'],
    [0.2, '极不可能'],
    [0.1, '实际不可能'],
  ],
  E: [
    [10, '连续暴露'],
    [6, '每天工作时间内暴露'],
    [3, '每周一次或偶然暴露'],
    [2, '每月一次暴露'],
    [1, '每年几次暴露'],
    [0.5, '非常罕见暴露'],
  ],
  C: [
    [100, '大灾难，许多人死亡（10人以上）'],
    [40, '灾难，数人死亡（3–9人）'],
    [15, '非常严重，一人死亡（1–2人）'],
    [7, '严重，重伤'],
    [3, '重大，致残或轻伤'],
    [1, '引人注目，不利于基本安全'],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [number, string])[]>>;

export type RiskLevel = '重大' | '较大' | '一般' | '低';
export type Colour = '红' | '橙' | '黄' | '蓝';

/** The four colours (安委办〔2016〕11号) and who controls a risk of that level; the upper level controls what the lower does. */
export const FOUR_COLOURS: Readonly<Record<RiskLevel, { readonly colour: Colour; readonly control: string }>> = {
  重大: { colour: '红', control: '公司（厂）' },
  较大: { colour: '橙', control: '公司（厂）、部室' },
  一般: { colour: '黄', control: '车间、班组' },
  低: { colour: '蓝', control: '班组、岗位' },
};

/** D above → what it means and the level most provinces map it to (for one DB37/T 2882). */
export const LEC_BANDS = [
  [320, '极其危险', '重大'],
  [160, '高度危险', '较大'],
  [70, '显著危险', '一般'],
  [20, '一般危险', '低'],
  [0, '稍有危险', '低'],
] as const satisfies readonly (readonly [number, string, RiskLevel])[];

/** R = L × S at or above → level. */
export const LS_BANDS = [
  [20, '重大'],
  [15, '较大'],
  [9, '一般'],
  [1, '低'],
] as const satisfies readonly (readonly [number, RiskLevel])[];

/** R = M × E × S at or above → grade; products between two printed bands belong to the lower one. */
export const MES_BANDS = [
  [180, '一级'],
  [90, '二级'],
  [50, '三级'],
  [20, '四级'],
  [0, '五级'],
] as const;

export const MES_SCALES = { M: [5, 3, 1], E: [10, 6, 3, 2, 1, 0.5], S: [10, 8, 4, 2, 1] } as const;
