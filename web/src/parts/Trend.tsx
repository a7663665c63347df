import { lazy, Suspense } from 'react';
import type { TrendChartProps } from './TrendChart.tsx';

const Drawn = lazy(async () => ({ default: (await import('./TrendChart.tsx')).TrendChart }));

/** The trend chart; its drawing library is fetched with the first chart on the screen. */
export function TrendChart(props: TrendChartProps) {
  return (
    <Suspense fallback={<div style={{ height: props.height ?? 180 }} aria-busy />}>
      <Drawn {...props} />
    </Suspense>
  );
}
