export { Indicators } from './Indicators.tsx';
