import type { SignalModel } from './signal.ts';

/** A building of the demonstration; `category` as in GB 50974-2014, heights in m. */
export interface Building {
  readonly id: string;
  readonly jurisdiction: 'shangrao' | 'chongqing';
  readonly regionPath: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  /** Owner or manager; null for buildings whose owner nobody has entered. */
  readonly enterpriseId: string | null;
  readonly category: 'high-public-1' | 'high-public-2' | 'high-residential' | 'public' | 'industrial' | 'storage';
  readonly purpose: string | null;
  readonly key: boolean;
  readonly height: number | null;
  readonly floors: number;
  readonly fireWaterSystem: 'both' | 'hydrant' | 'sprinkler' | 'none' | null;
  /** m³ */
  readonly tankVolume: number | null;
}

/** A point of a field device under the key that its protocol gives it. */
export interface FieldPoint {
  readonly id: string;
  readonly key: string;
  readonly system: string;
  readonly kind: string;
  readonly name: string;
  readonly unit: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly model: SignalModel;
  /** Points of one seed move together; the point's id where left out. */
  readonly seed?: string;
  /** Height above ground, m. */
  readonly elevation: number | null;
}

/** A device that speaks a standard's protocol of its own: fire transmission devices, pollution stations and mines that upload files. */
export interface FieldDevice {
  readonly id: string;
  readonly jurisdiction: 'shangrao' | 'chongqing';
  readonly regionPath: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly enterpriseId: string;
  readonly buildingId: string | null;
  readonly sector: string;
  readonly protocol: 'gb26875' | 'hj212' | 'coal';
  /** Address, MN or mine code: the identity in the register is `<protocol>:<address>`. */
  readonly address: string;
  readonly maker: string | null;
  readonly points: readonly FieldPoint[];
}
