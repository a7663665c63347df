export { ConformancePage } from './ConformancePage.tsx';
export { DeviceTest } from './DeviceTest.tsx';
