export { ApplicationPage } from './ApplicationPage.tsx';
export { StandardisationPage } from './StandardisationPage.tsx';
