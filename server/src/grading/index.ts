export { keepGrading } from './keep.ts';
