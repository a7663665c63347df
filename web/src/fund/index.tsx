export { FundApplicationPage } from './ApplicationPage.tsx';
export { FundPage } from './FundPage.tsx';
