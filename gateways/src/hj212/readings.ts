import { COMMANDS, dataTimeOf, measuredOf, type Packet, parseTime } from '@anlan/hj212';
import type { KnownDevice, Quality, Signal } from '@anlan/kernel/telemetry';

/**
 * What a data flag says of a value (HJ 212-2017 6.6.4 table 8): only N may be judged by limits. Letters that
 * manufacturers add are kept as suspect; a value without flag, as stations of 2005 send it, counts as normal.
 */
const FLAG_QUALITY: Readonly<Record<string, Quality>> = {
  N: 'good',
  F: 'maintenance',
  M: 'maintenance',
  S: 'suspect',
  D: 'bad',
  C: 'calibration',
  T: 'suspect',
  B: 'bad',
  P: 'bad',
};

/** Quality of a value by its data flag. */
export function qualityOf(flag: string | undefined): Quality {
  if (flag === undefined || flag === '') return 'good';
  return FLAG_QUALITY[flag.toUpperCase()] ?? 'suspect';
}

/** Kinds of values and what they add to a point's key; kinds not named here are kept under their own name. */
const SUFFIX: Readonly<Record<string, string>> = {
  Rtd: '',
  Avg: '',
  Min: '.min',
  Max: '.max',
  Cou: '.sum',
  Data: '',
  // HJ/T 212-2005: what was measured while the station alarmed.
  Ala: '',
};
const PERIOD_PREFIX: Readonly<Record<string, string>> = { minute: '.minute', hour: '.hour', day: '.day' };

/**
 * The key of a point: `a24088` for the value now, `a24088.hour` for an hour's mean, `a24088.hour.min`, `.max`, `.sum`;
 * converted values (Zs…) `a24088.zs…`; equipment `SB1.rs`, `SB1.rt`.
 */
export function pointKey(code: string, kind: string, interval: string | undefined): string {
  const converted = kind.startsWith('Zs') ? '.zs' : '';
  const plain = converted ? kind.slice(2) : kind;
  return `${code}${converted}${PERIOD_PREFIX[interval ?? ''] ?? ''}${SUFFIX[plain] ?? `.${plain.toLowerCase()}`}`;
}

/** Signals of an upload and the moment they are of; `undefined` when a period has no time of its own. */
export interface Upload {
  readonly at: number;
  readonly signals: readonly Signal[];
}

/**
 * The signals of an upload of values. `now` (epoch ms) stands for a missing or impossible DataTime of real-time data
 * only: a mean without its period says nothing. An alarm event (HJ/T 212-2005 2072) is the value then measured and,
 * where the register has such a point, `<factor>.alarm`, 1 from its beginning to its end.
 */
export function uploadOf(packet: Packet, now: number, points?: KnownDevice['points']): Upload | undefined {
  const interval = COMMANDS.get(packet.cn)?.interval;
  const stated = parseTime(dataTimeOf(packet) ?? '');
  if (stated === undefined && interval !== 'moment') return undefined;
  const at = stated ?? parseTime(packet.qn ?? '') ?? now;
  const signals = measuredOf(packet).flatMap(({ code, values, texts, flag }) => {
    const own = interval === 'moment' ? parseTime(texts['SampleTime'] ?? '') : undefined;
    const quality = qualityOf(flag);
    return Object.entries(values).map(([kind, value]): Signal => {
      const point = pointKey(code, kind, interval);
      return { kind: 'reading', point, at: own ?? at, value, quality };
    });
  });
  return { at, signals: interval === 'event' ? [...signals, ...alarmsOf(packet, at, points)] : signals };
}

/** `101-Ala=1.1,AlarmType=1`: the type stands in the item of its factor, 1 when the alarm begins and 0 when it ends. */
function alarmsOf({ items }: Packet, at: number, points: KnownDevice['points']): Signal[] {
  return items.flatMap((item): Signal[] => {
    const code = item.find(([name]) => name.endsWith('-Ala'))?.[0].slice(0, -'-Ala'.length);
    const type = item.find(([name]) => /^(.*-)?AlarmType$/.test(name))?.[1];
    const point = `${code}.alarm`;
    if (code === undefined || !/^[01]$/.test(type ?? '') || points?.has(point) === false) return [];
    return [{ kind: 'reading', point, at, value: Number(type), quality: 'good' }];
  });
}
