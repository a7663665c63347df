export { AlarmCameras } from './AlarmCameras.tsx';
export { CameraPage } from './CameraPage.tsx';
export { CamerasPage } from './CamerasPage.tsx';
