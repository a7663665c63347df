export { controlChart, type Chart, type ChartPoint, type Signal } from './control-chart.ts';
export { atMost, poissonInterval, probability, quantile, type CountDistribution, type Interval } from './counts.ts';
export { attainment, forecast, trend, type Forecast, type Series, type Trend } from './trend.ts';
export { quantileF, quantileNormal } from './quantiles.ts';
