import { ByteReader, ByteWriter } from '@anlan/wire';
import { text, u32, u8, type Context, type Value } from './field.ts';
import { list, record, sized } from './structure.ts';

/** Content of a 0x0900 of type 0xF7; T/JSATL 12-2017 table 4-22. */
const state = record({
  /** 1 normal, 2 standby, 3 upgrading, 4 fault, 16 disconnected. */
  state: u8,
  /** Bits: 0 camera, 1 main storage, 2 backup storage, 3 infrared, 4 speaker, 5 battery, 10 communication, 11 GNSS. */
  faults: u32,
});

const shortText = sized(1, text);

/** Content of a 0x0900 of type 0xF8; T/JSATL 12-2017 table 4-23. */
const information = record({
  company: shortText,
  model: shortText,
  hardwareVersion: shortText,
  softwareVersion: shortText,
  deviceId: shortText,
  customerCode: shortText,
});

/** The transparent types of 0x8900 and 0x0900 that concern active-safety peripherals. */
export const PERIPHERAL_STATE = 0xf7;
export const PERIPHERAL_INFORMATION = 0xf8;

export type PeripheralState = Value<typeof state>;
export type PeripheralInformation = Value<typeof information>;

/** A peripheral (0x64 ADAS, 0x65 DSM, 0x66 TPMS, 0x67 BSD) and what it told. */
export interface Peripheral<T> {
  id: number;
  told: T;
}

const states = list(u8, record({ id: u8, told: sized(1, state) }));
const informations = list(u8, record({ id: u8, told: sized(1, information) }));
const asked = list(u8, u8);
const CONTEXT: Context = { version: 2013, warnings: [] };

/** The content of a 0x0900 of type 0xF7, or null when it is laid out otherwise. */
export function peripheralStates(content: Uint8Array): Peripheral<PeripheralState>[] | null {
  const input = new ByteReader(content);
  const peripherals = states.read(input, CONTEXT, {});
  return input.overrun ? null : peripherals;
}

/** The content of a 0x0900 of type 0xF8, or null when it is laid out otherwise. */
export function peripheralInformation(content: Uint8Array): Peripheral<PeripheralInformation>[] | null {
  const input = new ByteReader(content);
  const peripherals = informations.read(input, CONTEXT, {});
  return input.overrun ? null : peripherals;
}

/** The content of a 0x8900 of type 0xF7 or 0xF8 that asks the peripherals of these IDs. */
export function askPeripherals(ids: number[]): Uint8Array {
  const output = new ByteWriter();
  asked.write(output, ids, CONTEXT, {});
  return output.finish();
}
