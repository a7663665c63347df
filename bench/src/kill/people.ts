import { setTimeout as pause } from 'node:timers/promises';
import { creditCodeCheck } from '@anlan/domain/identity-codes';
import type { AlarmView } from '@anlan/kernel/alarm';
import { connectApi, Refused, until, type Api, type Platform } from '@anlan/journeys';
import type { Deed, Ledger } from './ledger.ts';

const EVERY_MS = 60;
const PLACE = 'cn.36.11.';

/** What people did is noted when they begin: an answer that never came leaves it unknown. */
async function doing(
  ledger: Ledger,
  kind: Deed['kind'],
  subject: string,
  act: () => Promise<{ id: string }>,
): Promise<Deed['outcome']> {
  const deed: Deed = { kind, subject, outcome: 'unknown' };
  ledger.deeds.push(deed);
  try {
    deed.id = (await act()).id;
    deed.outcome = 'yes';
  } catch (error) {
    if (error instanceof Refused && error.status < 500) deed.outcome = 'no';
  }
  return deed.outcome;
}

/** People at work in the background: an officer answers recovered alarms and keeps the log, an inspector registers enterprises. */
export interface People {
  stop(): Promise<void>;
}

export async function people(platform: () => Platform, ledger: Ledger): Promise<People> {
  const { url } = platform();
  const officer = await connectApi(url, 'shangrao.duty');
  const inspector = await connectApi(url, await inspectorOf(officer));
  const { scope } = await inspector.get<{ scope: { path: string } }>('/api/session');
  const town = await townUnder(inspector, scope.path);
  const lines = [
    () => answerAlarm(officer, ledger),
    () => register(inspector, town, ledger),
    () => writeLog(officer, ledger),
  ];
  let stopped = false;
  const work = lines.map(async (act) => {
    while (!stopped) {
      await act().catch(() => {});
      await pause(EVERY_MS);
    }
  });
  return {
    async stop() {
      stopped = true;
      await Promise.all(work);
    },
  };
}

async function inspectorOf(api: Api): Promise<string> {
  const identities =
    await api.get<{ key: string; mark: string; jurisdiction: string }[]>('/api/platform/demonstration');
  const found = identities.find(({ mark, jurisdiction }) => mark === '执' && jurisdiction === PLACE);
  if (found === undefined) throw new Error('no inspector is offered');
  return found.key;
}

async function townUnder(api: Api, path: string): Promise<string> {
  const regions = await api.get<{ path: string; kind: string }[]>(`/api/regions?under=${path}`);
  const town = regions
    .filter((region) => region.path.startsWith(path))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return town?.path ?? path;
}

const answered = new Set<string>();

/** Acknowledges, handles and closes one recovered alarm, each act once. */
async function answerAlarm(api: Api, ledger: Ledger): Promise<void> {
  const { alarms } = await api.get<{ alarms: AlarmView[] }>('/api/alarms?state=active&limit=500');
  const alarm = alarms.find(
    ({ id, recoveredAt, response }) => recoveredAt !== null && response === 'unacknowledged' && !answered.has(id),
  );
  if (alarm === undefined) return;
  answered.add(alarm.id);
  const path = `/api/alarms/${alarm.id}`;
  const detail = (): { id: string } => ({ id: alarm.id });
  await doing(ledger, 'acknowledged', alarm.id, () => api.post(`${path}/acknowledge`, {}).then(detail));
  await doing(ledger, 'handled', alarm.id, () => api.post(`${path}/handle`, { note: '已派人到场' }).then(detail));
  await doing(ledger, 'closed', alarm.id, () =>
    api.post(`${path}/close`, { cause: '进料未停', measure: '停料倒罐' }).then(detail),
  );
}

let registered = 0;

async function register(api: Api, town: string, ledger: Ledger): Promise<void> {
  registered += 1;
  const body = `91361102DEM${registered.toString().padStart(6, '0')}`;
  const creditCode = `${body}${creditCodeCheck(body) ?? ''}`;
  const input = {
    name: `试验企业 ${registered}`,
    regionPath: town,
    sector: 'machinery',
    riskLevel: 'blue',
    creditCode,
  };
  await doing(ledger, 'enterprise', creditCode, () => api.post<{ id: string }>('/api/enterprises', input));
}

let written = 0;

async function writeLog(api: Api, ledger: Ledger): Promise<void> {
  written += 1;
  const text = `第 ${written} 条试验记录`;
  await doing(ledger, 'note', text, () => api.post<{ id: string }>('/api/desk/log', { kind: 'note', text }));
}

/** Waits until the platform says that all its parts are well. */
export function recovered(platform: Platform, within: number): Promise<unknown> {
  return until(
    'all parts well again',
    async () => {
      const response = await fetch(`${platform.url}/api/health`, { signal: AbortSignal.timeout(5000) }).catch(
        () => undefined,
      );
      return response?.ok === true && ((await response.json()) as { state: string }).state === 'ready';
    },
    within,
    100,
  );
}
