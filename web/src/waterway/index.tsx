export { WaterwayPage } from './WaterwayPage.tsx';
