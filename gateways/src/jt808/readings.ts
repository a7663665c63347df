import { type Item, type LocationBody } from '@anlan/jt808';
import type { KnownDevice, Signal } from '@anlan/kernel/telemetry';

/** What an additional item of 0x0200 measures, as a channel of its terminal. */
interface Channel {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
}

type Values = readonly (readonly [channel: Channel, value: number])[];

const channel = (key: string, label: string, unit: string): Channel => ({ key, label, unit });
const one = (key: string, label: string, unit: string) => {
  const own = channel(key, label, unit);
  return { channels: [own], read: (value: number): Values => [[own, value]] };
};

const AD0 = channel('ad0', '模拟量 AD0', '');
const AD1 = channel('ad1', '模拟量 AD1', '');
/** Wheels that have names of their own; a vehicle of more axles is read as well. */
const NAMED_WHEELS = 12;
const tyre = (wheel: number): readonly Channel[] => [
  channel(`tyre.${wheel}.pressure`, `${wheel} 号轮胎压`, 'kPa'),
  channel(`tyre.${wheel}.temperature`, `${wheel} 号轮胎温`, '℃'),
];

/** JT/T 808-2019 table 27, T/JSATL 12-2017 table 4-18; in the items' own units. */
const ITEMS = {
  mileage: one('mileage', '里程', 'km'),
  fuel: one('fuel', '油量', 'L'),
  recorderSpeed: one('recorder-speed', '行驶记录速度', 'km/h'),
  temperature: one('compartment-temperature', '车厢温度', '℃'),
  signalStrength: one('signal-strength', '无线通信网络信号强度', ''),
  satellites: one('satellites', 'GNSS 定位卫星数', ''),
  analog: {
    channels: [AD0, AD1],
    read: ({ ad0, ad1 }: { ad0: number; ad1: number }): Values => [
      [AD0, ad0],
      [AD1, ad1],
    ],
  },
  tpms: {
    channels: Array.from({ length: NAMED_WHEELS }, (_, index) => tyre(index + 1)).flat(),
    read: ({ wheels }: { wheels: readonly { position: number; pressure: number; temperature: number }[] }): Values =>
      wheels.flatMap(({ position, pressure, temperature }): Values => {
        const [pressed, warm] = tyre(position + 1) as [Channel, Channel];
        return [
          [pressed, pressure],
          [warm, temperature],
        ];
      }),
  },
} as const;

const READERS: Readonly<Record<string, { readonly read: (value: never) => Values }>> = ITEMS;
const CHANNELS = new Map(
  Object.values(ITEMS)
    .flatMap(({ channels }): readonly Channel[] => channels)
    .map((own) => [own.key, own]),
);

/** Name and unit of a channel of a vehicle terminal. */
export const terminalChannel = (key: string): Pick<Channel, 'label' | 'unit'> | undefined => CHANNELS.get(key);

const valuesOf = (item: Item): Values => READERS[item.name]?.read(item.value as never) ?? [];

/**
 * What the items of a location measured, at the time of the location: of channels that the register has points for, and
 * of others once, so that whoever enrols the terminal sees that they are there. `offered` remembers which were.
 */
export function readingsOf(
  { items }: Pick<LocationBody, 'items'>,
  at: number,
  { points }: Pick<KnownDevice, 'points'>,
  offered: Set<string>,
): Signal[] {
  if (points === undefined) return [];
  return items.flatMap(valuesOf).flatMap(([{ key }, value]): Signal[] => {
    if (!points.has(key)) {
      if (offered.has(key)) return [];
      offered.add(key);
    }
    return [{ kind: 'reading', point: key, at, value, quality: 'good' }];
  });
}
