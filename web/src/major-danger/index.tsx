export { MajorDangersPage } from './MajorDangersPage.tsx';
