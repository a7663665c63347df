import type { SafetyEvent } from './safety-event.ts';

/**
 * One position fix. `at` epoch ms UTC at the device; degrees WGS-84; speed km/h; heading ° clockwise from north.
 * `live` is false for back-filled fixes (JT/T 808 0x0704 type 1): they keep their time and move nothing on the map.
 */
export interface Fix {
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number | null;
  readonly heading: number | null;
  readonly altitude: number | null;
  /** Has the receiver a position fix (JT/T 808 status bit 1)? */
  readonly positioned: boolean;
  readonly live: boolean;
  /** Speed of the driving recorder, km/h (JT/T 808 item 0x03): where it is sent it comes before that of the satellites. */
  readonly recorded?: number | undefined;
  /** Distance on the odometer, km (JT/T 808 item 0x01). */
  readonly odometer?: number | undefined;
  /** Satellites used (JT/T 808 item 0x31). */
  readonly satellites?: number | undefined;
  /** Navigational status of an AIS position report, 0…15 (ITU-R M.1371-5 table 46). */
  readonly navStatus?: number | undefined;
  /** Alarm and status words as sent, for the record. */
  readonly alarmBits?: number | undefined;
  readonly statusBits?: number | undefined;
  /** What the terminal's own instruments saw (active safety); absent when nothing. */
  readonly safety?: readonly SafetyEvent[] | undefined;
}
