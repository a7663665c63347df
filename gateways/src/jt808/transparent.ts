import type { BodyOf } from '@anlan/jt808';
import { TRANSPARENT_TYPES, type TransparentSource, type TransparentType } from '@anlan/kernel/collection';
import type { Signal } from '@anlan/kernel/telemetry';
import { ARRANGE } from '../modbus/value.ts';

/** How the raw bytes of a type are read once they stand in the order ABCD. */
const READ: Record<TransparentType, (view: DataView) => number> = {
  int8: (view) => view.getInt8(0),
  uint8: (view) => view.getUint8(0),
  int16: (view) => view.getInt16(0),
  uint16: (view) => view.getUint16(0),
  int32: (view) => view.getInt32(0),
  uint32: (view) => view.getUint32(0),
  float32: (view) => view.getFloat32(0),
  float64: (view) => view.getFloat64(0),
};

/**
 * What the transparent data of a terminal (0x0900) says of its points, at `at` (epoch ms): the message has no time of its
 * own. `short` counts sources beyond its end; a source that holds no number is left out.
 */
export function transparentReadings(
  { type, content }: BodyOf<'transparentUp'>,
  sources: readonly TransparentSource[],
  at: number,
): { readonly signals: readonly Signal[]; readonly short: number } {
  let short = 0;
  const signals = sources.flatMap((source): Signal[] => {
    if (source.message !== type) return [];
    const end = source.position + TRANSPARENT_TYPES[source.type];
    if (end > content.length) {
      short += 1;
      return [];
    }
    const arranged = ARRANGE[source.order](content.subarray(source.position, end));
    const raw = READ[source.type](new DataView(arranged.buffer, arranged.byteOffset, arranged.byteLength));
    const own = source.bit === null ? raw : (raw >> source.bit) & 1;
    const value = own * source.scale + source.offset;
    return Number.isFinite(value) ? [{ kind: 'reading', point: source.point, at, value, quality: 'good' }] : [];
  });
  return { signals, short };
}
