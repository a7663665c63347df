export { AlarmQualityPage } from './AlarmQualityPage.tsx';
