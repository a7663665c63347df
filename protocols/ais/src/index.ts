export { armour, type Payload, payloadBytes, unarmour } from './bits.ts';
export { type EncodeOptions, encodeMessage } from './encode.ts';
export { AID_TYPE, EPFD, hazardCategory, type Label, NAV_STATUS, navStatusLabel, shipTypeLabel } from './labels.ts';
export {
  type AidToNavigationReport,
  type BaseStationReport,
  type ClassAPosition,
  type ClassBExtendedPosition,
  type ClassBPosition,
  decodePayload,
  encodePayload,
  type Header,
  type LongRangePosition,
  type Message,
  type OtherMessage,
  type SarAircraftPosition,
  type StaticReportA,
  type StaticReportAuxiliary,
  type StaticReportB,
  type VoyageReport,
} from './message.ts';
export { countryDigits, formatMmsi, MMSI_KINDS, type MmsiKind, mmsiKind } from './mmsi.ts';
export { type Position, positionOf, rateOfTurn, reportedTime } from './position.ts';
export type { Refusal, RefusalReason } from './refusal.ts';
export { decodeSentence, type Sentence, type TagBlock } from './sentence.ts';
export { AisStream, joinParts, type Report, type StreamOptions } from './stream.ts';
