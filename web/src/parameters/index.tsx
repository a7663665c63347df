export { ParameterDrawer } from './ParameterDrawer.tsx';
export { ParameterGroup, ParametersPage } from './ParametersPage.tsx';
export { useParameters } from './queries.ts';
