import { bytes, rest, u32, u8 } from '../field.ts';
import { record, sized } from '../structure.ts';
import { message } from './message.ts';

/**
 * Type 0x00 GNSS detail, 0x0B IC card, 0x41 and 0x42 serial ports, 0xF0..0xFF vendor, of which 0xF7 and 0xF8 are
 * the state and the information of active-safety peripherals.
 */
const passed = record({ type: u8, content: rest });

const rsaKey = record({ e: u32, n: bytes(128) });

export const transparentMessages = {
  transparentDown: message(0x8900, '数据下行透传', passed),
  transparentUp: message(0x0900, '数据上行透传', passed),
  compressedUp: message(0x0901, '数据压缩上报', record({ content: sized(4, rest) })),
  platformRsaKey: message(0x8a00, '平台RSA公钥', rsaKey),
  terminalRsaKey: message(0x0a00, '终端RSA公钥', rsaKey),
};
