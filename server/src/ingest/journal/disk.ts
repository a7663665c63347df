import { open, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What the journal needs of a disk; the boundary at which a disk can be made to fail. */
export interface Disk {
  readonly open: typeof open;
  /** Free and all bytes of the disk a folder is on. */
  readonly room: (folder: string) => Promise<{ readonly free: number; readonly all: number }>;
}

export const DISK: Disk = {
  open,
  async room(folder) {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, all: blocks * bsize };
  },
};

/** So much stays free for the databases beside the journal, which must not be the first to find the disk full. */
const RESERVE = 256 * 1024 * 1024;
const RESERVE_SHARE = 0.02;
const PROBE_BYTES = 64 * 1024;

/** The journal keeps what history has not stored yet; beyond this it is fuller than any disk should be for it. */
export const LARGEST_JOURNAL = 32 * 1024 ** 3;

/** Why the journal takes nothing at present, for the health page: a code, Chinese, English. */
export function troubleOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const [name, zh, en] = TROUBLES[code] ?? [
    'disk-refused',
    '磁盘拒绝写入，接入已暂停',
    'the disk refuses: the intake is stopped',
  ];
  return `${name} · ${zh}，恢复后自动继续 · ${en} and goes on by itself · ${message}`;
}

const FULL = ['disk-full', '磁盘已满，接入已暂停', 'the disk is full: the intake is stopped'] as const;
const FAILED = ['disk-failed', '磁盘写入失败，接入已暂停', 'the disk fails: the intake is stopped'] as const;
const TROUBLES: Readonly<Record<string, readonly [string, string, string]>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: FULL,
  EIO: FAILED,
  EROFS: FAILED,
  JOURNAL: [
    'journal-full',
    '接入日志已满（历史库没有取走），接入已暂停',
    'the journal is full, as history does not take it: the intake is stopped',
  ],
};

/** Rejects while there is less room than must stay free, or the journal itself is too large. */
export async function checkRoom(disk: Disk, folder: string, journal: number): Promise<void> {
  const { free, all } = await disk.room(folder);
  const reserve = Math.min(RESERVE, RESERVE_SHARE * all);
  const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
  if (free < reserve)
    throw Object.assign(new Error(`${megabytes(free)} free, ${megabytes(reserve)} stay free`), { code: 'ENOSPC' });
  if (journal > LARGEST_JOURNAL) throw Object.assign(new Error(megabytes(journal)), { code: 'JOURNAL' });
}

/** Writes and removes a little, to see whether a disk that refused takes anything again. */
export async function probe(disk: Disk, folder: string, journal: number): Promise<void> {
  await checkRoom(disk, folder, journal);
  const path = join(folder, 'room.probe');
  const file = await disk.open(path, 'w');
  try {
    await file.write(Buffer.alloc(PROBE_BYTES, 0xff));
    await file.datasync();
  } finally {
    await file.close();
    await unlink(path).catch(() => {});
  }
}
