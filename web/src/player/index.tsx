export { Player } from './Player.tsx';
export { TerminalVideo, VehicleVideo } from './VehicleVideo.tsx';
export { VideoPage } from './VideoPage.tsx';
