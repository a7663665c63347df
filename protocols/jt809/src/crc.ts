const TABLE = Uint16Array.from({ length: 256 }, (_, index) => {
  let value = index << 8;
  for (let bit = 0; bit < 8; bit++) value = value & 0x8000 ? (value << 1) ^ 0x1021 : value << 1;
  return value;
});

/** CRC-16/CCITT-FALSE of `bytes[from..to)`: polynomial 0x1021, from 0xFFFF, not reflected; "123456789" gives 0x29B1. */
export function crc16(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let register = 0xffff;
  for (let i = from; i < to; i++) register = ((register << 8) & 0xffff) ^ TABLE[(register >> 8) ^ bytes[i]!]!;
  return register;
}
