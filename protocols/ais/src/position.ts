import type { Message } from './message.ts';

/** WGS-84 degrees. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
}

/** The position of a message that has one within ±180° and ±90°; 0°/0° is a place and is kept. */
export function positionOf(message: Message): Position | undefined {
  if (!('lon' in message)) return undefined;
  const { lon, lat } = message;
  if (lon === undefined || lat === undefined || Math.abs(lon) > 180 || Math.abs(lat) > 90) return undefined;
  return { lon, lat };
}

/** Rate of turn in degrees a minute (right positive) from the indicator `turn`; ±127 only says "more than 10°/min". */
export function rateOfTurn(turn: number | undefined): number | undefined {
  if (turn === undefined) return undefined;
  if (Math.abs(turn) === 127) return Math.sign(turn) * 10;
  return Math.sign(turn) * (turn / 4.733) ** 2;
}

/** The UTC time of a base station report in ms since 1970, or undefined when it gives none or an impossible one. */
export function reportedTime(message: Message): number | undefined {
  if (message.type !== 4 && message.type !== 11) return undefined;
  const { year, month, day, hour, minute, second } = message;
  if (!year || !month || !day || hour === undefined || minute === undefined || second === undefined) return undefined;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const possible = time.getUTCMonth() === month - 1 && time.getUTCDate() === day && hour < 24 && minute < 60;
  return possible && second < 60 ? time.getTime() : undefined;
}
