export { ALARM_SOURCES, ALARM_TYPES, URGE_RESULTS } from './alarm.ts';
export { crypt, type CipherConstants } from './cipher.ts';
export { crc16 } from './crc.ts';
export { decodeFrame, decodeOpened, openFrame, type Decoded, type DecodeOptions, type Opened } from './decode.ts';
export { unescape } from './escape.ts';
export type { Edition } from './edition.ts';
export { EXCHANGE_REASONS } from './exchange.ts';
export type { Trace } from './field.ts';
export { assemble, encodeBody, encodeFrame, type EncodeOptions } from './encode.ts';
export { readEnvelope, type Opened as OpenedEnvelope } from './envelope.ts';
export { epochMsOf, HEADER_BYTES, type Header } from './header.ts';
export { LOGIN_RESULTS, SUB_LOGIN_RESULTS } from './link.ts';
export { MESSAGES, rowOf, type BodyOf, type Known, type Message, type MessageKind, type Vehicle } from './messages.ts';
export { wallClockMs, type Position } from './position.ts';
export { REFUSAL_REASONS, type Refusal, type RefusalReason, type Warning } from './refusal.ts';
export type { Registration } from './registration.ts';
export {
  judgeLogin,
  linkNeeds,
  loginAnswer,
  plainAnswer,
  queryAnswer,
  registrationAnswer,
  subLoginAnswer,
  USUAL_PATIENCE,
  type Account,
  type Patience,
  type Responder,
} from './session.ts';
export { FrameSplitter, LONGEST_FRAME, type Cut } from './split.ts';
