import { refuse, type Refusal } from './refusal.ts';
import { timeMs, timeText } from './time.ts';

/** What the name of an upload file says. */
export interface FileName {
  /** Mine code, 12 digits, or a sender code of 20 characters. */
  readonly sender: string;
  /** Such as RYSS. */
  readonly type: string;
  /** Time of the upload, "yyyy-MM-dd HH:mm:ss" in China. */
  readonly time: string;
}

const NAME = /^(\d{12}|[0-9A-Z]{20})_([A-Z]{2,12})_(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.txt$/;

/** Reads `<sender>_<TYPE>_<yyyyMMddHHmmss>.txt`; refuses every other name, paths and temporary names with it. */
export function parseFileName(name: string): (FileName & { readonly ok: true }) | Refusal {
  const [, sender, type, year, month, day, ...clock] = NAME.exec(name) ?? [];
  if (!sender || !type) return refuse('name', 0, 'not <mine code>_<TYPE>_<yyyyMMddHHmmss>.txt');
  const time = `${year}-${month}-${day} ${clock.join(':')}`;
  if (timeMs(time) === null) return refuse('name', name.length - 18, `${time} is no time`);
  return { ok: true, sender, type, time };
}

/** The name of a file uploaded at a time; throws a RangeError for a sender or type that no name can have. */
export function fileName(sender: string, type: string, epochMs: number): string {
  const name = `${sender}_${type}_${timeText(epochMs).replace(/\D/g, '')}.txt`;
  if (!parseFileName(name).ok) throw new RangeError(`no file can be named ${name}`);
  return name;
}
