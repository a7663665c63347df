import { loadRoads, positionAt, type Position, type Vehicle } from '@anlan/data';
import { gmt8Moment, type Message } from '@anlan/jt808';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import type { LinkDetail, LinkInput, LinkMessage } from '@anlan/kernel/platform-link';
import type { Track } from '@anlan/kernel/position';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { type Cable, layCable } from './cable.ts';
import { city, terminalOf } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { locationAt, type Terminal } from './terminal.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const CODE = 361_100;

/** Three vehicles of Shangrao: one is exchanged, one is not, one reports to the province and is given to the city. */
const [vehicle, private_, given] = city().vehicles.filter(
  ({ jurisdiction, kind }) => jurisdiction === 'shangrao' && kind === 'tour-coach',
) as [Vehicle, Vehicle, Vehicle];
const road = loadRoads('shangrao').find(({ id }) => id === vehicle.roadId)!;
const place = (step: number): Position => positionAt(road.line, road.line.length * (0.3 + step / 5000)).position;

/** The province has a platform of its own, to which the city's reports. */
const agreed = {
  edition: 2019,
  accessCode: CODE,
  userId: 36,
  password: 'p4ss-809',
  constants: { m1: 30_000_000, ia1: 20_000_000, ic1: 20_000_000 },
  encrypted: true,
  peerHost: '127.0.0.1',
  idleSeconds: 2,
  deadSeconds: 8,
  answerMinutes: 5,
  enabled: true,
} as const;

