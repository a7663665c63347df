export { PublicReportsPage } from './ListPage.tsx';
export { PublicReportDeskPage } from './ReportPage.tsx';
