export { alarmLabel, ALARMS } from './manscdp/alarms.ts';
export { decodeDocument, encodeDocument, formatTime, parseTime } from './manscdp/document.ts';
export { decodePtz, encodePtz, type PtzCommand } from './manscdp/ptz.ts';
export {
  type CatalogItem,
  type Document,
  type DocumentOf,
  LAYOUTS,
  type MessageName,
  type RecordItem,
} from './manscdp/tables.ts';
export { Pictures } from './media/nals.ts';
export { ProgramStream } from './media/program.ts';
export {
  decodeRtp,
  encodeRtp,
  frameRtp,
  type Ordered,
  packetize,
  RtpOrder,
  type RtpPacket,
  RtpStream,
} from './media/rtp.ts';
export type { AccessUnit } from './media/unit.ts';
export { type Program, writePack } from './media/write.ts';
export type { Refusal, RefusalReason } from './refusal.ts';
export { type MediaFormat, parseFormat, parseSdp, type Payload, type Session, writeFormat, writeSdp } from './sdp.ts';
export {
  type DigestInput,
  type DigestMembers,
  digestResponse,
  type Hash,
  parseDigest,
  writeDigest,
} from './sip/digest.ts';
export { type Address, parseAddress, parseCSeq, parseVia, type Via, writeAddress } from './sip/fields.ts';
export {
  decodeSip,
  encodeSip,
  type Header,
  headerValue,
  headerValues,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from './sip/message.ts';
export { SipStream } from './sip/stream.ts';
