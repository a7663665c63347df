import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LinkAgreed } from './lower-platform.ts';

/** What a simulation is told on its command line. */
export interface Options {
  readonly protocol: Protocol;
  readonly devices: number;
  /** Messages a second of all devices together. */
  readonly rate: number;
  readonly seconds: number;
  readonly host: string;
  readonly port: number;
  /** First of identities counted up, instead of those of the demonstration city. */
  readonly first: string | undefined;
  /** JT/T 809: what is agreed for the link. */
  readonly link?: LinkAgreed | undefined;
  /** CAP: the token of a warning source. */
  readonly token?: string | undefined;
  /** Coal mines: the folder the platform watches. */
  readonly folder?: string | undefined;
  readonly json: boolean;
}

/** Protocols that can be simulated, with the variable and default of their port. */
export const PROTOCOLS = {
  jt808: ['ANLAN_JT808_PORT', 8808],
  jt809: ['ANLAN_JT809_PORT', 8809],
  hj212: ['ANLAN_HJ212_PORT', 8814],
  gb26875: ['ANLAN_GB26875_PORT', 8816],
  ais: ['ANLAN_AIS_PORT', 8810],
  gb28181: ['ANLAN_GB28181_PORT', 5060],
  mqtt: ['ANLAN_MQTT_PORT', 8812],
  sparkplug: ['ANLAN_MQTT_PORT', 8812],
  // Terminals of JT/T 808 with cameras: the platform tells them where their streams go.
  jt1078: ['ANLAN_JT808_PORT', 8808],
  cap: ['ANLAN_PORT', 8420],
  // Files need no port.
  coal: ['', 8420],
  // These serve: the platform comes to them, by the settings of a device.
  modbus: ['', 5020],
  opcua: ['', 4840],
  rtsp: ['', 8554],
} as const;
export type Protocol = keyof typeof PROTOCOLS;

export const USAGE = `npm run simulate -- ${Object.keys(PROTOCOLS).join('|')} [options]
  --devices N   connections (100); each needs an open file, see ulimit -n
  --rate R      messages a second of all devices together (100)
  --seconds S   duration after all devices are connected (10)
  --host H      address of the platform (127.0.0.1)
  --port P      port of the protocol (${Object.entries(PROTOCOLS)
    .map(([name, [, port]]) => `${name} ${port}`)
    .join(', ')})
  --first ID    identities counted up from ID instead of those of the demonstration city; ID ends in digits
  --link C:U:P  jt809: access code, user and password agreed with the upper platform; devices are vehicles
  --token T     cap: the token of a warning source of the platform
  --folder F    coal: the folder the platform watches (mines in <ANLAN_HOME>)
  --json        report as one line of JSON
The key of demonstration devices is read from <ANLAN_HOME>/demonstration.key (.anlan).`;

const TEXT = { type: 'string' } as const;

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: {
        devices: TEXT,
        rate: TEXT,
        seconds: TEXT,
        host: TEXT,
        port: TEXT,
        first: TEXT,
        link: TEXT,
        token: TEXT,
        folder: TEXT,
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const [protocol] = positionals;
    if (positionals.length !== 1 || !isProtocol(protocol)) return USAGE;
    const [variable, usual] = PROTOCOLS[protocol];
    if (values.first !== undefined && !/\d$/.test(values.first)) throw new Error('--first must end in digits');
    return {
      protocol,
      devices: number('devices', values.devices, 100, 1, 100_000),
      rate: number('rate', values.rate, 100, 0.1, 1_000_000),
      seconds: number('seconds', values.seconds, 10, 1, 86_400),
      host: values.host ?? '127.0.0.1',
      port: number('port', values.port ?? env[variable], usual, 1, 65_535),
      first: values.first,
      link: protocol === 'jt809' ? linkOf(values.link) : undefined,
      token: protocol === 'cap' ? tokenOf(values.token) : undefined,
      folder: values.folder ?? join(env['ANLAN_HOME'] || '.anlan', 'mines'),
      json: values.json ?? false,
    };
  } catch (error) {
    return `${(error as Error).message}\n${USAGE}`;
  }
}

function tokenOf(text: string | undefined): string {
  if (!text) throw new Error('--token must be the token of a warning source');
  return text;
}

function linkOf(text: string | undefined): LinkAgreed {
  const [, code, user, password] = /^(\d{1,10}):(\d{1,10}):(.{1,8})$/.exec(text ?? '') ?? [];
  if (password === undefined) throw new Error('--link must be access code, user and password with colons between');
  return { accessCode: Number(code), userId: Number(user), password };
}

function isProtocol(name: string | undefined): name is Protocol {
  return name !== undefined && Object.hasOwn(PROTOCOLS, name);
}

function number(name: string, text: string | undefined, usual: number, low: number, high: number): number {
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (!(value >= low && value <= high))
    throw new Error(`--${name} must be a number from ${low} to ${high}, not ${text}`);
  return value;
}
