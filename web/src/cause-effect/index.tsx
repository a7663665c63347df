export { CauseEffectPage, Chains } from './CauseEffectPage.tsx';
