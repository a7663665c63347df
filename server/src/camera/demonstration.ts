import { camerasOf, randomOf, type DemonstrationCamera, type DemonstrationCity } from '@anlan/data';
import type { Row, Rows } from '../demonstration/insert.ts';

const SEED = 'anlan';
const DAYS = 30;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Shares of cameras: never heard of, troubled by their line. */
const NEVER = 0.02;
const TROUBLED = 0.12;

const made = new WeakMap<DemonstrationCity, ReturnType<typeof camerasOf>>();

/** They are asked for twice: devices stand before what is connected to them. */
function camerasIn(city: DemonstrationCity): ReturnType<typeof camerasOf> {
  const cameras = made.get(city) ?? camerasOf(SEED, city);
  made.set(city, cameras);
  return cameras;
}

/** Recorders of plants and video platforms of counties, as devices. */
export function recorderRows(
  city: DemonstrationCity,
  named: (name: string) => Row,
  placeName: (regionPath: string) => string,
): Row[] {
  return camerasIn(city).recorders.map((record) => ({
    ...named(record.enterpriseId === null ? `${placeName(record.regionPath)}视频汇聚平台（演示）` : record.name),
    id: record.id,
    region_path: record.regionPath,
    organisation_id: record.enterpriseId,
    sector: record.sector,
    lon: record.lon,
    lat: record.lat,
    enterprise: record.enterpriseId,
    identity: `gb28181:${record.code}`,
    protocol: 'gb28181',
    origin: 'generated',
    model: record.maker,
  }));
}

/** Cameras with what they watch, and when they were on line in the last month. */
export function cameraRows(city: DemonstrationCity, named: (name: string) => Row): Rows {
  const { cameras } = camerasIn(city);
  const now = Date.now();
  return {
    camera: cameras.map((record) => ({
      ...named(record.name),
      ...ownerOf(record),
      id: record.id,
      lon: record.lon,
      lat: record.lat,
      code: record.code,
      enterprise: record.enterpriseId,
      device: record.recorderId,
      protocol: 'gb28181',
      maker: record.maker,
      place: record.place,
      ptz: record.ptz,
    })),
    camera_subject: cameras.flatMap((record) =>
      record.subjects.map(({ kind, id }) => ({ ...ownerOf(record), camera_id: record.id, kind, subject_id: id })),
    ),
    camera_span: cameras.flatMap((record) => [...spansOf(record, now)]),
    camera_catalogue: cameras.map((record) => ({
      device_id: record.recorderId,
      code: record.code,
      parent: record.recorderCode,
      name: record.name,
      status: 'ON',
      item: { Manufacturer: record.maker, Address: record.place },
      heard_at: new Date(now - DAY_MS / 4),
      ...ownerOf(record),
    })),
  };
}

function ownerOf({ regionPath, enterpriseId, sector }: DemonstrationCamera) {
  return { region_path: regionPath, organisation_id: enterpriseId, sector };
}

/** On line, off line, on line …, without a hole, to now. */
function* spansOf(record: DemonstrationCamera, now: number): Generator<Row> {
  const random = randomOf(`${SEED} spans ${record.id}`);
  if (random.chance(NEVER)) return;
  const troubled = random.chance(TROUBLED);
  let at = now - DAYS * DAY_MS;
  let online = true;
  while (at < now) {
    const lasts = online
      ? random.between(troubled ? 1 : 6, troubled ? 4 : 40) * DAY_MS
      : random.between(0.2, troubled ? 30 : 5) * HOUR_MS;
    const until = at + lasts;
    const why = online ? '目录报在线' : '三次心跳未到';
    const over = until < now;
    yield {
      ...ownerOf(record),
      camera_id: record.id,
      online,
      from_at: new Date(at),
      until_at: over ? new Date(until) : null,
      why,
    };
    at = until;
    online = !online;
  }
}
