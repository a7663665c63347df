import { join } from 'node:path';
import {
  collectModbus,
  collectOpcua,
  type CollectedDevice,
  type Collector,
  type CollectOptions,
} from '@anlan/gateways';
import type {
  CollectionState,
  Jt808Settings,
  ModbusSettings,
  OpcuaSettings,
  Settings,
  SparkplugSettings,
  Trial,
} from '@anlan/kernel/collection';
import type { Database } from '../access/scoped.ts';
import { collectionsInUse } from '../collection/read.ts';
import { openSecretBox } from '../identity/secret-box.ts';

export interface Attempted {
  readonly identity: string;
  readonly settings: Settings;
  readonly secret?: string;
}

/** What is collected of devices, following the register. */
export interface Collections {
  readonly collectors: readonly Collector<never>[];
  refresh(): Promise<void>;
  state(identity: string): CollectionState | null;
  attempt(device: Attempted): Promise<Trial | null>;
  sparkplugOf(identity: string): SparkplugSettings | undefined;
  jt808Of(identity: string): Jt808Settings | undefined;
}

/**
 * Opens the collectors; nothing is collected before the first `refresh`. With `only: 'settings'` nothing is collected at
 * all: another process does that, and here only the settings of devices that speak by themselves are needed.
 */
export function openCollections(
  options: CollectOptions & { readonly db: Database; readonly home: string; readonly only?: 'settings' },
): Collections {
  const { db, home, log } = options;
  const modbus = collectModbus(options);
  const opcua = collectOpcua({ ...options, certificates: join(home, 'opcua') });
  let sparkplug = new Map<string, SparkplugSettings>();
  let jt808 = new Map<string, Jt808Settings>();
  return {
    collectors: options.only === 'settings' ? [] : [modbus, opcua],
    async refresh() {
      const box = await openSecretBox(home);
      const all = await collectionsInUse(db, (device, problem) => log.warn({ device, problem }, 'collection left out'));
      const devices = all.map(({ identity, settings, sealed }) => ({
        identity,
        settings,
        ...(sealed === null ? {} : { secret: box.open(sealed) }),
      }));
      const of = <S extends Settings>(protocol: S['protocol']): CollectedDevice<S>[] =>
        devices.filter(({ settings }) => settings.protocol === protocol) as unknown as CollectedDevice<S>[];
      if (options.only !== 'settings') {
        modbus.follow(of<ModbusSettings>('modbus'));
        opcua.follow(of<OpcuaSettings>('opcua'));
      }
      jt808 = new Map(of<Jt808Settings>('jt808').map(({ identity, settings }) => [identity, settings]));
      sparkplug = new Map(of<SparkplugSettings>('sparkplug').map(({ identity, settings }) => [identity, settings]));
    },
    state: (identity) => modbus.state(identity) ?? opcua.state(identity) ?? null,
    async attempt({ identity, settings, secret }) {
      const more = secret === undefined ? {} : { secret };
      if (settings.protocol === 'modbus') return modbus.attempt({ identity, settings, ...more });
      return settings.protocol === 'opcua' ? opcua.attempt({ identity, settings, ...more }) : null;
    },
    sparkplugOf: (identity) => sparkplug.get(identity),
    jt808Of: (identity) => jt808.get(identity),
  };
}
