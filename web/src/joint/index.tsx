export { ActionPage } from './ActionPage.tsx';
export { JointPage } from './JointPage.tsx';
