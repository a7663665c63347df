import { readVideoCode } from '@anlan/domain/identity-codes';

/**
 * Camera 摄像机: a place that can be looked at. Its picture is asked for by one of three protocols; that it is on line or
 * off is a fact with a beginning and an end; what it watches makes it the camera beside an alarm.
 */
export {
  ALARM_METHODS,
  cameraListSchema,
  camerasBesideSchema,
  cameraViewSchema,
  catalogueSchema,
  onlineRatesSchema,
  PTZ_MOVES,
  ptzInput,
  recordingsSchema,
  type CameraBeside,
  type CameraRecordings,
  type CameraRow,
  type CameraView,
  type CatalogueEntry,
  type OnlineRates,
  type PtzMove,
} from './views.ts';

/** How the platform gets a camera's picture. */
export const CAMERA_PROTOCOLS = {
  gb28181: { label: 'GB/T 28181', labelEn: 'GB/T 28181' },
  rtsp: { label: 'RTSP', labelEn: 'RTSP' },
  jt1078: { label: 'JT/T 1078 车载', labelEn: 'JT/T 1078' },
} as const;
export type CameraProtocol = keyof typeof CAMERA_PROTOCOLS;

/** Types a camera's code may have: camera, network camera. */
export const CAMERA_CODE_TYPES: readonly string[] = ['131', '132'];

/** What is wrong with a code of GB/T 28181, where one of some types is wanted; undefined where nothing is. */
export function cameraCodeProblem(code: string, types: readonly string[]): string | undefined {
  const read = readVideoCode(code);
  if ('problem' in read) return read.problem;
  if (types.includes(read.type)) return undefined;
  return `类型 ${read.type}（${read.typeLabel}）不是摄像机，应为 ${types.join('、')}`;
}

/** What a camera may be tied to, with the words for it. */
export const CAMERA_SUBJECTS = {
  point: { label: '测点', labelEn: 'Point' },
  tank: { label: '储罐', labelEn: 'Tank' },
  site: { label: '场所', labelEn: 'Site' },
  building: { label: '建筑', labelEn: 'Building' },
  'tailings-pond': { label: '尾矿库', labelEn: 'Tailings pond' },
  vehicle: { label: '车辆', labelEn: 'Vehicle' },
} as const;
export type CameraSubject = keyof typeof CAMERA_SUBJECTS;
