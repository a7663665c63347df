export { PondPage } from './PondPage.tsx';
export { PondsPage } from './PondsPage.tsx';
