export { bcdByte, isBcd } from './bcd.ts';
export { zeros } from './cut.ts';
export { decodeGb18030, encodeGb18030 } from './gb18030.ts';
export { fromHex, toHex } from './hex.ts';
export { ByteReader } from './reader.ts';
export { ByteWriter } from './writer.ts';
