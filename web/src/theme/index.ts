export { antdTheme } from './antd.ts';
export { CHART_THEME, chartTheme } from './charts.ts';
export { token, type ThemeName } from './tokens.ts';
