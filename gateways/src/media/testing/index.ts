export { picturesOf, recordedPictures } from './recorded.ts';
export { RtspServer } from './rtsp-server.ts';
export { VehicleCamera } from './vehicle.ts';
