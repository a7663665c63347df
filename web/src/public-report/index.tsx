export { AskButton, AskForm, type Values } from './AskForm.tsx';
export { PublicReportsPage } from './ListPage.tsx';
export { PublicReportDeskPage } from './ReportPage.tsx';
