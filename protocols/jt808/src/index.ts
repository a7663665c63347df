export { type AlarmSign } from './active-safety.ts';
export { AttachmentSplitter, encodePacket, type FilePiece } from './attachment-stream.ts';
export { unescape } from './escape.ts';
export type { Trace } from './field.ts';
export { ALARM_BITS, loadOf, meanings, STATUS_BITS, type AlarmBit, type BitMeaning } from './bits.ts';
export { decodeBody, decodeFrame, type DecodeOptions, type Decoded } from './decode.ts';
export {
  answering,
  assemble,
  encodeBody,
  encodeFrame,
  encodeFrames,
  generalAnswer,
  RESULT,
  type EncodeOptions,
} from './encode.ts';
export { type Header, type HeaderSize, type Version } from './header.ts';
export { ITEM_ROWS, itemOf, type Item, type ItemName, type ItemValue } from './items.ts';
export { type LocationBase, type LocationBody } from './location.ts';
export { MESSAGES, messageOf, type BodyOf, type Message, type MessageKind } from './messages.ts';
export type { AreaAnswer, Circle, Polygon, Rectangle, Route } from './messages/area.ts';
export type { LocationBatch } from './messages/position.ts';
export type { Registration } from './messages/session.ts';
export type { CanData, DriverIdentity } from './messages/vehicle.ts';
export { PARAMETERS, type Parameter, type ParameterRow } from './parameters.ts';
export {
  askPeripherals,
  PERIPHERAL_INFORMATION,
  PERIPHERAL_STATE,
  peripheralInformation,
  peripheralStates,
  type Peripheral,
  type PeripheralInformation,
  type PeripheralState,
} from './peripherals.ts';
export { Reassembler, type Part, type Pending, type ReassemblerLimits } from './reassemble.ts';
export { REFUSAL_REASONS, type Refusal, type RefusalReason } from './refusal.ts';
export { type SafetyParameters } from './safety-parameters.ts';
export { FrameSplitter, MAX_FRAME, type Cut } from './split.ts';
export { gmt8Moment, utcMoment, type Moment } from './time.ts';
export { readVehicleStates, writeVehicleStates, type VehicleState } from './vehicle-state.ts';
export type { Warning } from './warning.ts';
