import type { ByteReader } from '@anlan/wire';
import { identifier, padded, record, type Field, type RecordOf } from './field.ts';

const terminal = (model: number) =>
  record({
    platform: padded(11),
    producer: padded(11),
    model: padded(model),
    terminalId: identifier(7),
    sim: padded(12),
  });

const fields2019 = {
  platform: padded(11),
  producer: padded(11),
  model: padded(30),
  imei: padded(15),
  terminalId: identifier(30),
  sim: padded(13),
};

const layout2011 = terminal(20);
const layout2019 = record(fields2019);

/** The layouts by their size: 2011, its older form with a model of 8 bytes, and 2019. */
const LAYOUTS: readonly (readonly [number, Field<Registration>])[] = [
  [49, terminal(8)],
  [61, layout2011],
  [110, layout2019],
];

/** A vehicle's terminal as 0x1201 registers it; with `imei` it has the layout of 2019. */
export type Registration = Omit<RecordOf<typeof fields2019>, 'imei'> & { imei?: string };

/** 0x1201: read by its size, for senders mix the layouts; written as 2019 lays it out when there is an `imei`. */
export const registration: Field<Registration> = {
  read(input, context) {
    const layout = LAYOUTS.find(([size]) => size === input.remaining)?.[1];
    return (layout ?? fallback(input, context.edition)).read(input, context);
  },
  write(output, value, context) {
    if (value.imei === undefined) layout2011.write(output, value, context);
    else layout2019.write(output, { ...value, imei: value.imei }, context);
  },
};

function fallback(input: ByteReader, edition: 2011 | 2019): Field<Registration> {
  return edition === 2019 && input.remaining > 61 ? layout2019 : layout2011;
}
