import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { rangeOf, UNKNOWN } from '../draft.ts';
import { points } from '../points.ts';
import type { Register } from '../register.ts';

/** What a sender says once: its devices, each with its secret, and the points it will send of them, in order. */
export const listSchema = z.object({
  devices: z
    .array(
      z.object({
        device: z.string().min(1).max(100).describe('identity in the register, `mqtt:SR-000042`'),
        secret: z.string().min(1).max(200),
        points: z.array(z.string().min(1).max(64)).min(1).max(10_000).describe('keys of its points'),
      }),
    )
    .min(1)
    .max(200_000),
});
type Given = z.infer<typeof listSchema>;

/** A sender's points by their places in its list. */
export interface SenderList {
  readonly token: string;
  /** Of the sender's first device: under it the numbers of its batches are kept apart from those of others. */
  readonly sender: string;
  readonly size: number;
  /** By place: the point's number, or `UNKNOWN`, and its measuring range. */
  readonly point: Uint32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Places of points that are not registered, or no longer. */
  readonly unknown: readonly number[];
  nameOf(place: number): { readonly device: string; readonly point: string };
}

export interface Lists {
  /** The same list gives the same token. */
  declare(given: Given): SenderList | Refusal;
  /** A list as the register is now; undefined when it is not known here, or a device of it no longer proves itself. */
  find(token: string): SenderList | undefined;
}

export interface ListsParts {
  readonly register: Pick<Register, 'find' | 'version'>;
  readonly verify: (device: string, secret: string) => boolean;
  /** Tokens follow from the list and this key. */
  readonly key: string;
}

/** Points of all lists together, and lists: the one not used for longest goes first, and its sender sends it again. */
const MOST_POINTS = 4_000_000;
const MOST_LISTS = 256;

interface Kept {
  readonly given: Given;
  readonly version: number;
  readonly list: SenderList;
}

/** Lists are kept in memory only. Whoever sends one shows the secret of every device in it; its token then stands for them. */
export function openLists({ register, verify, key }: ListsParts): Lists {
  const lists = new Map<string, Kept>();
  let size = 0;

  function forget(token: string): void {
    size -= lists.get(token)?.list.size ?? 0;
    lists.delete(token);
  }

  function keep(token: string, given: Given): SenderList {
    forget(token);
    const list = resolve(token, given, register);
    lists.set(token, { given, version: register.version(), list });
    size += list.size;
    for (const [oldest] of lists) {
      if (oldest === token || (size <= MOST_POINTS && lists.size <= MOST_LISTS)) break;
      forget(oldest);
    }
    return list;
  }

  const unproven = (given: Given): string | undefined =>
    given.devices.find(({ device, secret }) => register.find(device) === undefined || !verify(device, secret))?.device;

  return {
    declare(given) {
      const count = given.devices.reduce((sum, device) => sum + device.points.length, 0);
      if (count > MOST_POINTS / 2) return refuse('batch-malformed', { detail: `${count} points` }, 'devices');
      const device = unproven(given);
      if (device !== undefined) return refuse('device-unproven', { device }, 'devices');
      return keep(createHmac('sha256', key).update(JSON.stringify(given)).digest('base64url'), given);
    },
    find(token) {
      const kept = lists.get(token);
      if (kept === undefined) return undefined;
      if (kept.version === register.version()) {
        lists.delete(token);
        lists.set(token, kept);
        return kept.list;
      }
      if (unproven(kept.given) === undefined) return keep(token, kept.given);
      forget(token);
      return undefined;
    },
  };
}

function resolve(token: string, { devices }: Given, register: Pick<Register, 'find'>): SenderList {
  const size = devices.reduce((sum, device) => sum + device.points.length, 0);
  const point = new Uint32Array(size).fill(UNKNOWN);
  const low = new Float64Array(size);
  const high = new Float64Array(size);
  const firsts: number[] = [];
  const unknown: number[] = [];
  let place = 0;
  for (const { device, points: keys } of devices) {
    firsts.push(place);
    const registered = register.find(device)!;
    for (const key of keys) {
      const subject = registered.points.get(key);
      if (subject === undefined) unknown.push(place);
      else {
        const range = rangeOf(subject);
        point[place] = points.of(subject.id);
        low[place] = range.low;
        high[place] = range.high;
      }
      place += 1;
    }
  }
  return {
    token,
    sender: register.find(devices[0]!.device)!.id,
    size,
    point,
    low,
    high,
    unknown,
    nameOf(wanted) {
      const index = firsts.findLastIndex((first) => first <= wanted);
      const { device, points: keys } = devices[index]!;
      return { device, point: keys[wanted - firsts[index]!]! };
    },
  };
}
