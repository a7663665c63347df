import { listenJt808, type Command, type CommandingListener } from '@anlan/gateways';
import {
  type BodyOf,
  type Decoded,
  gmt8Moment,
  type Message,
  type MessageKind,
  report,
  Terminal as Caller,
} from '@anlan/gateways/testing';
import type { Intake } from '@anlan/kernel/telemetry';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import type { Register } from '../ingest/register.ts';
import { device as registered, subject, uuid } from '../ingest/testing/devices.ts';
import { enterPlant } from '../ingest/testing/plant.ts';
import { cutRoutes } from './cut-routes.ts';
import { driverRoutes, keepDrivers } from './driver.ts';
import { instructionRoutes } from './instruction-routes.ts';

const PHONE = '013912340808';
const IDENTITY = `jt808:${PHONE}`;
const DEVICE = uuid(941);
const VEHICLE = uuid(942);
const START = Date.UTC(2026, 2, 1, 4, 0, 0);
const SECOND = 1000;

let stage: Stage;
let listener: CommandingListener;
let terminal: Terminal;
let first: Ask;
let second: Ask;
let inspector: Ask;
let stranger: Ask;
/** The gateway's clock. */
let now = START;
let town = '';

/** A JT/T 808-2013 terminal that answers what it is told to. */
class Terminal extends Caller {
  /** Result of its general answers to commands; undefined stays silent. */
  obeys: number | undefined = 0;

  constructor(port: number) {
    super(port, PHONE, 2013);
  }

  protected override heard(frame: Decoded): void {
    const { serial, msgId } = frame.header;
    if (frame.kind === 'queryListedParameters')
      this.send({ kind: 'parametersAnswer', body: { ackSerial: serial, parameters: [{ id: 0x0055, value: 90 }] } });
    else if (this.obeys !== undefined && msgId > 0x8100)
      this.send({ kind: 'terminalAnswer', body: { ackSerial: serial, ackId: msgId, result: this.obeys } });
  }

  of<K extends MessageKind>(kind: K): BodyOf<K>[] {
    return this.received.flatMap((frame) => (frame.kind === kind ? [frame.body as BodyOf<K>] : []));
  }

