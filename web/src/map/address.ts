import { KNOWLEDGE, readArea, writeArea, type Area, type Knowledge } from '@anlan/kernel/map';
import { LEVELS, type Level } from './palette.ts';

/** What the address of the map says: everything that is needed to show somebody else the same picture. */
export interface MapAddress {
  readonly alarm: string | null;
  /** `vehicle:ID`, `vessel:ID`, `enterprise:ID`, `point:ID`. */
  readonly object: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly z: number | null;
  /** Keys of layers switched on; null = as declared. */
  readonly layers: readonly string[] | null;
  readonly levels: readonly Level[];
  /** Replayed moment (epoch ms); null = live. */
  readonly time: number | null;
  readonly dark: boolean;
  /** What a past moment is shown by. */
  readonly knowledge: Knowledge;
  /** The drawn area that is asked about. */
  readonly area: Area | null;
  /** Layers that are not fully drawn: key → 0 … 1. */
  readonly opacity: Readonly<Record<string, number>>;
}

const number = (text: string | null): number | null => {
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
};

/** `enterprises:40,tanks:70` → shares of one. */
function opacityOf(text: string | null): Record<string, number> {
  const pairs = (text ?? '').split(',').map((pair) => pair.split(':'));
  return Object.fromEntries(
    pairs.flatMap(([key = '', share = '']): [string, number][] => {
      const value = Number(share) / 100;
      return key === '' || share === '' || !(value >= 0 && value < 1) ? [] : [[key, value]];
    }),
  );
}

/** Reads an address; what cannot be understood is left out, never an error. */
export function readAddress(search: URLSearchParams): MapAddress {
  const layers = search.get('layers');
  const levels = (search.get('levels') ?? '')
    .split(',')
    .filter((level): level is Level => LEVELS.includes(level as Level));
  // Links of other pages say `at=lon,lat` and `open=kind:id`.
  const [lon = null, lat = null] = search.get('at')?.split(',') ?? [search.get('lon'), search.get('lat')];
  return {
    alarm: search.get('alarm'),
    object: search.get('object') ?? search.get('open'),
    lon: number(lon),
    lat: number(lat),
    z: number(search.get('z')),
    layers: layers === null ? null : layers.split(',').filter((key) => key !== ''),
    levels: levels.length === 0 ? LEVELS : levels,
    time: number(search.get('time')),
    dark: search.get('base') === 'dark',
    knowledge: KNOWLEDGE.find((one) => one === search.get('known')) ?? 'then',
    area: readArea(search.get('area')),
    opacity: opacityOf(search.get('opacity')),
  };
}

/** The shortest address that says the same; members at their usual value are left out, the scope of `before` stays. */
export function writeAddress(address: MapAddress, before = new URLSearchParams()): URLSearchParams {
  const search = new URLSearchParams();
  const scope = before.get('scope');
  if (scope !== null) search.set('scope', scope);
  if (address.alarm !== null) search.set('alarm', address.alarm);
  if (address.object !== null) search.set('object', address.object);
  if (address.lon !== null && address.lat !== null) {
    search.set('lon', address.lon.toFixed(4));
    search.set('lat', address.lat.toFixed(4));
  }
  if (address.z !== null) search.set('z', address.z.toFixed(1));
  if (address.layers !== null) search.set('layers', address.layers.join(','));
  if (address.levels.length < LEVELS.length) search.set('levels', address.levels.join(','));
  if (address.time !== null) search.set('time', String(address.time));
  if (address.dark) search.set('base', 'dark');
  if (address.time !== null && address.knowledge !== 'then') search.set('known', address.knowledge);
  if (address.area !== null) search.set('area', writeArea(address.area));
  const dim = Object.entries(address.opacity).filter(([, share]) => share < 1);
  if (dim.length > 0) search.set('opacity', dim.map(([key, share]) => `${key}:${Math.round(share * 100)}`).join(','));
  return search;
}

/** `vehicle:ID` → its parts; null where nothing is chosen. */
export function objectOf(text: string | null): { readonly kind: string; readonly id: string } | null {
  const at = text?.indexOf(':') ?? -1;
  return text === null || at < 1 ? null : { kind: text.slice(0, at), id: text.slice(at + 1) };
}

/** The alarm after `id` in order of urgency, round and round. */
export function nextOf(ids: readonly string[], id: string | null, step: number): string | null {
  if (ids.length === 0) return null;
  const at = id === null ? -1 : ids.indexOf(id);
  return ids[(at < 0 ? (step > 0 ? 0 : ids.length - 1) : at + step + ids.length) % ids.length] ?? null;
}
