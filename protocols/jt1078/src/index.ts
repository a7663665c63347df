export { Assembler, packetsOf, type AssemblerOptions, type MediaFrame } from './assemble.ts';
export {
  DATA_TYPES,
  LOAD_TYPES,
  LONGEST_BODY,
  PART_MARKS,
  writePacket,
  type DataType,
  type Packet,
  type PartMark,
  type PhoneSize,
} from './packet.ts';
export { REFUSAL_REASONS, type Refusal, type RefusalReason } from './refusal.ts';
export { PacketStream, type StreamOptions } from './stream.ts';
