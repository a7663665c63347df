import type { Level } from '@anlan/kernel/entity';
import type { Series } from '@anlan/kernel/telemetry';
import { LineChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, registerTheme, use, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useMemo, useRef } from 'react';
import { useLanguage, useWords, type Language } from '../language/index.tsx';
import { CHART_THEME, chartTheme, token, type ThemeName } from '../theme/index.ts';
import { spanText, stampText, timeText } from '../time/index.ts';
import { gapsOf, pairsOf } from './gaps.ts';
import { numberText } from './number.ts';
import { useUnit } from '../language/units.ts';
import styles from './TrendChart.module.css';
import { WORDS } from './words.ts';

use([
  LineChart,
  GridComponent,
  TooltipComponent,
  MarkLineComponent,
  MarkAreaComponent,
  MarkPointComponent,
  AriaComponent,
  CanvasRenderer,
]);
registerTheme(CHART_THEME.desk, chartTheme('desk'));
registerTheme(CHART_THEME.wall, chartTheme('wall'));

export interface TrendLimit {
  readonly value: number;
  readonly label: string;
  readonly level?: Level | undefined;
}

export interface TrendChartProps {
  /** With `low` and `high` the range of each bucket is drawn behind the line: no excursion is lost by averaging. */
  readonly series: Pick<Series, 'at' | 'value' | 'from' | 'to' | 'unit' | 'resolution'> &
    Partial<Pick<Series, 'low' | 'high'>>;
  /** Limits, drawn dashed with their number. */
  readonly limits?: readonly TrendLimit[];
  /** Expected seconds between values; silence is three of them, at least 30 s. */
  readonly expectedPeriod?: number;
  /** Pixels. */
  readonly height?: number;
  readonly theme?: ThemeName;
  /** Spoken name, e.g. 可燃气体 GT-2107. */
  readonly label: string;
  /** A fast sparkline without axes. */
  readonly bare?: boolean;
  /** Told the instant (epoch ms) at which the chart is pressed. */
  readonly pick?: (at: number) => void;
}

const LEVEL_INK = { red: '--red-ink', orange: '--orange-ink', yellow: '--yellow-ink', blue: '--azure-ink' } as const;
const GLYPH = { red: '■ ', orange: '▲ ', yellow: '◆ ', blue: '● ' } as const;

function hatch(theme: ThemeName): object {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 8;
  const pen = canvas.getContext('2d');
  if (pen !== null) {
    pen.strokeStyle = token('--line-2', theme);
    pen.lineWidth = 1;
    for (const shift of [-8, 0, 8]) {
      pen.moveTo(shift, 8);
      pen.lineTo(shift + 8, 0);
    }
    pen.stroke();
  }
  return { image: canvas, repeat: 'repeat' };
}

/** Range and tick of the value axis: round numbers that hold all values and limits. */
function axisOf(props: TrendChartProps): { min: number; max: number; interval: number } {
  const { value, low: least = [], high: most = [] } = props.series;
  const numbers = [
    ...[...value, ...least, ...most].filter((one) => one !== null),
    ...(props.limits ?? []).map((limit) => limit.value),
  ];
  if (numbers.length === 0) return { min: 0, max: 1, interval: 0.5 };
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const rough = (high - low || Math.abs(high) || 1) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = power * ([1, 2, 2.5, 5, 10].find((step) => step * power >= rough) ?? 10);
  const min = Math.floor((low - interval * 0.1) / interval) * interval;
  return {
    min: low >= 0 ? Math.max(0, min) : min,
    max: Math.ceil((high + interval * 0.1) / interval) * interval,
    interval,
  };
}

/** The range of each bucket as an area, silences left open. */
function bandOf({ at, low, high }: TrendChartProps['series'], maxStep: number, ink: string): object[] {
  if (low === undefined || high === undefined) return [];
  const heights = high.map((value, index) => (value === null ? null : value - (low[index] ?? value)));
  const part = {
    type: 'line',
    stack: 'band',
    stackStrategy: 'all',
    symbol: 'none',
    silent: true,
    tooltip: { show: false },
  };
  return [
    { ...part, data: pairsOf(at, low, maxStep), lineStyle: { width: 0 } },
    { ...part, data: pairsOf(at, heights, maxStep), lineStyle: { width: 0 }, areaStyle: { color: ink, opacity: 0.16 } },
  ];
}

/** Shifts of labels (px, downwards) so that none covers the next; `tops` ascend. */
function spread(tops: readonly number[], room: number): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return tops.map((top) => {
    last = Math.max(top, last + room);
    return last - top;
  });
}

