import { lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { INCOMPLETE_PATIENCE_MS } from '@anlan/coal-mine-files';
import type { Listener, ListenOptions } from '../listener.ts';
import { Tally } from '../tally.ts';
import { receiveFile, type MineMemory, type Outcome } from './receive.ts';

const NAME = 'coal';
const MINE = /^[0-9A-Z]{12,20}$/;
const FILE = /^[^.].*\.txt$/;
/** Kinds of files have a folder each in the field; a mine may also drop all in one. */
const KINDS = ['aqjk', 'rydw', 'jxry', 'shfz', 'wkk', 'upload', '.'] as const;
const LARGEST = 16 << 20;
const MOST_A_ROUND = 200;
/** More of a file than this is not shown to the witness. */
const MOST_WITNESSED = 1 << 17;
/** How long files stay aside after they were taken, ms: their values are in the platform, the files are for looking up. */
const KEPT = 3 * 86_400_000;
const TIDY = 3_600_000;

export interface FolderOptions extends Omit<ListenOptions, 'host' | 'port'> {
  /** Holds one folder a mine, by its code: `<folder>/<mine>/[aqjk|rydw|…/]<file>.txt`. */
  readonly folder: string;
  readonly memory: MineMemory;
  /** Milliseconds between two looks. */
  readonly every?: number;
  readonly patience?: number;
}

/**
 * Watches the folder into which mines (or a file server) put their upload files. A file is taken when its end is there,
 * in the order of the time in its name, and moved to `done` or `refused` beside it. Links are never followed.
 */
export async function watchMineFiles(options: FolderOptions): Promise<Listener> {
  const { folder, every = 1000, log } = options;
  const tally = new Tally(NAME, options.intake);
  await mkdir(folder, { recursive: true });
  let closed = false;
  let mines = 0;
  let looking: Promise<void> | undefined;
  let tidied = 0;
  const look = async (): Promise<void> => {
    const codes = (await readdir(folder, { withFileTypes: true })).filter(
      (entry) => entry.isDirectory() && MINE.test(entry.name),
    );
    mines = codes.length;
    for (const { name } of codes) {
      if (closed) return;
      // A folder that cannot be read or written is that mine's trouble alone.
      await lookAt(options, tally, name).catch((error: unknown) =>
        log.warn({ listener: NAME, mine: name, error: String(error) }, 'files not taken'),
      );
    }
    if (options.clock() - tidied < TIDY) return;
    tidied = options.clock();
    for (const { name } of codes) await tidy(join(folder, name), tidied);
  };
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => log.warn({ listener: NAME, error: String(error) }, 'folder not read'))
      .finally(() => {
        looking = undefined;
      });
  }, every);
  log.info({ listener: NAME, folder }, 'watching');
  return {
    name: NAME,
    port: 0,
    sessions: () => mines,
    stats: () => tally.stats(mines),
    async close() {
      closed = true;
      clearInterval(timer);
      await looking;
    },
  };
}

interface Found {
  readonly place: string;
  readonly name: string;
}

/** Takes what a mine has brought, oldest first: a later file must not be overtaken by an earlier one. */
async function lookAt(options: FolderOptions, tally: Tally, mine: string): Promise<void> {
  const found: Found[] = [];
  for (const kind of KINDS) {
    const place = join(options.folder, mine, kind);
    // A folder that is a link leads out of the mine's own.
    const own = await lstat(place).catch(() => undefined);
    const entries = own?.isDirectory() === true ? await readdir(place, { withFileTypes: true }) : [];
    found.push(...entries.filter((one) => one.isFile() && FILE.test(one.name)).map(({ name }) => ({ place, name })));
  }
  found.sort((a, b) => timeIn(a.name).localeCompare(timeIn(b.name)) || a.name.localeCompare(b.name));
  for (const file of found.slice(0, MOST_A_ROUND)) {
    const outcome = await take(options, tally, mine, file);
    // What is still being written holds back what came after it: order is the mine's.
    if (outcome === 'incomplete') return;
    await put(
      file,
      outcome.verdict === 'apply' || outcome.verdict === 'partial' || outcome.verdict === 'stale' ? 'done' : 'refused',
    );
  }
}

const timeIn = (name: string): string => /_(\d{14})\.txt$/.exec(name)?.[1] ?? '';

async function take(options: FolderOptions, tally: Tally, mine: string, { place, name }: Found): Promise<Outcome> {
  const path = join(place, name);
  const about = await lstat(path);
  const { intake, memory, clock, witness, patience = INCOMPLETE_PATIENCE_MS } = options;
  // An upload is there as a whole: nothing more of it will come.
  const way = place.endsWith('upload') ? 'upload' : 'folder';
  const last = way === 'upload' || clock() - about.mtimeMs > patience;
  const bytes = about.size > LARGEST ? new Uint8Array(LARGEST + 1) : await readFile(path);
  const outcome = await receiveFile({ intake, tally, memory, clock }, { sender: mine, way }, name, bytes, last);
  // The name stands on a line of its own before the content, as where a file is pasted.
  if (outcome !== 'incomplete' && outcome.verdict !== 'unknown-mine')
    witness?.(outcome.identity, 'in', Buffer.concat([Buffer.from(`${name}\n`), bytes.subarray(0, MOST_WITNESSED)]));
  return outcome;
}

/** What was taken stands aside under its own name, so that it can be looked up and never comes again. */
async function put({ place, name }: Found, where: 'done' | 'refused'): Promise<void> {
  const target = join(place, where);
  await mkdir(target, { recursive: true });
  await rename(join(place, name), join(target, name));
}

async function tidy(mine: string, now: number): Promise<void> {
  for (const kind of KINDS) {
    for (const where of ['done', 'refused']) {
      const place = join(mine, kind, where);
      for (const name of await readdir(place).catch(() => [])) {
        const path = join(place, name);
        const about = await lstat(path).catch(() => undefined);
        if (about !== undefined && now - about.mtimeMs > KEPT) await rm(path, { force: true });
      }
    }
  }
}
