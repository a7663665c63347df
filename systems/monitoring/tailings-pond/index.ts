export { curveOf } from './surveys.ts';
