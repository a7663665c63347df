import { readFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Loaded before the platform's own programs (`--import`), by this bench only: bends what the machine gives them. It reads
 * `faults.json` of the data folder a few times a second: `slowDiskMs` is added to every fdatasync of the intake,
 * `clockMs` to the wall clock of every process.
 */
interface Bent {
  readonly slowDiskMs?: number;
  readonly clockMs?: number;
}

const LOOK_MS = 100;
const path = `${process.env['ANLAN_HOME'] ?? ''}/faults.json`;
let bent: Bent = {};

function look(): void {
  try {
    bent = JSON.parse(readFileSync(path, 'utf8')) as Bent;
  } catch {
    bent = {};
  }
}

function bendClock(): void {
  const Real = Date;
  const now = (): number => Real.now() + (bent.clockMs ?? 0);
  const Bent = new Proxy(Real, {
    construct: (target, given: unknown[]) =>
      given.length === 0 ? new target(now()) : (Reflect.construct(target, given) as Date),
    apply: () => new Real(now()).toString(),
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  });
  globalThis.Date = Bent;
}

async function bendDisk(): Promise<void> {
  const file = await open('/dev/null', 'r');
  const prototype = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  const { datasync } = prototype;
  prototype.datasync = async function (this: FileHandle) {
    if (bent.slowDiskMs !== undefined) await pause(bent.slowDiskMs);
    return datasync.call(this);
  };
}

const program = process.argv[1] ?? '';
if (/(server\/dist\/main|ingest\/main|api\/main|work\/main)\.js$/.test(program)) {
  look();
  setInterval(look, LOOK_MS).unref();
  bendClock();
  if (program.endsWith('ingest/main.js')) await bendDisk();
}
