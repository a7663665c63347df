export { DevicePage } from './DevicePage.tsx';
export { ServicePage } from './ServicePage.tsx';
