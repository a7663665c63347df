import { isBits, MODBUS_TYPES, type ByteOrder, type ModbusSource, type ModbusType } from '@anlan/kernel/collection';

/** How the raw bytes of a type are read once they stand in the order ABCD. */
const READ: Record<ModbusType, (view: DataView) => number> = {
  int16: (view) => view.getInt16(0),
  uint16: (view) => view.getUint16(0),
  int32: (view) => view.getInt32(0),
  uint32: (view) => view.getUint32(0),
  float32: (view) => view.getFloat32(0),
  int64: (view) => exact(view.getBigInt64(0)),
  uint64: (view) => exact(view.getBigUint64(0)),
  float64: (view) => view.getFloat64(0),
};

/** Beyond 2⁵³ a number would silently be another one. */
function exact(value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

const swapBytes = (bytes: Uint8Array): Uint8Array => {
  const swapped = Uint8Array.from(bytes);
  for (let at = 0; at + 1 < swapped.length; at += 2) [swapped[at], swapped[at + 1]] = [bytes[at + 1]!, bytes[at]!];
  return swapped;
};

/** Puts bytes as they came into the order ABCD; each arrangement is its own inverse. */
export const ARRANGE: Record<ByteOrder, (bytes: Uint8Array) => Uint8Array> = {
  ABCD: (bytes) => bytes,
  BADC: swapBytes,
  DCBA: (bytes) => Uint8Array.from(bytes).reverse(),
  CDAB: (bytes) => swapBytes(Uint8Array.from(bytes).reverse()),
};

/**
 * Value of a source from the bytes of its table's registers, or of its bits, beginning at `start`. NaN where the device
 * says it has none, or a whole number is too large to be exact.
 */
export function valueOf(source: ModbusSource, bytes: Uint8Array, start: number): number {
  return rawOf(source, bytes, start) * source.scale + source.offset;
}

function rawOf({ table, address, type, order, bit }: ModbusSource, bytes: Uint8Array, start: number): number {
  const at = address - start;
  if (isBits(table)) return ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
  const own = bytes.subarray(at * 2, (at + MODBUS_TYPES[type]) * 2);
  const arranged = ARRANGE[order](own);
  const raw = READ[type](new DataView(arranged.buffer, arranged.byteOffset, arranged.byteLength));
  return bit === null ? raw : (raw >> bit) & 1;
}
