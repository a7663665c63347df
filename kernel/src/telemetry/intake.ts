import type { Fix } from '../position/index.ts';
import type { Quality } from './quality.ts';

/** What a device said, in the platform's words. `point` is the point's key within its device. */
export type Signal =
  | { readonly kind: 'fix'; readonly fix: Fix }
  | {
      readonly kind: 'reading';
      readonly point: string;
      readonly at: number;
      readonly value: number;
      readonly quality: Quality;
    };

/** One message of one device with all its signals; the unit that is made durable and acknowledged. */
export interface Envelope {
  /** Identity in the device register, `<protocol>:<identity>`, e.g. `jt808:013912345678`, `ais:413000001`, `mqtt:gw-0007`. */
  readonly device: string;
  readonly receivedAt: number;
  readonly signals: readonly Signal[];
}

/** Reasons an envelope, frame or session is refused; counted per device and per listener. */
export const INTAKE_REFUSALS = {
  malformed: '格式错误',
  checksum: '校验错误',
  oversized: '超长',
  slow: '半包超时',
  'half-open': '半开连接',
  unauthenticated: '未鉴权',
  'unknown-device': '未登记设备',
  replayed: '重放',
  'out-of-order': '次序错误',
  'clock-skew': '时钟偏差过大',
  'unknown-point': '未登记点位',
  'not-a-number': '非数值',
  'out-of-range': '超量程',
  unsupported: '暂不支持',
  overload: '超出接入能力',
} as const;
export type IntakeRefusal = keyof typeof INTAKE_REFUSALS;

export type Receipt = { readonly accepted: true } | { readonly accepted: false; readonly reason: IntakeRefusal };

/** A registered device as a listener needs to know it. */
export interface KnownDevice {
  readonly id: string;
  readonly identity: string;
  /** Hex SHA-256 of the device's secret (808 authentication code, MQTT password); null = none set. */
  readonly secretHash: string | null;
  /** Its points by key, where the register tells: for listeners that must know a point's unit or send only what is asked. */
  readonly points?: ReadonlyMap<string, KnownPoint>;
}

/** A point as a listener needs to know it. */
export interface KnownPoint {
  readonly unit: string;
  /** Value = raw number × scale in the point's unit, for devices that send in other steps than their protocol's. */
  readonly scale?: number | null;
}

/** The one door for signals. `accept` resolves after the envelope is on disk: only then may a listener acknowledge. */
export interface Intake {
  find(identity: string): KnownDevice | undefined;
  accept(envelope: Envelope): Promise<Receipt>;
  /** Counts a refusal against a device (when known) or the listener alone; never throws. */
  refused(listener: string, reason: IntakeRefusal, identity?: string, detail?: string): void;
  /** Session facts for the device's page. */
  connected(identity: string, remote: string): void;
  disconnected(identity: string): void;
}
