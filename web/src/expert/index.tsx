export { ExpertContractPage } from './ContractPage.tsx';
export { ExpertContractsPage } from './ContractsPage.tsx';
export { ExpertVisitPage } from './VisitPage.tsx';
export { ExpertMinePage } from './Visits.tsx';
