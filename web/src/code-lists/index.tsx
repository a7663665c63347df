export { CodeListsPage } from './CodeListsPage.tsx';
