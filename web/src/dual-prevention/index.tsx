export { AssessmentPage } from './AssessmentPage.tsx';
export { ChecksPage } from './ChecksPage.tsx';
export { ControlPage } from './ControlPage.tsx';
export { EnterpriseRisksPage, RiskListPrintPage } from './EnterpriseRisksPage.tsx';
export { RiskPointPage } from './RiskPointPage.tsx';