  /** Sends and waits for the general answer; throws when none comes. */
  async acknowledged(message: Message): Promise<void> {
    const before = this.results().length;
    this.send(message);
    for (let round = 0; round < 200; round += 1) {
      if (this.results().length > before) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${message.kind} was not answered`);
  }

  /** Reports so many seconds after the start. */
  async at(seconds: number, speed: number, status = 3): Promise<void> {
    now = START + seconds * SECOND;
    await this.acknowledged(report(now, { speed, status }));
  }
}

const known = registered(
  DEVICE,
  IDENTITY,
  {},
  subject(VEHICLE, { kind: 'vehicle', quantity: 'speed', name: '赣E80808', deviceId: DEVICE }),
);

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const towns = await sql<{ path: string }>`SELECT path FROM region WHERE kind = 'town' ORDER BY path LIMIT 2`.execute(
    db,
  );
  town = towns.rows[0]!.path;
  const plant = await enterPlant(db, 1, town);
  await sql`
    INSERT INTO vehicle (id, name, region_path, organisation_id, enterprise, category)
    VALUES (${VEHICLE}, '赣E80808', ${town}, ${plant.enterprise}, ${plant.enterprise}, 'dangerous-goods')`.execute(db);
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, identity, protocol, enterprise, origin, vehicle)
    VALUES (${DEVICE}, '车载终端', ${town}, ${plant.enterprise}, ${IDENTITY}, 'jt808', ${plant.enterprise}, 'live', ${VEHICLE})`.execute(
    db,
  );
  const intake = {
    find: (identity: string) => (identity === IDENTITY ? known : undefined),
    accept: () => Promise.resolve({ accepted: true as const }),
    refused: () => {},
    connected: () => {},
    disconnected: () => {},
  } satisfies Intake;
  const register = { find: (identity: string) => (identity === IDENTITY ? known : undefined) } as Register;
  listener = await listenJt808({
    host: '127.0.0.1',
    port: 0,
    intake,
    clock: () => now,
    log: {
      info: () => {},
      warn: () => {},
    },
    verify: () => true,
    issueCode: () => 'code',
    driver: keepDrivers(db, register),
    limits: { command: 300 },
  });
  const mirror = {
    ask: async (_: string, { identity, command }: { identity: string; command: Command }) =>
      listener.send(identity, command),
  };
  Object.assign(stage.context, { mirror });
  const app = await stage.app({ modules: [cutRoutes, instructionRoutes, driverRoutes] });
  await enterPerson(db, { id: uuid(951), account: 'first', role: 'duty-officer', region: town });
  await enterPerson(db, { id: uuid(952), account: 'second', role: 'duty-officer', region: town });
  await enterPerson(db, { id: uuid(953), account: 'inspector', role: 'inspector', region: town });
  await enterPerson(db, { id: uuid(954), account: 'far', role: 'duty-officer', region: towns.rows[1]!.path });
  first = await askAs(app, db, uuid(951));
  second = await askAs(app, db, uuid(952));
  inspector = await askAs(app, db, uuid(953));
  stranger = await askAs(app, db, uuid(954));
});

beforeEach(async () => {
  terminal?.end();
  await sql`DELETE FROM vehicle_cut`.execute(stage.db);
  terminal = new Terminal(listener.port);
  await terminal.acknowledged({ kind: 'authentication', body: { authCode: 'code' } });
  terminal.received.length = 0;
});

afterAll(async () => {
  terminal.end();
  await listener.close();
  await stage.close();
});

async function asked(): Promise<string> {
  const answer = await first('POST', `/api/devices/${DEVICE}/cut`, { reason: '疑似被劫持，已停在服务区' });
  expect(answer.statusCode).toBe(201);
  return answer.json<{ id: string }>().id;
}

/** The vehicle drove, stopped, and has stood since; the newest fix is `fresh` seconds old. */
async function stands(from: number, fresh = 5): Promise<void> {
  await terminal.at(from, 30);
  for (const seconds of [10, 60, 110, 160]) await terminal.at(from + seconds, 0);
  now = START + (from + 160 + fresh) * SECOND;
}

const codeOf = async (answer: ReturnType<Ask>): Promise<string> => (await answer).json<{ code: string }>().code;
const stateOf = async (id: string): Promise<string> =>
  (await sql<{ state: string }>`SELECT state FROM vehicle_cut WHERE id = ${id}`.execute(stage.db)).rows[0]!.state;

describe('oil and power of a vehicle are cut', () => {
  it('when one person asks, another approves and it stands on a fresh fix; all of it audited', async () => {
    await stands(0);
    const id = await asked();
    expect(terminal.of('control')).toEqual([]);
    const cut = await second('POST', `/api/cuts/${id}/approve`, {});
    expect(cut.statusCode).toBe(200);
    expect(cut.json()).toMatchObject({ state: 'cut', requestedBy: 'first', decidedBy: 'second' });
    expect(terminal.of('control')).toEqual([{ command: 100, args: '' }]);
    const { rows } = await sql<{ actor: string; verb: string; outcome: string }>`
      SELECT actor, verb, outcome FROM audit ORDER BY seq DESC LIMIT 4`.execute(stage.db);
    expect(rows.toReversed().map(({ actor, verb, outcome }) => `${actor} ${verb} ${outcome}`)).toEqual([
      'first vehicle.cut done',
      'second vehicle.cut-approve done',
      'second device.command done',
      'second device.answer done',
    ]);
    expect((await first('POST', `/api/devices/${DEVICE}/restore`, {})).statusCode).toBe(200);
    expect(terminal.of('control').at(-1)).toEqual({ command: 101, args: '' });
  });

  it('never by the same person, by nobody without the verb, and not out of scope', async () => {
    await stands(1000);
    const id = await asked();
    const own = await first('POST', `/api/cuts/${id}/approve`, {});
    expect(own.statusCode).toBe(403);
    expect(own.json()).toMatchObject({
      code: 'same-person',
      zh: expect.stringContaining('批准断油断电'),
      en: expect.stringContaining('approving the cut'),
    });
    expect(await codeOf(inspector('POST', `/api/cuts/${id}/approve`, {}))).toBe('not-permitted');
    expect(await codeOf(inspector('POST', `/api/devices/${DEVICE}/cut`, { reason: '没有权限' }))).toBe('not-permitted');
    expect(await codeOf(stranger('POST', `/api/cuts/${id}/approve`, {}))).toBe('not-found');
    expect(await codeOf(stranger('POST', `/api/devices/${DEVICE}/cut`, { reason: '不在辖区' }))).toBe('not-found');
    expect(await codeOf(second('POST', `/api/devices/${DEVICE}/cut`, { reason: '再来一份' }))).toBe('cut-open');
    expect(await stateOf(id)).toBe('requested');
    expect(terminal.of('control')).toEqual([]);
  });

  it.each([
    ['it moves', 'cut-moving', async (from: number) => (await stands(from), await terminal.at(from + 163, 8))],
    ['its fix is old', 'cut-stale-fix', (from: number) => stands(from, 31)],
    [
      'its receiver has no position',
      'cut-not-positioned',
      async (from: number) => (await stands(from), await terminal.at(from + 163, 0, 1)),
    ],
    [
      'it has only just stopped',
      'cut-not-still',
      async (from: number) => (await terminal.at(from, 40), await terminal.at(from + 20, 0)),
    ],
  ] as const)('not while %s, whoever approved: nothing is sent, and it is told why', async (_, code, happens) => {
    await happens(2000 + (now - START) / SECOND);
    const id = await asked();
    const refused = await second('POST', `/api/cuts/${id}/approve`, {});
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({
      code,
      zh: expect.stringContaining('指令未下发'),
      en: expect.stringMatching(/nothing was sent/i),
    });
    expect(terminal.of('control')).toEqual([]);
    expect(await stateOf(id)).toBe('refused');
    const { rows } = await sql<{ outcome: string }>`SELECT outcome FROM audit ORDER BY seq DESC LIMIT 1`.execute(
      stage.db,
    );
    expect(rows[0]!.outcome).toBe('failed');
  });

  it('not on an approval that comes too late, a second time, or after it was declined', async () => {
    await stands(20_000);
    const late = await asked();
    await sql`UPDATE vehicle_cut SET lapses_at = now() - interval '1 second' WHERE id = ${late}`.execute(stage.db);
    expect(await codeOf(second('POST', `/api/cuts/${late}/approve`, {}))).toBe('cut-lapsed');
    const listed = await second('GET', `/api/devices/${DEVICE}/cuts`);
    expect(listed.json()).toMatchObject([{ id: late, state: 'lapsed' }]);
    const withdrawn = await asked();
    expect((await first('POST', `/api/cuts/${withdrawn}/decline`, {})).json()).toMatchObject({ state: 'declined' });
    expect(await codeOf(second('POST', `/api/cuts/${withdrawn}/approve`, {}))).toBe('cut-decided');
    expect(terminal.of('control')).toEqual([]);
    const once = await asked();
    const both = await Promise.all([1, 2].map(() => second('POST', `/api/cuts/${once}/approve`, {})));
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(terminal.of('control')).toHaveLength(1);
  });

  it('and is told when the terminal cannot do it, or says nothing', async () => {
    await stands(30_000);
    terminal.obeys = 3;
    expect(await codeOf(second('POST', `/api/cuts/${await asked()}/approve`, {}))).toBe('cut-refused');
    terminal.obeys = undefined;
    expect(await codeOf(second('POST', `/api/cuts/${await asked()}/approve`, {}))).toBe('cut-silent');
    terminal.end();
    for (let round = 0; round < 100 && listener.sessions() > 0; round += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await codeOf(second('POST', `/api/cuts/${await asked()}/approve`, {}))).toBe('device-offline');
  });

  it('is never an instruction like any other', async () => {
    const sent = await first('POST', `/api/devices/${DEVICE}/instruction`, { kind: 'cut', code: 100 });
    expect(sent.statusCode).toBe(422);
  });
});

describe('parameters of a terminal', () => {
  const send = (body: object) => first('POST', `/api/devices/${DEVICE}/instruction`, body);

  it('are read by name and shown with the answer; what was asked stays in the log', async () => {
    const read = await send({ kind: 'parameters', ids: [0x0055] });
    expect(read.json()).toMatchObject({
      state: 'acknowledged',
      text: '最高速度',
      parameters: [{ id: 0x0055, value: 90 }],
    });
    const log = await first('GET', `/api/devices/${DEVICE}/instructions`);
    expect(log.json<object[]>()[0]).toMatchObject({ kind: 'parameters', text: '最高速度', state: 'acknowledged' });
  });

  it('are set within their range, a grave one only after a second look; what was set is audited', async () => {
    const set = await send({
      kind: 'set-parameters',
      parameters: [
        { id: 0x0055, value: 80 },
        { id: 0x0029, value: 30 },
      ],
    });
    expect(set.json()).toMatchObject({ state: 'acknowledged', text: '最高速度=80km/h；缺省时间汇报间隔=30s' });
    expect(terminal.of('setParameters')).toHaveLength(1);
    expect(await codeOf(send({ kind: 'set-parameters', parameters: [{ id: 0x0055, value: 300 }] }))).toBe(
      'terminal-parameter-value',
    );
    expect(await codeOf(send({ kind: 'set-parameters', parameters: [{ id: 0xf364, value: 1 }] }))).toBe(
      'terminal-parameter-unknown',
    );
    const server = { kind: 'set-parameters', parameters: [{ id: 0x0013, value: '10.0.0.9' }] };
    expect(await codeOf(send(server))).toBe('terminal-parameter-grave');
    expect(terminal.of('setParameters')).toHaveLength(1);
    expect((await send({ ...server, confirmed: true })).json()).toMatchObject({ state: 'acknowledged' });
    terminal.obeys = undefined;
    expect((await send({ kind: 'set-parameters', parameters: [{ id: 0x0055, value: 70 }] })).json()).toMatchObject({
      state: 'timed-out',
    });
    const { rows } = await sql<{ detail: { text: string } }>`
      SELECT detail FROM audit WHERE verb = 'device.command' ORDER BY seq DESC LIMIT 1`.execute(stage.db);
    expect(rows[0]!.detail.text).toBe('最高速度=70km/h');
  });
});

describe('who drives', () => {
  it('is kept from the card, newest first, with the certificate judged', async () => {
    const at = START + 50_000 * SECOND;
    now = at;
    const card = { name: '张三', qualification: 'JX-2020-0001', issuer: '上饶市交通运输局' };
    const put = (seconds: number, expiry: string): Message => ({
      kind: 'driverIdentity',
      body: { status: 1, time: gmt8Moment(at - seconds * SECOND), cardResult: 0, ...card, expiry },
    });
    await terminal.acknowledged(put(300, '20251231'));
    await terminal.acknowledged(put(200, '20301231'));
    // The same report again is the same row.
    await terminal.acknowledged(put(200, '20301231'));
    await terminal.acknowledged({ kind: 'driverIdentity', body: { status: 2, time: gmt8Moment(at - 100 * SECOND) } });
    const told = await inspector('GET', `/api/vehicles/${VEHICLE}/drivers`);
    expect(told.json()).toMatchObject({
      terminal: DEVICE,
      reports: [
        { state: 'off', name: null },
        { state: 'on', name: '张三', validUntil: '2030-12-31', expired: false, registered: false },
        { state: 'on', name: '张三', validUntil: '2025-12-31', expired: true },
      ],
    });
    expect((await stranger('GET', `/api/vehicles/${VEHICLE}/drivers`)).json()).toMatchObject({ code: 'not-found' });
  });
});
