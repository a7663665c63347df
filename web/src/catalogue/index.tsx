export { DiffPage } from './DiffPage.tsx';
export { LawImportPage } from './LawImportPage.tsx';
export { LawPage } from './LawPage.tsx';
export { LawsPage } from './LawsPage.tsx';
export { ReviewsPage } from './ReviewsPage.tsx';
export { CriteriaPage } from './CriteriaPage.tsx';
export { EnterpriseRulesPage, InternalRulesPage } from './RulesPage.tsx';
export { StatementPrintPage } from './StatementPrintPage.tsx';
export { TechnologyPage } from './TechnologyPage.tsx';
