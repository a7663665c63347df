const SCHEMA_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/;
const READABLE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[-+]\d\d:\d\d)$/;

/** Milliseconds since 1970 of a CAP time, null when it is none; takes `Z` and fractions, which the schema does not. */
export function parseTime(text: string): number | null {
  const [, clock, zone] = READABLE.exec(text) ?? [];
  if (clock === undefined || zone === undefined) return null;
  const asUtc = Date.parse(`${clock}Z`);
  // Date.parse takes 31 February for 2 March.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(clock)) return null;
  const [hours, minutes] = zone === 'Z' ? [0, 0] : [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 14 || minutes > 59) return null;
  return asUtc - (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** True for a time in the form the schema demands: whole seconds and a numeric zone, `-00:00` for UTC. */
export function isSchemaTime(text: string): boolean {
  return SCHEMA_TIME.test(text) && parseTime(text) !== null;
}

/** A time as CAP writes it, in a zone `offsetMinutes` ahead of UTC (480, China's, if absent); years 0 to 9999. */
export function formatTime(epochMs: number, offsetMinutes = 480): string {
  const clock = new Date(epochMs + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(offsetMinutes);
  const zone = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}${offsetMinutes > 0 ? '+' : '-'}${zone}`;
}
