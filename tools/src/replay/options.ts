import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What a replay is told on its command line. */
export interface Options {
  /** `city`, or a folder of recordings. */
  readonly source: string;
  readonly speed: number;
  /** Send with the times of the scenario, as back-filled data, instead of times shifted to now. */
  readonly keepTime: boolean;
  readonly host: string;
  readonly jt808Port: number;
  readonly aisPort: number;
  readonly mqttPort: number;
  readonly hj212Port: number;
  readonly gb26875Port: number;
  readonly gb28181Port: number;
  /** Seconds until the end; undefined runs on. */
  readonly duration: number | undefined;
  readonly seed: string;
  readonly vehicles: number;
  readonly vessels: number;
  readonly devices: number;
  /** Fire transmission devices and pollution stations. */
  readonly fieldDevices: number;
  /** Recorders with cameras. */
  readonly recorders: number;
  /** Where mines' upload files are put; without it they send none. */
  readonly mineFolder?: string | undefined;
}

export const USAGE = `npm run replay -- city|FOLDER [options]
  --speed N         scenario seconds a second (1)
  --keep-time       keep the scenario's times and send as back-filled data
  --duration S      end after S seconds
  --host H          address of the platform (127.0.0.1)
  --jt808-port P  --ais-port P  --mqtt-port P    (ANLAN_JT808_PORT …, 8808, 8810, 8812)
  --hj212-port P  --gb26875-port P               (ANLAN_HJ212_PORT …, 8814, 8816)
  --vehicles N  --vessels N  --devices N         how many of the city speak (120, 60, 270)
  --field-devices N                              fire transmission devices and pollution stations (160)
  --gb28181-port P  --recorders N                recorders with cameras (ANLAN_GB28181_PORT, 5060; 24)
  --mine-folder F   where mines put their files (mines in <ANLAN_HOME>)
  --seed S          seed of the city (anlan)
FOLDER holds AIS logs (*.nmea, *.aivdm) and vehicle tracks (*.csv with device, time, lon, lat), also gzipped.
The platform's key is read from <ANLAN_HOME>/demonstration.key (.anlan).`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  speed: TEXT,
  'keep-time': { type: 'boolean' },
  duration: TEXT,
  host: TEXT,
  'jt808-port': TEXT,
  'ais-port': TEXT,
  'mqtt-port': TEXT,
  'hj212-port': TEXT,
  'gb26875-port': TEXT,
  'gb28181-port': TEXT,
  recorders: TEXT,
  'field-devices': TEXT,
  'mine-folder': TEXT,
  vehicles: TEXT,
  vessels: TEXT,
  devices: TEXT,
  seed: TEXT,
} as const;

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv): Options | string {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
    if (positionals.length !== 1) return USAGE;
    const port = (
      name: `${'jt808' | 'ais' | 'mqtt' | 'hj212' | 'gb26875' | 'gb28181'}-port`,
      variable: string,
      usual: number,
    ) => number(name, values[name] ?? env[variable], usual, 1, 65_535);
    const count = (name: 'vehicles' | 'vessels' | 'devices' | 'field-devices' | 'recorders', usual: number) =>
      number(name, values[name], usual, 0, 100_000);
    return {
      source: positionals[0]!,
      speed: number('speed', values.speed, 1, 0.01, 10_000),
      keepTime: values['keep-time'] ?? false,
      host: values.host ?? '127.0.0.1',
      jt808Port: port('jt808-port', 'ANLAN_JT808_PORT', 8808),
      aisPort: port('ais-port', 'ANLAN_AIS_PORT', 8810),
      mqttPort: port('mqtt-port', 'ANLAN_MQTT_PORT', 8812),
      hj212Port: port('hj212-port', 'ANLAN_HJ212_PORT', 8814),
      gb26875Port: port('gb26875-port', 'ANLAN_GB26875_PORT', 8816),
      gb28181Port: port('gb28181-port', 'ANLAN_GB28181_PORT', 5060),
      duration: values.duration === undefined ? undefined : number('duration', values.duration, 0, 1, 1e7),
      seed: values.seed ?? 'anlan',
      vehicles: count('vehicles', 120),
      vessels: count('vessels', 60),
      devices: count('devices', 270),
      fieldDevices: count('field-devices', 160),
      recorders: count('recorders', 24),
      mineFolder: values['mine-folder'] ?? join(env['ANLAN_HOME'] || '.anlan', 'mines'),
    };
  } catch (error) {
    return `${(error as Error).message}\n${USAGE}`;
  }
}

function number(name: string, text: string | undefined, usual: number, low: number, high: number): number {
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (!(value >= low && value <= high))
    throw new Error(`--${name} must be a number from ${low} to ${high}, not ${text}`);
  return value;
}
