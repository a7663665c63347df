export { BackTestPage } from './BackTestPage.tsx';
export { BackTestsPage } from './BackTestsPage.tsx';
