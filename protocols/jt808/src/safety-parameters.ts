import { bytes, padded, u16, u32, u8, type Value } from './field.ts';
import { record } from './structure.ts';

/** All ones in a member of any width leave the terminal's setting as it is. */
const capture = {
  /** Kilometres per hour; alarms occur only above it. */
  speedThreshold: u8,
  /** 0..8. */
  volume: u8,
  /** 0 off, 1 by time, 2 by distance, 3 by card. */
  photoStrategy: u8,
  /** Seconds. */
  photoInterval: u16,
  /** Metres. */
  photoDistance: u16,
  photosPerShot: u8,
  /** Units of 100 ms. */
  shotInterval: u8,
  /** 1 352×288, 2 704×288, 3 704×576, 4 640×480, 5 1280×720, 6 1920×1080. */
  photoResolution: u8,
  /** 1 CIF … 7 1080P. */
  videoResolution: u8,
  alarmEnable: u32,
  eventEnable: u32,
};

/** Level 2 above `levelSpeed` km/h; seconds of video before and after; photos and their interval in 100 ms. */
const evidence = record({ levelSpeed: u8, video: u8, photos: u8, photoInterval: u8 });

/** 0xF364, 56 bytes; T/JSATL 12-2017 table 4-10. Times in 100 ms. */
export const adasParameters = record({
  ...capture,
  reserved: bytes(1),
  obstacleDistance: u8,
  obstacle: evidence,
  laneChangePeriod: u8,
  laneChangeCount: u8,
  laneChange: evidence,
  laneDeparture: evidence,
  forwardCollisionTime: u8,
  forwardCollision: evidence,
  pedestrianCollisionTime: u8,
  pedestrianCollision: evidence,
  headwayTime: u8,
  headway: evidence,
  signPhotos: u8,
  signPhotoInterval: u8,
  reservedEnd: bytes(4),
});

/** 0xF365, 49 bytes; T/JSATL 12-2017 table 4-11. */
export const dsmParameters = record({
  ...capture,
  /** Seconds. */
  smokingInterval: u16,
  /** Seconds. */
  phoneInterval: u16,
  reserved: bytes(3),
  fatigue: evidence,
  phone: evidence,
  smoking: evidence,
  distraction: evidence,
  abnormal: evidence,
  /** 0 off, 1 by time, 2 by distance, 3 by card. */
  identityTrigger: u8,
  reservedEnd: bytes(2),
});

/** 0xF366, 36 bytes; T/JSATL 12-2017 table 4-12. */
export const tpmsParameters = record({
  tyreModel: padded(12),
  /** 0 kg/cm², 1 bar, 2 kPa, 3 PSI: the unit of the pressures. */
  pressureUnit: u16,
  normalPressure: u16,
  /** Per cent. */
  imbalance: u16,
  /** Per cent. */
  slowLeak: u16,
  lowPressure: u16,
  highPressure: u16,
  /** Degrees Celsius. */
  highTemperature: u16,
  /** Per cent. */
  lowBattery: u16,
  /** Seconds. */
  reportInterval: u16,
  reserved: bytes(6),
});

/** 0xF367, 2 bytes; T/JSATL 12-2017 table 4-13. Seconds, 1..10. */
export const bsdParameters = record({ rearTime: u8, sideTime: u8 });

export type SafetyParameters =
  | Value<typeof adasParameters>
  | Value<typeof dsmParameters>
  | Value<typeof tpmsParameters>
  | Value<typeof bsdParameters>;
