/** How a device computes its check: `hj212` as the standard says, `modbus` as many devices of the 2005 edition do. */
export type CrcVariant = 'hj212' | 'modbus';

const POLYNOMIAL = 0xa001;
const TABLE = Uint16Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >> 1) ^ POLYNOMIAL : value >> 1;
  return value;
});

/**
 * The 16-bit check of a data segment. HJ 212-2017 Appendix A shifts the register before the byte goes in, so it is not
 * CRC-16/MODBUS: "123456789" gives 0x2F80, MODBUS 0x4B37.
 */
export function crc16(bytes: Uint8Array, variant: CrcVariant = 'hj212'): number {
  let register = 0xffff;
  if (variant === 'modbus') {
    for (const byte of bytes) register = (register >> 8) ^ TABLE[(register ^ byte) & 0xff]!;
    return register;
  }
  for (const byte of bytes) {
    // After the shift the register has eight bits, so the table of single bytes covers all of it.
    register = TABLE[(register >> 8) ^ byte]!;
  }
  return register;
}

/** A check as its four hexadecimal digits. */
export function crcText(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}
