export { ParametersPage } from './ParametersPage.tsx';
