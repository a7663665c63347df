export { BoardPage } from './Board.tsx';
export { ReportPage } from './ReportPage.tsx';
export { RisksPage } from './RisksPage.tsx';
export { SelfCheckPage } from './SelfCheckPage.tsx';
