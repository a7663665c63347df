export { journeySchema, type Journey } from './views.ts';
