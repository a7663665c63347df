import type { ManySeries } from '@anlan/kernel/telemetry';
import { LineChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, registerTheme, use, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useMemo, useRef } from 'react';
import { numberText } from '../parts/index.ts';
import { tickOf } from '../parts/TrendChart.tsx';
import { CHART_THEME, chartTheme, token } from '../theme/index.ts';
import { stampText } from '../time/index.ts';
import { useUnit } from '../language/units.ts';

use([LineChart, GridComponent, LegendComponent, TooltipComponent, DataZoomComponent, AriaComponent, CanvasRenderer]);
registerTheme(CHART_THEME.desk, chartTheme('desk'));

const HEIGHT = 420;
/** Pixels between two axes of one side. */
const AXIS = 52;

/** Name of a row of the answer, with its device where the name alone would not tell. */
export function nameOf({ name, deviceName }: Pick<ManySeries, 'name' | 'deviceName'>, row: number): string {
  const twice = name.filter((one) => one === name[row]).length > 1;
  return twice ? `${deviceName[row]} ${name[row]}` : (name[row] ?? '');
}

/** An axis for each unit: the first at the left, the others side by side at the right. */
function axesOf(units: readonly string[]): object[] {
  return units.map((unit, index) => ({
    type: 'value',
    name: unit,
    nameTextStyle: { align: index === 0 ? 'right' : 'left' },
    scale: true,
    position: index === 0 ? 'left' : 'right',
    offset: Math.max(0, index - 1) * AXIS,
    splitLine: { show: index === 0 },
  }));
}

/** Buckets are finer than many points are read: a line breaks off where a value is missing for this many usual distances. */
const GAP = 3;

/** Values by their time as the chart takes them: empty buckets between two readings at their usual distance are no gap. */
export function joined(at: readonly number[], of: readonly (number | null)[]): [number, number | null][] {
  const filled = at.flatMap((time, index) => (of[index] == null ? [] : [[time, of[index]] as [number, number]]));
  const apart = filled.slice(1).map(([time], index) => time - filled[index]![0]);
  const usual = apart.toSorted((a, b) => a - b)[apart.length >> 1] ?? 0;
  return filled.flatMap((pair, index) => {
    const before = filled[index - 1]?.[0];
    return before !== undefined && pair[0] - before > GAP * usual ? [[before + usual, null], pair] : [pair];
  });
}

/** The mean of each bucket as a line and its range as a shade of the same colour. */
function linesOf(many: ManySeries, units: readonly string[]): object[] {
  return many.id.flatMap((id, row) => {
    const colour = token(`--c-${(row % 8) + 1}`, 'desk');
    const yAxisIndex = units.indexOf(many.unit[row] ?? '');
    const [low, value, high] = [many.low[row] ?? [], many.value[row] ?? [], many.high[row] ?? []];
    const pairs = (of: readonly (number | null)[]) => joined(many.at, of);
    const range = high.map((most, index) => (most === null ? null : most - (low[index] ?? most)));
    const part = {
      type: 'line',
      yAxisIndex,
      symbol: 'none',
      silent: true,
      stack: id,
      stackStrategy: 'all',
      lineStyle: { width: 0 },
    };
    const name = nameOf(many, row);
    return [
      { ...part, id: `${id}-low`, name: `${name} `, data: pairs(low), tooltip: { show: false } },
      {
        ...part,
        id: `${id}-range`,
        name: `${name} `,
        data: pairs(range),
        areaStyle: { color: colour, opacity: 0.18 },
        tooltip: { show: false },
      },
      {
        type: 'line',
        id,
        name,
        yAxisIndex,
        // One value alone is no line.
        symbol: (many.value[row] ?? []).filter((one) => one != null).length > 1 ? 'none' : 'circle',
        z: 3,
        connectNulls: false,
        data: pairs(value),
        lineStyle: { color: colour, width: 1.6 },
        itemStyle: { color: colour },
      },
    ];
  });
}

interface Shown {
  readonly seriesId: string;
  readonly value: readonly [at: number, value: number | null];
  readonly marker: string;
}

function tipOf(many: ManySeries, shown: readonly Shown[]): string {
  const at = shown[0]?.value[0] ?? 0;
  const lines = shown.flatMap(({ seriesId, value: [time], marker }) => {
    const row = many.id.indexOf(seriesId);
    const dataIndex = many.at.indexOf(time);
    const value = many.value[row]?.[dataIndex];
    if (value == null) return [];
    const [low, high] = [many.low[row]?.[dataIndex] ?? value, many.high[row]?.[dataIndex] ?? value];
    const range = low === high ? '' : `（${numberText(low)} – ${numberText(high)}）`;
    return [
      `${marker}${escaped(nameOf(many, row))} <b>${numberText(value)}</b> ${escaped(many.unit[row] ?? '')}${range}`,
    ];
  });
  return [stampText(at).slice(0, 16), ...lines].join('<br/>');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function option(many: ManySeries) {
  const units = [...new Set(many.unit)];
  const names = many.id.map((_, row) => nameOf(many, row));
  return {
    animation: false,
    aria: { enabled: true },
    legend: { type: 'scroll', top: 0, data: names },
    grid: { left: 54, right: 16 + Math.max(0, units.length - 1) * AXIS, top: 56, bottom: 62 },
    tooltip: {
      trigger: 'axis',
      confine: true,
      formatter: (shown: Shown[]) => tipOf(many, shown),
    },
    xAxis: { type: 'time', min: many.from, max: many.to, axisLabel: { formatter: tickOf(many), hideOverlap: true } },
    yAxis: axesOf(units),
    dataZoom: [
      { type: 'inside', filterMode: 'none' },
      { type: 'slider', height: 20, bottom: 8, filterMode: 'none', labelFormatter: '' },
    ],
    series: linesOf(many, units),
  };
}

/** Several points over one span: a line each, its range shaded, an axis for each unit; the wheel or the bar below looks closer. */
export function HistoryChart({ many, label }: { readonly many: ManySeries; readonly label: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  useEffect(() => {
    if (holder.current === null) return undefined;
    const made = init(holder.current, CHART_THEME.desk, { locale: 'ZH' });
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(holder.current);
    return () => (watch.disconnect(), made.dispose());
  }, []);
  const inUnit = useUnit();
  const said = useMemo(() => ({ ...many, unit: many.unit.map((unit) => inUnit(unit)) }), [many, inUnit]);
  useEffect(() => chart.current?.setOption(option(said), { notMerge: true }), [said]);
  return <div ref={holder} style={{ height: HEIGHT, minWidth: 0 }} role="img" aria-label={label} />;
}