function limitLines(props: TrendChartProps, theme: ThemeName, axis: { min: number; max: number }) {
  const limits = (props.limits ?? []).toSorted((a, b) => b.value - a.value);
  const height = (props.height ?? 180) - 36;
  const shifts = spread(
    limits.map((limit) => ((axis.max - limit.value) / (axis.max - axis.min)) * height),
    14,
  );
  return limits.map((limit, index) => {
    const colour = token(limit.level === undefined ? '--c-limit' : LEVEL_INK[limit.level], theme);
    const glyph = limit.level === undefined ? '' : GLYPH[limit.level];
    return {
      yAxis: limit.value,
      lineStyle: { color: colour, type: [5, 3], width: 1 },
      label: {
        formatter: `${glyph}${limit.label} ${numberText(limit.value)}`,
        color: colour,
        fontSize: 11,
        position: 'end',
        distance: 4,
        offset: [0, shifts[index]],
      },
    };
  });
}

/** What the pointer reads: the time, the value, and the range of the bucket where it has one. */
function tipOf({ at, low, high, unit }: TrendChartProps['series'], read: [number, number | null] | undefined): string {
  if (read === undefined) return '';
  const [time, value] = read;
  const place = at.indexOf(time);
  const [least, most] = [low?.[place] ?? null, high?.[place] ?? null];
  const range =
    least === null || most === null || least === most ? '' : `<br/>${numberText(least)} – ${numberText(most)}`;
  return `${stampText(time)}<br/><b>${numberText(value)}</b> ${unit}${range}`;
}

const LONG_MS = 2 * 86_400_000;

/** The day on the axis of a long span, the minute on that of a short one. */
export function tickOf({ from, to }: { readonly from: number; readonly to: number }): (at: number) => string {
  return to - from > LONG_MS ? (at) => stampText(at).slice(5, 10) : (at) => timeText(at).slice(0, 5);
}

function option(props: TrendChartProps, gapWord: string, language: Language) {
  const { series, theme = 'desk', bare = false, limits = [] } = props;
  const maxStep = Math.max(3 * (props.expectedPeriod ?? 0) * 1000, 30_000, series.resolution * 2.5);
  const gaps = gapsOf(series.at, series.value, maxStep, series.from, series.to);
  const axis = axisOf(props);
  const right = bare || limits.length === 0 ? 16 : 104;
  return {
    animation: false,
    aria: { enabled: true },
    grid: bare ? { left: 1, right: 1, top: 3, bottom: 3 } : { left: 44, right, top: 14, bottom: 22 },
    tooltip: bare
      ? undefined
      : {
          trigger: 'axis',
          formatter: (shown: { value: [number, number | null] }[]) => tipOf(series, shown.at(-1)?.value),
        },
    xAxis: {
      type: 'time',
      min: series.from,
      max: series.to,
      show: !bare,
      axisLabel: { formatter: tickOf(series), hideOverlap: true },
    },
    yAxis: { type: 'value', show: !bare, ...axis },
    series: [
      ...(bare ? [] : bandOf(series, maxStep, token('--ink', theme))),
      {
        type: 'line',
        z: 3,
        data: pairsOf(series.at, series.value, maxStep),
        symbol: 'none',
        connectNulls: false,
        lineStyle: { color: token('--ink', theme), width: bare ? 1.3 : 1.8 },
        itemStyle: { color: token('--ink', theme) },
        markLine: { silent: true, symbol: 'none', data: limitLines(props, theme, axis) },
        markArea: {
          silent: true,
          itemStyle: { color: hatch(theme) },
          label: {
            show: !bare,
            position: 'inside',
            color: token('--ink-3', theme),
            fontSize: 11,
            backgroundColor: token('--surface', theme),
            padding: [1, 4],
          },
          data: gaps.map((gap) => [
            { xAxis: gap.from, name: `${gapWord} ${spanText(gap.to - gap.from, language)}` },
            { xAxis: gap.to },
          ]),
        },
      },
    ],
  };
}

/** A measured line in ink, limits dashed with their number, silences hatched and never joined. */
export function TrendChart(given: TrendChartProps) {
  const inUnit = useUnit();
  const { series } = given;
  const spoken = useMemo(() => ({ ...series, unit: inUnit(series.unit) }), [series, inUnit]);
  const props = { ...given, series: spoken };
  const { height = 180, theme = 'desk' } = props;
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const t = useWords(WORDS);
  const { language } = useLanguage();
  useEffect(() => {
    if (holder.current === null) return undefined;
    const made = init(holder.current, CHART_THEME[theme], { locale: 'ZH' });
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(holder.current);
    return () => (watch.disconnect(), made.dispose());
  }, [theme]);
  useEffect(() => chart.current?.setOption(option(props, t('gap'), language), { notMerge: true }));
  const { pick } = props;
  useEffect(() => {
    const area = chart.current?.getZr();
    if (area === undefined || pick === undefined) return undefined;
    const press = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => {
      const [at] = chart.current?.convertFromPixel('grid', [offsetX, offsetY]) ?? [];
      if (at !== undefined) pick(at);
    };
    area.on('click', press);
    return () => area.off('click', press);
  }, [pick, theme]);
  const last = props.series.value.findLast((value) => value !== null);
  return (
    <div
      ref={holder}
      className={styles.chart}
      style={{ height }}
      role="img"
      aria-label={`${props.label}：${numberText(last)} ${props.series.unit}`}
    />
  );
}
