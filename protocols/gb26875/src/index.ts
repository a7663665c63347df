export { ANALOG_KINDS, type AnalogKind, type AnalogValue, analogValue } from './analog.ts';
export { type Application, applicationOf, decodeApplication, encodeApplication, objectsOf } from './application.ts';
export { COMPONENT_TYPES, SYSTEM_TYPES, typeLabel, zoneAndNumber } from './equipment.ts';
export {
  confirmationOf,
  denialOf,
  type Envelope,
  heartbeat,
  messageOf,
  replyOf,
  wantsConfirmation,
} from './exchange.ts';
export { addressHex, checksum, decodeFrame, encodeFrame, type Frame, type Message, readHeader } from './frame.ts';
export type { Header } from './header.ts';
export type { Refusal, RefusalReason } from './refusal.ts';
export {
  COMPONENT_STATES,
  DEVICE_OPERATIONS,
  DEVICE_STATES,
  setBits,
  type StateBit,
  SYSTEM_OPERATIONS,
  SYSTEM_STATES,
} from './states.ts';
export { Gb26875Stream } from './stream.ts';
export { momentOf, type TimeTag, timeTagOf } from './time.ts';
export { COMMAND, type ObjectOf, objectType, type ObjectType, type TypeFlag, TYPES } from './types.ts';
