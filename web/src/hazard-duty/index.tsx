export { GuarantorsPage } from './GuarantorsPage.tsx';
export { PromisesPage } from './PromisesPage.tsx';
