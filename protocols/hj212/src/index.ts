export { DATA_FLAGS, EXECUTION_RESULTS, REQUEST_RESULTS, RUNNING_STATES, SYSTEMS } from './codes.ts';
export { type Command, type CommandKind, COMMANDS, type Initiator } from './commands.ts';
export { crc16, crcText, type CrcVariant } from './crc.ts';
export {
  dataAnswer,
  executionResult,
  INTERACTION,
  noticeAnswer,
  type Parameters,
  platformAnswer,
  requestAnswer,
  requestPacket,
  requestParameters,
  type Station,
} from './exchange.ts';
export { type Factor, FACTORS } from './factor-table.ts';
export { findFactor, probableUnit } from './factors.ts';
export { type Flag, flagNumber, type Packet, parseFlag, parsePacket, valueOf, writePacket } from './packet.ts';
export { type Parameter, type ParameterName, PARAMETERS } from './parameters.ts';
export { type CollectionOptions, joinPackets, PartCollection, splitPacket } from './parts.ts';
export { dataTimeOf, type Measured, measuredOf } from './readings.ts';
export type { Refusal, RefusalReason } from './refusal.ts';
export { type Item, type Pair, parseSegment, type Segment, writeSegment } from './segment.ts';
export { encodeFrame, type EncodeOptions, type Frame, Hj212Stream, segmentText, type StreamOptions } from './stream.ts';
export { formatQn, formatTime, parseTime } from './time.ts';
