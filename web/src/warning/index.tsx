export { WarningPage } from './WarningPage.tsx';
export { WarningsPage } from './WarningsPage.tsx';
