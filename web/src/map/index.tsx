export { MapPage } from './MapPage.tsx';
export { WallPage } from './WallPage.tsx';
