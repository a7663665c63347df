/** A kind of analogue value: raw ÷ `perUnit` gives the value in `unit`. */
export interface AnalogKind {
  readonly name: string;
  readonly unit: string;
  readonly perUnit: number;
  /** Range of the value. */
  readonly from: number;
  readonly to: number;
}

const row = (name: string, unit: string, perUnit: number, from: number, to: number): AnalogKind => ({
  name,
  unit,
  perUnit,
  from,
  to,
});

/** The kinds by code (GB/T 26875.3-2011 table 9); 13–127 are reserved, 128–255 belong to users. */
export const ANALOG_KINDS: Readonly<Record<number, AnalogKind>> = {
  0: row('未用', '', 1, -32_768, 32_767),
  1: row('事件计数', '件', 1, 0, 32_000),
  2: row('高度', 'm', 100, 0, 320),
  3: row('温度', '℃', 10, -273, 3200),
  4: row('压力', 'MPa', 10, 0, 3200),
  5: row('压力', 'kPa', 10, 0, 3200),
  6: row('气体浓度', '%LEL', 10, 0, 3200),
  7: row('时间', 's', 1, 0, 32_000),
  8: row('电压', 'V', 10, 0, 3200),
  9: row('电流', 'A', 10, 0, 3200),
  10: row('流量', 'L/s', 10, 0, 3200),
  11: row('风量', 'm³/min', 10, 0, 3200),
  12: row('风速', 'm/s', 1, 0, 20),
};

/** An analogue value in its unit. */
export interface AnalogValue {
  readonly value: number;
  readonly unit: string;
  /** False when the value lies outside the range of its kind. */
  readonly inRange: boolean;
}

/**
 * The value of a raw number of type 3, or undefined for a kind without meaning. `device` replaces unit and scale for
 * devices that send water pressure in other steps than 0.1 MPa or 0.1 kPa.
 */
export function analogValue(
  analogType: number,
  raw: number,
  device: Partial<Pick<AnalogKind, 'unit' | 'perUnit'>> = {},
): AnalogValue | undefined {
  const kind = ANALOG_KINDS[analogType];
  if (!kind) return undefined;
  const value = raw / (device.perUnit ?? kind.perUnit);
  return { value, unit: device.unit ?? kind.unit, inRange: value >= kind.from && value <= kind.to };
}
