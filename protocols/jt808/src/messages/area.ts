import { u16, u32, u8, text, type Field, type Value } from '../field.ts';
import { degrees, signed } from '../position.ts';
import { list, record, since2019, sized, when } from '../structure.ts';
import { gmt8 } from '../time.ts';
import { message } from './message.ts';

/**
 * Attribute bits: 0 by time, 1 speed limit, 2 tell the driver on entry, 3 the platform on entry, 4 the driver on
 * leaving, 5 the platform on leaving, 6 south, 7 west, 8 doors forbidden, 14 no communication inside, 15 collect GNSS
 * detail inside.
 */
interface Attributed {
  attributes: number;
}

const byTime = ({ attributes }: Attributed): boolean => (attributes & 1) !== 0;
const limited = ({ attributes }: Attributed): boolean => (attributes & 2) !== 0;
const limited2019 = (body: Attributed, context: { version: number }): boolean =>
  context.version === 2019 && limited(body);

/** A time whose year, month and day are 00 repeats daily. */
const period = { start: when(byTime, gmt8), end: when(byTime, gmt8) };
/** Kilometres per hour, and seconds of overspeed before the alarm. */
const limit = { maxSpeed: when(limited, u16), overspeedSeconds: when(limited, u8) };
const nightLimit = { nightMaxSpeed: when(limited2019, u16) };
const name = { name: since2019(sized(2, text)) };

const AREA_HEMISPHERES = { word: 'attributes', south: 6, west: 7 } as const;

/** Radius in metres. */
const circle = signed(
  record({
    id: u32,
    attributes: u16,
    latitude: degrees,
    longitude: degrees,
    radius: u32,
    ...period,
    ...limit,
    ...nightLimit,
    ...name,
  }),
  { ...AREA_HEMISPHERES, latitudes: ['latitude'], longitudes: ['longitude'] },
);

/** Top left and bottom right corner. */
const rectangle = signed(
  record({
    id: u32,
    attributes: u16,
    top: degrees,
    left: degrees,
    bottom: degrees,
    right: degrees,
    ...period,
    ...limit,
    ...nightLimit,
    ...name,
  }),
  { ...AREA_HEMISPHERES, latitudes: ['top', 'bottom'], longitudes: ['left', 'right'] },
);

/** Vertices carry unsigned degrees; attribute bits 6 and 7 say south and west for all of them. */
const polygon = record({
  id: u32,
  attributes: u16,
  ...period,
  ...limit,
  vertices: list(u16, record({ latitude: degrees, longitude: degrees })),
  ...nightLimit,
  ...name,
});

/** Segment attribute bits: 0 driving time, 1 speed limit, 2 south, 3 west. Width in metres, times in seconds. */
const timed = ({ attributes }: Attributed): boolean => (attributes & 1) !== 0;
const turningPoint = signed(
  record({
    id: u32,
    segmentId: u32,
    latitude: degrees,
    longitude: degrees,
    width: u8,
    attributes: u8,
    maxSeconds: when(timed, u16),
    minSeconds: when(timed, u16),
    ...limit,
    ...nightLimit,
  }),
  { word: 'attributes', south: 2, west: 3, latitudes: ['latitude'], longitudes: ['longitude'] },
);

const route = record({ id: u32, attributes: u16, ...period, points: list(u16, turningPoint), ...name });

const shapes = { 1: circle, 2: rectangle, 3: polygon, 4: route };

export type Circle = Value<typeof circle>;
export type Rectangle = Value<typeof rectangle>;
export type Polygon = Value<typeof polygon>;
export type Route = Value<typeof route>;

/** 0x0608: type 1 circles, 2 rectangles, 3 polygons, 4 routes. */
export interface AreaAnswer {
  type: number;
  areas: (Circle | Rectangle | Polygon | Route)[];
}

const areaAnswer: Field<AreaAnswer> = {
  read(input, context, parent) {
    const type = input.u8();
    return { type, areas: list(u32, shapeOf(type)).read(input, context, parent) };
  },
  write(output, { type, areas }, context, parent) {
    output.u8(type);
    list(u32, shapeOf(type)).write(output, areas, context, parent);
  },
};

function shapeOf(type: number): Field<AreaAnswer['areas'][number]> {
  return shapes[type as keyof typeof shapes] ?? circle;
}

/** Action 0 update, 1 append, 2 modify. */
const set = <T>(shape: Field<T>) => record({ action: u8, areas: list(u8, shape) });
/** No ID deletes all. */
const remove = record({ ids: list(u8, u32) });

export const areaMessages = {
  setCircles: message(0x8600, '设置圆形区域', set(circle)),
  deleteCircles: message(0x8601, '删除圆形区域', remove),
  setRectangles: message(0x8602, '设置矩形区域', set(rectangle)),
  deleteRectangles: message(0x8603, '删除矩形区域', remove),
  setPolygon: message(0x8604, '设置多边形区域', polygon),
  deletePolygons: message(0x8605, '删除多边形区域', remove),
  setRoute: message(0x8606, '设置路线', route),
  deleteRoutes: message(0x8607, '删除路线', remove),
  /** Type as in 0x0608; no ID asks for all. */
  queryAreas: message(0x8608, '查询区域或线路数据', record({ type: u8, ids: list(u32, u32) })),
  areasAnswer: message(0x0608, '查询区域或线路数据应答', areaAnswer),
};
