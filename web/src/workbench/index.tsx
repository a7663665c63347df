export { CalculatorsPage } from './CalculatorsPage.tsx';
export { TracePage } from './TracePage.tsx';
export { WorkbenchPage } from './WorkbenchPage.tsx';
