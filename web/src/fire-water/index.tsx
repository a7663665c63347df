export { BuildingPage } from './BuildingPage.tsx';
export { FireWaterPage } from './FireWaterPage.tsx';
