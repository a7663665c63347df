import { z } from 'zod';
import { api, query, Refused } from '../api/index.ts';
import { locate } from '../case/use-files.ts';
import { holder } from './account.ts';
import { registerDevice } from './device.ts';
import { writeFact } from './facts.ts';
import { forgetOthers, keepAnswer, type Prepared } from './keep.ts';
import { StorageFull } from './queue.ts';

const planSchema = z.object({
  at: z.number(),
  room: z.number(),
  cases: z.array(z.string()),
  enterprises: z.array(z.string()),
  inspections: z.array(z.string()),
  runs: z.array(z.string()),
  laws: z.array(z.string()),
});

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is being fetched, in both languages. */
  readonly what: readonly [zh: string, en: string];
}

type Wanted = readonly [path: string, zh: string, en: string];

/** Everything an enterprise's file asks for, letter by letter. */
const FILE = (id: string): string[] => [
  `/enterprises/${id}`,
  `/enterprises/${id}/history`,
  `/cases${query({ organisation: id, size: 50 })}`,
  `/alarms${query({ state: 'all', organisation: id, limit: 200 })}`,
  ...['tanks', 'devices', 'vehicles'].map((plural) => `/${plural}${query({ enterprise: id, size: 50 })}`),
  ...['certificates', 'workers'].map((plural) => `/${plural}${query({ enterprise: id, size: 200 })}`),
  `/inspections${query({ enterprise: id })}`,
  `/points${query({ organisation: id })}`,
];

function wantedOf(plan: z.infer<typeof planSchema>): Wanted[] {
  return [
    ...[
      '/home',
      '/platform',
      '/checks/mine',
      '/inspections?open=1',
      '/cases?kind=self-check&state=due&sort=due&size=3',
    ].map((path): Wanted => [path, '待办', 'to do']),
    ['/cases?open=1&size=50', '事项', 'cases'],
    ...plan.runs.map((id): Wanted => [`/checks/${id}`, '检查清单', 'checks']),
    ...plan.cases.map((id): Wanted => [`/cases/${id}`, '事项', 'cases']),
    ...plan.inspections.flatMap((id): Wanted[] => [
      [`/inspections/${id}`, '检查记录', 'inspection records'],
      [`/changes?record=${encodeURIComponent(`inspection/${id}`)}`, '检查记录', 'inspection records'],
    ]),
    ...plan.enterprises.flatMap((id) => FILE(id).map((path): Wanted => [path, '企业档案', 'enterprise files'])),
    ['/laws?limit=60', '法规条文', 'laws'],
    ...plan.laws.map((key): Wanted => [`/laws/${key}`, '法规条文', 'laws']),
    ['/parameters', '参数', 'parameters'],
    ['/map/layers/enterprises', '地图', 'map'],
  ];
}

const AT_ONCE = 4;

/**
 * Takes along for today what is assigned to this person and what is near: tasks, checks, enterprise files, laws,
 * parameters, fonts. Answers with what it took; what the role may not see is left out. Throws `StorageFull`.
 */
export async function prepareToday(tell: (progress: Progress) => void): Promise<Prepared> {
  tell({ done: 0, total: 1, what: ['今天的安排', 'the plan of today'] });
  const owner = holder();
  if (owner !== undefined) await registerDevice(owner.id);
  const here = await locate();
  const plan = await api.get(`/offline/plan${query({ lon: here?.lon, lat: here?.lat })}`, planSchema);
  await writeFact('room', plan.room);
  const wanted = wantedOf(plan);
  const total = wanted.length + 1;
  let [done, bytes, failed] = [0, 0, 0];
  const line = [...wanted];
  const work = async (): Promise<void> => {
    for (let next = line.shift(); next !== undefined; next = line.shift()) {
      const [path, zh, en] = next;
      const size = await take(path);
      if (size === undefined) failed += 1;
      bytes += size ?? 0;
      tell({ done: (done += 1), total, what: [zh, en] });
    }
  };
  const assets = takeAssets();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  tell({ done, total, what: ['字体与页面', 'fonts and pages'] });
  bytes += await assets;
  await forgetOthers();
  const taken = { at: Date.now(), bytes, answers: wanted.length - failed, failed };
  await writeFact('prepared', taken);
  return taken;
}

/** One answer onto the disk; its size, or undefined where there is none for this role. */
async function take(path: string): Promise<number | undefined> {
  const answer = await api.file('GET', path, undefined, 'application/json').catch((error: unknown) => {
    if (error instanceof Refused) return undefined;
    throw error;
  });
  if (answer === undefined) return undefined;
  const text = await answer.text();
  try {
    await keepAnswer(path, JSON.parse(text), text.length);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') throw new StorageFull(text.length, 0);
    throw error;
  }
  return text.length;
}

/** The service worker fetches what it does not have yet, fonts among it; 0 where there is none. */
async function takeAssets(): Promise<number> {
  const worker = (await navigator.serviceWorker?.getRegistration())?.active;
  if (worker == null) return 0;
  const channel = new MessageChannel();
  const answered = new Promise<number>((resolve) => {
    channel.port1.onmessage = ({ data }) => resolve(Number(data));
    setTimeout(() => resolve(0), 60_000);
  });
  worker.postMessage('take-all', [channel.port2]);
  return answered;
}
