import { decodeBody, encodeBody, gmt8Moment, type Header } from '@anlan/jt808';
import { type Edition, type Position, wallClockMs } from '@anlan/jt809';
import type { Fix } from '@anlan/kernel/position';
import { fixOf as fixOfLocation } from '../jt808/fix.ts';

const POSITIONED = 1 << 1;
const EIGHT_HOURS = 8 * 3_600_000;
const LOCATION = 0x0200;

/** The header a JT/T 808 report has lost inside JT/T 809. */
const BARE: Header = {
  msgId: LOCATION,
  version: 2019,
  size: 17,
  bodyLength: 0,
  encryption: 0,
  phone: '0',
  serial: 0,
};

/** The fix of a position, or why there is none. `live` false for what is re-sent (0x1203). */
export function fixOf(position: Position, now: number, live: boolean): Fix | 'malformed' | 'unsupported' {
  // The map's plug-in has moved longitude and latitude: without its key they are no place.
  if (position.encrypted === 1) return 'unsupported';
  if ('report' in position) {
    const report = decodeBody(BARE, position.report);
    return report.ok && report.kind === 'location' ? fixOfLocation(report.body, now, live) : 'malformed';
  }
  const at = wallClockMs(position.time);
  if (at === null) return 'malformed';
  return {
    at,
    lon: position.longitude,
    lat: position.latitude,
    speed: position.speed,
    heading: position.direction,
    altitude: position.altitude,
    positioned: (position.status & POSITIONED) !== 0,
    live,
    alarmBits: position.alarm,
    statusBits: position.status,
  };
}

/** The position of a fix in the layout of an edition; whole seconds, as the protocol keeps. */
export function positionOf(fix: Fix, edition: Edition): Position {
  const status = withPositioned(fix.statusBits ?? 0, fix.positioned);
  const alarm = fix.alarmBits ?? 0;
  const direction = Math.round(fix.heading ?? 0) % 360;
  const altitude = Math.round(fix.altitude ?? 0);
  const speed = fix.speed ?? 0;
  if (edition === 2011) {
    return {
      encrypted: 0,
      time: new Date(fix.at + EIGHT_HOURS).toISOString().slice(0, 19).replace('T', ' '),
      longitude: fix.lon,
      latitude: fix.lat,
      speed: Math.round(speed),
      recorderSpeed: Math.round(speed),
      mileage: 0,
      direction,
      altitude,
      status,
      alarm,
    };
  }
  const body = { alarm, status, latitude: fix.lat, longitude: fix.lon, altitude, speed, direction };
  const report = encodeBody({ kind: 'location', body: { ...body, time: gmt8Moment(fix.at), items: [] } }, 2019);
  const platforms = { platform: '', alarm, cityPlatform: '', cityAlarm: 0, provincePlatform: '', provinceAlarm: 0 };
  return { encrypted: 0, report, ...platforms };
}

function withPositioned(status: number, positioned: boolean): number {
  return (positioned ? status | POSITIONED : status & ~POSITIONED) >>> 0;
}
