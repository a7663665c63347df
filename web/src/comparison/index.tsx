export { ComparisonsPage } from './ComparisonsPage.tsx';
