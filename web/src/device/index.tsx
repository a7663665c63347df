export { DevicePage } from './DevicePage.tsx';
export { SheetPage } from './SheetPage.tsx';
export { ServicePage } from './ServicePage.tsx';
