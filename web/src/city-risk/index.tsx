export { CityRiskPage } from './CityRiskPage.tsx';
export { SitingPage } from './SitingPage.tsx';
