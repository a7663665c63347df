export { FireUnitPage } from './FireUnitPage.tsx';
export { GrassrootsPage } from './GrassrootsPage.tsx';
