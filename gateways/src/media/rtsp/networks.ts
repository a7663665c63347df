import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { StreamProblem } from '../words.ts';

/** Networks that cameras may be in: addresses, networks such as 10.20.0.0/16, and `loopback`, which only tests want. */
export interface Networks {
  allows(address: string): boolean;
}

/** This machine, link-local (cloud metadata), multicast and unspecified: never a camera, whatever is configured. */
const NEVER: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];
const LOOPBACK: typeof NEVER = [
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
];

function listOf(entries: typeof NEVER): BlockList {
  const list = new BlockList();
  for (const [address, bits, family] of entries) list.addSubnet(address, bits, family);
  return list;
}

/** `::ffff:10.0.0.1` is 10.0.0.1, for the lists as for the socket. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/** Reads a list such as `10.20.0.0/16,192.168.1.7`; what cannot be read allows nothing. */
export function networksOf(entries: readonly string[]): Networks {
  const never = listOf(NEVER);
  const loopback = listOf(LOOPBACK);
  const allowed = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const version = isIP(address);
    if (version === 0) continue;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    allowed.addSubnet(address, bits === undefined ? (version === 4 ? 32 : 128) : Number(bits), family);
  }
  const withLoopback = entries.includes('loopback');
  return {
    allows(given) {
      const address = plain(given);
      const version = isIP(address);
      if (version === 0) return false;
      const family = version === 4 ? 'ipv4' : 'ipv6';
      if (loopback.check(address, family)) return withLoopback;
      return !never.check(address, family) && allowed.check(address, family);
    },
  };
}

/**
 * The address to connect to. A name is resolved once and every address it has must be allowed, so that a name that
 * answers differently the second time leads nowhere else.
 */
export async function placeOf(host: string, networks: Networks): Promise<string> {
  const bare = host.replace(/^\[|\]$/g, '');
  const addresses = isIP(bare) === 0 ? await namesOf(bare) : [bare];
  const [first] = addresses;
  if (first === undefined || !addresses.every((address) => networks.allows(address)))
    throw new StreamProblem('network');
  return first;
}

async function namesOf(name: string): Promise<string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    throw new StreamProblem('offline', 'the name of the camera has no address');
  }
}
