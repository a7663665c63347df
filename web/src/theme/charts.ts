import { TOKENS, type ThemeName } from './tokens.ts';

export const CHART_THEME = { desk: 'anlan', wall: 'anlan-wall' } as const;

/** The ECharts theme of a surface, to be registered once under `CHART_THEME[name]`. */
export function chartTheme(name: ThemeName): object {
  const t = (key: string) => TOKENS[name][key] as string;
  const label = { fontSize: name === 'wall' ? 15 : 11, color: t('--c-label') };
  const time = {
    axisLine: { lineStyle: { color: t('--c-axis') } },
    axisTick: { show: false },
    axisLabel: label,
    splitLine: { show: false },
  };
  return {
    color: [1, 2, 3, 4, 5, 6, 7, 8].map((index) => t(`--c-${index}`)),
    backgroundColor: 'transparent',
    textStyle: { fontFamily: t('--font') },
    categoryAxis: time,
    timeAxis: time,
    valueAxis: {
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: label,
      splitLine: { lineStyle: { color: t('--c-grid') } },
    },
    line: { symbol: 'none', lineStyle: { width: 1.8 }, connectNulls: false },
    bar: { itemStyle: { borderRadius: 2 }, barMaxWidth: 12 },
    tooltip: {
      backgroundColor: t('--surface'),
      borderColor: t('--line'),
      borderWidth: 1,
      textStyle: { color: t('--ink'), fontSize: 12 },
      axisPointer: { lineStyle: { color: t('--ink-3'), type: 'dashed', width: 1 } },
    },
    visualMap: { inRange: { color: [1, 2, 3, 4, 5, 6].map((index) => t(`--q-${index}`)) } },
    animationDuration: 200,
  };
}
