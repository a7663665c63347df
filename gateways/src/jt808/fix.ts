import { itemOf, type LocationBody } from '@anlan/jt808';
import type { Fix } from '@anlan/kernel/position';
import { eventsOf, pressed } from './safety.ts';

const POSITIONED = 1 << 1;
const DIGITS_2013 = 12;

/** The register identity of a terminal: its phone digits, at least twelve, without the zeros 2019 pads in front. */
export function identityOf(phone: string): string {
  return `jt808:${phone.replace(/^0+/, '').padStart(DIGITS_2013, '0')}`;
}

/** The fix of a location body; an impossible device time is replaced by `now` (epoch ms), as JT/T 808 terminals without time send zeros. */
export function fixOf(body: LocationBody, now: number, live: boolean): Fix {
  const { items } = body;
  // Always of the same members, filled or not: all that follows is quicker with objects of one kind.
  return {
    at: body.time.epochMs ?? now,
    lon: body.longitude,
    lat: body.latitude,
    speed: body.speed,
    heading: body.direction,
    altitude: body.altitude,
    positioned: (body.status & POSITIONED) !== 0,
    live,
    alarmBits: body.alarm,
    statusBits: body.status,
    recorded: itemOf(items, 'recorderSpeed'),
    odometer: itemOf(items, 'mileage'),
    satellites: itemOf(items, 'satellites'),
    safety: items.length === 0 && !pressed(body) ? undefined : eventsOf(body),
  };
}

/** Does the fix lie on the earth? */
export function isPossible(fix: Fix): boolean {
  return Math.abs(fix.lon) <= 180 && Math.abs(fix.lat) <= 90;
}
