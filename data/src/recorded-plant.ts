import type { DemonstrationCity, Device, Limit, LimitKey, Point } from './records.ts';

/**
 * Operating and shut-down limits of the Tennessee Eastman reactor (Downs and Vogel 1993, table 6: pressure 2895 and 3000 kPa,
 * temperature 150 and 175 °C), in the units of the points.
 */
const LIMITS: Readonly<Record<string, Readonly<Partial<Record<LimitKey, number>>>>> = {
  'reactor-pressure': { H: 2.895, HH: 3 },
  'reactor-temperature': { H: 150, HH: 175 },
};
const BASIS = 'Downs & Vogel 1993 表 6';

type Equipment = Pick<DemonstrationCity, 'devices' | 'points' | 'limits'>;

/** Gives the first reactor the limits of the recorded plant, whose measurements the replay sends as this device's. */
export function withRecordedPlant<City extends Equipment>(city: City): City {
  const device = city.devices.find(({ kind }) => kind === 'reactor');
  if (device === undefined) return city;
  const own = new Map(city.points.filter(({ deviceId }) => deviceId === device.id).map((point) => [point.id, point]));
  const limitsOf = (point: Point) => LIMITS[point.kind] ?? point.limits;
  return {
    ...city,
    devices: city.devices.map((other): Device => (other === device ? { ...device, origin: 'recorded' } : other)),
    points: city.points.map((point): Point => (own.has(point.id) ? { ...point, limits: limitsOf(point) } : point)),
    limits: city.limits.map((limit): Limit => {
      const point = own.get(limit.pointId);
      const value = point === undefined ? undefined : limitsOf(point)[limit.key];
      return value === undefined ? limit : { ...limit, value, basis: BASIS };
    }),
  };
}
