import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import type { MessageView, Roster } from '@anlan/kernel/notify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { city, gatewayOf, levelPoints } from './city.ts';
import { endAll } from './processes.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const CITY_PATH = city().people.find(({ account }) => account === 'shangrao.duty')!.regionPath;
/** Seconds the night's ladder is set to. */
const COUNTY_AFTER = 4;
const CITY_AFTER = 40;
const COUNTY_NUMBER = '13900000361';
const CITY_NUMBER = '13900000036';

/** The county whose officer can be asked, and a tank there. */
const countyOfficer = city().people.find(({ account }) => account === 'shangrao.361129.duty')!;
const gauge = levelPoints('shangrao').find(({ point }) =>
  city()
    .sites.find(({ id }) => id === point.siteId)
    ?.regionPath.startsWith(countyOfficer.regionPath),
)!;

interface Letter {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly taken: boolean;
  readonly signed: string;
  readonly body: string;
}

/** Whoever is on duty now is still on duty when the ladder has come to them: shifts change at 08:00 and 20:00 in China. */
async function untilShiftIsLong(): Promise<void> {
  const half = 12 * 3_600_000;
  const left = half - (Date.now() % half);
  if (left < 4 * 60_000) await pause(left + 1000);
}

describe('an alarm at night that the enterprise does not answer', () => {
  let stage: Stage;
  let gateway: Server;
  let api: Api;
  let ringing: AlarmView;
  let onDuty: { account: string; id: string; name: string };
  const letters: Letter[] = [];
  /** The gateway is out of order for so many letters. */
  let failing = 1;

  const lettersTo = (number: string): Letter[] => letters.filter(({ to }) => to === number);
  const detail = (): Promise<AlarmDetail> => api.get<AlarmDetail>(`/api/alarms/${ringing.id}`);

  beforeAll(async () => {
    gateway = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { id, to, text } = JSON.parse(body) as { id: string; to: string; text: string };
        // What else the city has to tell in this night, of cases that are late, is taken and not counted.
        const ours = text.startsWith('【红色报警】');
        const taken = !ours || failing <= 0;
        if (ours) failing -= 1;
        if (ours) letters.push({ id, to, text, taken, body, signed: String(request.headers['x-anlan-signature']) });
        if (taken) response.end(JSON.stringify({ receipt: `r-${id}` }));
        else response.writeHead(503).end();
      });
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const { port } = gateway.address() as AddressInfo;
    stage = await openStage({ env: { ANLAN_SMS_URL: `http://127.0.0.1:${port}/send` } });
    api = await stage.api('shangrao.duty');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await stage.shotAll('escalation-failed');
    console.log(stage.platform.log().slice(-3000), letters);
  });
  afterAll(async () => {
    await stage.close();
    await new Promise((resolve) => gateway.close(resolve));
  });

  it('the city shortens its ladder by parameter, with a reason, and its officers say how they are reached', async () => {
    const system = await stage.api('shangrao.system');
    for (const [to, value] of [
      ['county', COUNTY_AFTER],
      ['city', CITY_AFTER],
    ] as const) {
      const body = { regionPath: CITY_PATH, from: Date.now(), value, reason: '夜间加密升级' };
      await system.post(`/api/parameters/alarm.ladder.${to}/settings`, body);
    }
    await untilShiftIsLong();
    const day = 86_400_000;
    const roster = await api.get<Roster>(`/api/duty/roster?from=${Date.now()}&to=${Date.now() + day}`);
    const person = city().people.find(({ id }) => id === roster.now.find(({ post }) => post === 'main')?.personId)!;
    onDuty = { account: person.account, id: person.id, name: person.name };
    for (const [account, address] of [
      [countyOfficer.account, COUNTY_NUMBER],
      [onDuty.account, CITY_NUMBER],
    ] as const) {
      const own = await stage.api(account);
      expect(await own.ask('PUT', '/api/contacts/sms', { address: 'nobody' })).toMatchObject({ status: 422 });
      expect((await own.ask('PUT', '/api/contacts/sms', { address })).status).toBe(204);
    }
  }, 400_000);

  it('rings at the enterprise first, then calls the county’s rostered officer, whose letter the gateway refuses', async () => {
    const line = await gatewayOf(stage.platform, gauge.device);
    await line.publish(Date.now(), [{ point: gauge.key, value: 95 }]);
    line.end();
    ringing = await until('the alarm', async () =>
      (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${gauge.point.id}`)).alarms.find(
        ({ rule }) => rule === 'level-high',
      ),
    );
    expect(ringing.escalation.map(({ to, at }) => [to, (at - ringing.seenAt) / 1000])).toEqual([
      ['enterprise', 0],
      ['county', COUNTY_AFTER],
      ['city', CITY_AFTER],
      ['leader', 960],
    ]);
    await until('the refused letter', async () => lettersTo(COUNTY_NUMBER)[0], 30_000, 100);
    expect(lettersTo(COUNTY_NUMBER)[0]).toMatchObject({ taken: false });
  });

  it('goes on after the processes that take signals and send messages are killed: the letter is repeated under its own id, and the ladder climbs', async () => {
    const down = (await stage.platform.processes()).filter(({ role }) => role === 'ingest' || role === 'api');
    expect(down.length).toBeGreaterThan(1);
    await endAll(down, 0);
    api = await until('the platform again', () => stage.api('shangrao.duty').catch(() => undefined), 60_000, 300);
    const again = await until('the repeated letter', async () => lettersTo(COUNTY_NUMBER)[1], 60_000, 200);
    const [first] = lettersTo(COUNTY_NUMBER);
    expect(again).toMatchObject({ id: first!.id, text: first!.text, taken: true });
    const key = (await readFile(join(stage.platform.home, 'notify.key'), 'utf8')).trim();
    expect(again.signed).toBe(`sha256=${createHmac('sha256', key).update(again.body).digest('hex')}`);
    await until('the city’s letter', async () => lettersTo(CITY_NUMBER)[0], 60_000, 200);
    expect((await detail()).trail.filter(({ kind }) => kind === 'escalated').map(({ text }) => text)).toEqual([
      `${COUNTY_AFTER} 秒未确认，升级到县值班`,
      `${CITY_AFTER} 秒未确认，升级到市值班`,
    ]);
  });

  it('nobody is told twice, and nothing is lost', async () => {
    await pause(3000);
    const told = await api.get<MessageView[]>(`/api/messages/of/${ringing.id}`);
    const sms = told.filter(({ channel }) => channel === 'sms');
    expect(sms.map(({ personName, state, attempts }) => [personName, state, attempts])).toEqual([
      [countyOfficer.name, 'sent', 2],
      [onDuty.name, 'sent', 1],
    ]);
    expect(letters.filter(({ taken }) => taken).map(({ to }) => to)).toEqual([COUNTY_NUMBER, CITY_NUMBER]);
    expect(new Set(letters.map(({ id }) => id)).size).toBe(2);
    expect(told.every(({ state }) => state !== 'queued')).toBe(true);
    const ways = told.map(({ personName, channel, happening }) => `${personName} ${channel} ${happening}`);
    expect(new Set(ways).size).toBe(ways.length);
  });

  it('the city’s officer sees on the card who was told, finds the message in the bell, and marks the notice seen', async () => {
    const page = await stage.page(`/desk?alarm=${ringing.id}`, onDuty.account);
    const told = page.getByTestId('told');
    await told.locator('[data-channel=sms]').filter({ hasText: countyOfficer.name }).waitFor();
    await told.locator('[data-channel=sms]').filter({ hasText: onDuty.name }).waitFor();
    await told.scrollIntoViewIfNeeded();
    await stage.shot(page, 'escalation-told');
    await page.getByTestId('bell').click();
    const message = page.getByTestId('messages').locator('a').filter({ hasText: ringing.number });
    await message.first().waitFor();
    await stage.shot(page, 'escalation-bell');
    await message.first().click();
    await until('a read message', async () => {
      const mine = (await (await stage.api(onDuty.account)).get<{ messages: MessageView[] }>('/api/messages')).messages;
      return mine.some(({ subjectId, readAt }) => subjectId === ringing.id && readAt !== null) ? true : undefined;
    });
    await page.getByTestId('notice-seen').click();
    await page.getByTestId('notice-seen').waitFor({ state: 'detached' });
    const { alarm, trail } = await detail();
    expect(trail.some(({ kind }) => kind === 'notice-seen')).toBe(true);
    // A government's receipt does not answer for the enterprise.
    expect(alarm).toMatchObject({ response: 'unacknowledged', plant: { acknowledgedAt: null } });
    expect(stage.faults).toEqual([]);
  });
});