describe('two platforms that exchange by JT/T 809', () => {
  let [upper, lower]: Stage[] = [];
  let [province, cityOfficer]: Api[] = [];
  let cable: Cable;
  let terminal: Terminal;
  let other: Terminal;
  let start: number;
  let links: { upper: string; lower: string };
  const sent: number[] = [];

  async function enter(stage: Stage, input: LinkInput): Promise<string> {
    const system = await stage.api('shangrao.system');
    const { id } = await system.post<{ id: string }>('/api/platform-links', input);
    const { vehicles } = await system.post<{ vehicles: number }>(`/api/platform-links/${id}/vehicles`, {
      act: 'add',
      plates: [vehicle.plate],
    });
    expect(vehicles).toBe(1);
    if (input.role === 'upper') await until('the intake knows the vehicle', () => isKnown(system), 60_000);
    return id;
  }

  /** Whether the upper platform's intake has read that the vehicle is exchanged: before, it refuses its positions. */
  async function isKnown(system: Api): Promise<boolean> {
    const { rows } = await system.get<{ rows: { id: string; identity: string }[] }>(
      '/api/devices?size=100&protocol=jt809',
    );
    const device = rows.find(({ identity }) => identity.endsWith(vehicle.plate));
    return device !== undefined && (await system.get<{ known: boolean }>(`/api/devices/${device.id}/intake`)).known;
  }

  const linkOf = (api: Api, id: string): Promise<LinkDetail> => api.get(`/api/platform-links/${id}`);
  const bothUp = async (): Promise<boolean> => {
    const both = [await linkOf(province!, links.upper), await linkOf(cityOfficer!, links.lower)];
    return both.every(({ link }) => link.standing?.main.up === true && link.standing.sub.up);
  };

  /** The exchanged vehicle reports at `second` after the start. */
  async function report(second: number, extra: (message: Message) => Message = (message) => message): Promise<void> {
    const [lon, lat] = place(sent.length);
    const at = start + second * 1000;
    expect(await terminal.send(extra(locationAt(at, { lon, lat, speed: 62 })))).toBe(0);
    sent.push(at);
  }

  /** Times of the vehicle's fixes in the upper platform's history, by arrival there. */
  async function track(): Promise<number[]> {
    const { time } = await province!.get<Track>(
      `/api/tracks/${vehicle.id}?from=${start - 60_000}&to=${Date.now() + 60_000}`,
    );
    return time.map((at) => Math.floor(at / 1000) * 1000);
  }

  const messages = async (api: Api, id: string, kind: string): Promise<LinkMessage[]> =>
    (await linkOf(api, id)).messages.filter((message) => message.kind === kind);

  beforeAll(async () => {
    [upper, lower] = await Promise.all([openStage(), openStage()]);
    [province, cityOfficer] = await Promise.all([upper.api(OFFICER), lower.api(OFFICER)]);
    cable = await layCable(upper.platform.ports.jt809);
    links = {
      upper: await enter(upper, { ...agreed, name: '上饶市动态监管平台', role: 'upper' }),
      lower: await enter(lower, {
        ...agreed,
        name: '省级联网联控',
        role: 'lower',
        peerPort: cable.port,
        ownHost: '127.0.0.1',
      }),
    };
    terminal = await terminalOf(lower.platform, vehicle);
    other = await terminalOf(lower.platform, private_);
    start = Math.floor(Date.now() / 1000) * 1000 - 60_000;
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail')
      await Promise.all([upper?.shotAll('exchange-upper-failed'), lower?.shotAll('exchange-lower-failed')]);
  });
  afterAll(async () => {
    terminal?.end();
    other?.end();
    cable?.close();
    await Promise.all([upper?.close(), lower?.close()]);
  });

  it('open both links, encrypted, and the upper platform has the positions of the chosen vehicle only', async () => {
    await until('both links', bothUp, 30_000);
    for (const second of [0, 2, 4, 6, 8]) await report(second);
    const [lon, lat] = place(0);
    expect(await other.send(locationAt(start, { lon, lat, speed: 50 }))).toBe(0);
    await until('five positions', async () => (await track()).length === 5, 20_000);
    expect(await track()).toEqual(sent);
    const page = await upper!.page(`/map?object=vehicle:${vehicle.id}`, OFFICER);
    await page.getByText(vehicle.plate).first().waitFor();
    await page.close();
    const none = await province!.get<Track>(`/api/tracks/${private_.id}?from=${start - 60_000}&to=${Date.now()}`);
    expect(none.time).toEqual([]);
  });

  it('an alarm goes up once; supervision comes down, is answered by the officer, and the answer arrives', async () => {
    const at = start + 10_000;
    await report(10, (message) => {
      if (message.kind !== 'location') throw new Error('no location');
      const sign = {
        terminalId: 'T000001',
        time: gmt8Moment(at),
        sequence: 0,
        attachments: 0,
        reserved: Uint8Array.of(0),
      };
      const seen = { alarmId: 1, flag: 1, type: 1, level: 2, fatigue: 9, reserved: new Uint8Array(4) };
      const there = {
        speed: 62,
        altitude: 50,
        latitude: 28,
        longitude: 117,
        time: gmt8Moment(at),
        vehicleStatus: 0x401,
      };
      message.body.items = [{ id: 0x65, name: 'dsm', value: { ...seen, ...there, sign } }];
      return message;
    });
    const alarm = await until(
      'the alarm above',
      async () => (await messages(province!, links.upper, 'alarm'))[0],
      20_000,
    );
    expect(alarm).toMatchObject({ direction: 'in', plate: vehicle.plate, title: '疲劳驾驶报警', urged: false });

    const above = await upper!.page(`/platform-links/${links.upper}`, OFFICER);
    await above.getByRole('button', { name: '督办' }).click();
    await above
      .getByRole('button', { name: '发 出' })
      .or(above.getByRole('button', { name: '发出' }))
      .click();
    const below = await lower!.page(`/platform-links/${links.lower}`, OFFICER);
    const request = below.locator('[data-testid=link-message][data-kind=urge][data-direction=in]');
    await request.waitFor();
    await lower!.shot(below, 'exchange-lower-urged');
    await request.getByRole('button', { name: '应答' }).click();
    await below.getByRole('radio', { name: '已处理完毕' }).click();
    await below
      .getByRole('button', { name: '发 出' })
      .or(below.getByRole('button', { name: '发出' }))
      .click();
    await above.locator('[data-testid=link-message][data-kind=urge][data-state=answered]').waitFor();
    await upper!.shot(above, 'exchange-upper-answered');
    await Promise.all([above.close(), below.close()]);

    const [asked] = await messages(province!, links.upper, 'urge');
    expect(asked).toMatchObject({ direction: 'out', state: 'answered', answer: '已处理完毕' });
    const { alarms } = await cityOfficer!.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${vehicle.id}`);
    const own = alarms.find(({ rule }) => rule === 'driver-fatigue-seen')!;
    const { trail } = await cityOfficer!.get<AlarmDetail>(`/api/alarms/${own.id}`);
    expect(trail.filter(({ kind }) => kind === 'supervised')).toHaveLength(1);
    expect(await messages(province!, links.upper, 'alarm')).toHaveLength(1);
    // The same supervision again is refused, and nothing is sent.
    const again = await province!.ask('POST', `/api/platform-links/${links.upper}/messages/${alarm.id}/urge`, {
      minutes: 5,
      urgent: false,
    });
    expect(again.status).toBe(409);
  });

  it('a platform check is answered in words by the officer on duty, whose name goes up', async () => {
    await province!.post(`/api/platform-links/${links.upper}/ask`, { kind: 'query', text: '3+4=？' });
    const question = await until(
      'the question',
      async () => (await messages(cityOfficer!, links.lower, 'query'))[0],
      20_000,
    );
    expect(question).toMatchObject({ state: 'open', text: '3+4=？' });
    expect(question.dueAt).toBeGreaterThan(Date.now());
    const path = `/api/platform-links/${links.lower}/messages/${question.id}/answer`;
    await cityOfficer!.post(path, { text: '7' });
    expect((await cityOfficer!.ask('POST', path, { text: '8' })).status).toBe(409);
    const answered = await until(
      'the answer',
      async () => (await messages(province!, links.upper, 'query')).find(({ state }) => state === 'answered'),
      20_000,
    );
    expect(answered.answer).toBe('7');
    expect(answered.answeredBy).not.toBe('下级平台');
  });

  it('a cut cable is noticed; what came meanwhile and what was asked arrives afterwards, nothing twice', async () => {
    cable.cut();
    await until(
      'the cut noticed',
      async () => (await linkOf(cityOfficer!, links.lower)).link.standing?.main.up === false,
      20_000,
    );
    for (const second of [12, 14, 16, 18]) await report(second);
    await province!.post(`/api/platform-links/${links.upper}/ask`, { kind: 'text', text: '今日大雾，注意安全' });
    cable.mend();
    await until('both links again', bothUp, 40_000);
    await report(20);
    await until('all positions', async () => (await track()).length === sent.length, 40_000);
    expect((await track()).toSorted((a, b) => a - b)).toEqual(sent);
    await until('the text', async () => (await messages(cityOfficer!, links.lower, 'text')).length === 1, 20_000);
    await until(
      'its confirmation',
      async () => (await messages(province!, links.upper, 'text'))[0]?.state === 'answered',
      20_000,
    );
    expect(await messages(province!, links.upper, 'alarm')).toHaveLength(1);
    expect(await messages(cityOfficer!, links.lower, 'urge')).toHaveLength(1);
    const { link } = await linkOf(province!, links.upper);
    expect(link.standing?.main.connections).toBeGreaterThan(1);
    expect(link.standing?.positions).toBe(sent.length);
    const page = await upper!.page(`/platform-links`, OFFICER);
    await page.getByTestId('platform-link').waitFor();
    await upper!.shot(page, 'exchange-links');
    await page.goto(`${upper!.platform.url}/platform-links/${links.upper}`);
    await page.getByTestId('link-vehicles').waitFor();
    await upper!.shot(page, 'exchange-upper');
    await page.close();
  });

  it('the province asks who drives, and gives the city the positions of another vehicle until it ends that', async () => {
    const page = await upper!.page(`/platform-links/${links.upper}`, OFFICER);
    await page.getByRole('button', { name: '问驾驶员' }).click();
    await page.locator('[data-testid=link-message][data-kind=driver][data-state=answered]').waitFor();
    await page.getByLabel('号牌', { exact: true }).fill(given.plate);
    await page.getByRole('button', { name: '开始交换' }).click();
    await page.locator('[data-testid=exchanged][data-taken=true]').waitFor();
    await upper!.shot(page, 'exchange-upper-given');
    const own = await terminalOf(upper!.platform, given);
    const at = start + 40_000;
    const [lon, lat] = place(0);
    for (const second of [0, 2])
      expect(await own.send(locationAt(at + second * 1000, { lon, lat, speed: 55 }))).toBe(0);
    const taken = async (): Promise<number[]> => {
      const range = `from=${start - 60_000}&to=${Date.now() + 60_000}`;
      return (await cityOfficer!.get<Track>(`/api/tracks/${given.id}?${range}`)).time;
    };
    await until('its positions in the city', async () => (await taken()).length === 2, 30_000);
    const below = await lower!.page(`/platform-links/${links.lower}`, OFFICER);
    await below.getByTestId('exchanged').getByText(given.plate).waitFor();
    await below.locator('[data-testid=link-message][data-kind=static][data-direction=in]').waitFor();
    await lower!.shot(below, 'exchange-lower-given');
    await page.getByTestId('exchanged').getByRole('button').click();
    await below.getByTestId('exchanged').waitFor({ state: 'detached' });
    expect(await own.send(locationAt(at + 6000, { lon, lat, speed: 55 }))).toBe(0);
    const [answer] = await messages(province!, links.upper, 'driver');
    expect(answer).toMatchObject({ plate: vehicle.plate, state: 'answered' });
    expect(await taken()).toHaveLength(2);
    own.end();
    await Promise.all([page.close(), below.close()]);
  });

  it('a wrong password does not get in, and neither secrets nor the link are for everybody', async () => {
    const system = await lower!.api('shangrao.system');
    const { link } = await linkOf(system, links.lower);
    expect(JSON.stringify(link)).not.toContain('p4ss');
    const input = { ...agreed, name: link.name, role: 'lower', peerPort: cable.port, ownHost: '127.0.0.1' } as const;
    const body = { ...input, password: 'wrong', version: link.version };
    expect((await system.ask('PATCH', `/api/platform-links/${links.lower}`, body)).status).toBe(200);
    await until(
      'the refusal',
      async () => (await linkOf(cityOfficer!, links.lower)).link.standing?.main.problem === 'passwordWrong',
      20_000,
    );
    expect((await cityOfficer!.ask('PATCH', `/api/platform-links/${links.lower}`, body)).status).toBe(403);
    const foreign = await lower!.api('chongqing.duty');
    expect((await foreign.ask('GET', `/api/platform-links/${links.lower}`)).status).toBe(404);
  });

  it('no page threw an error', () => {
    expect([...upper!.faults, ...lower!.faults]).toEqual([]);
  });
});
