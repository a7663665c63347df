export { PublicFrame } from './PublicFrame.tsx';
export { usePublicPlace } from './place.tsx';
export { PublicHomePage } from './HomePage.tsx';
export { PublicReportPage } from './ReportPage.tsx';
export { PublicProgressPage } from './ProgressPage.tsx';
