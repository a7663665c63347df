export { MinePage } from './MinePage.tsx';
export { MinesPage } from './MinesPage.tsx';
