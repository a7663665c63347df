import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LinkWord } from '@anlan/gateways';
import type { LinkDetail, LinkInput } from '@anlan/kernel/platform-link';
import { raise, trailOf } from '../alarm/testing/raise.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openSecretBox } from '../identity/secret-box.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { takeWord } from './business.ts';
import { collectAlarms, markLate, sendOutgoing, tellClosed } from './outgoing.ts';
import { readLinks, type UsedLink } from './peers.ts';
import { platformLinkRoutes } from './routes.ts';

const TOWN = 'cn.36.11.02.001.';
const PLATE = '赣E10001';
const input: LinkInput = {
  name: '省级联网联控',
  role: 'lower',
  edition: 2011,
  accessCode: 361_100,
  userId: 7,
  password: 'hidden-8',
  constants: { m1: 1, ia1: 2, ic1: 3 },
  encrypted: true,
  peerHost: '10.1.2.3',
  peerPort: 8809,
  ownHost: '10.1.2.4',
  idleSeconds: 60,
  deadSeconds: 180,
  answerMinutes: 10,
  enabled: true,
};

let stage: Stage;
let app: App;
let plant: Plant;
let system: Ask;
let duty: Ask;
let neighbour: Ask;

async function links(): Promise<readonly UsedLink[]> {
  return readLinks(stage.db, await openSecretBox(stage.context.configuration.home));
}

/** A link of our role with the plant's vehicle, as the intake knows it. */
async function linkOf(change: Partial<LinkInput> = {}): Promise<UsedLink> {
  const made = await system('POST', '/api/platform-links', { ...input, ...change });
  expect(made.statusCode).toBe(201);
  const { id } = made.json() as { id: string };
  await system('POST', `/api/platform-links/${id}/vehicles`, { act: 'add', plates: [PLATE] });
  return (await links()).find(({ peer }) => peer.id === id)!;
}

const detail = async (id: string): Promise<LinkDetail> => (await duty('GET', `/api/platform-links/${id}`)).json();
const upper = { role: 'upper', peerPort: null, ownHost: null } as const;
const vehicle = { plate: PLATE, colour: 2 };
const alarmWord = { kind: 'alarm', number: 5, vehicle, type: 2, at: Date.now(), text: '疲劳' } as const;

beforeAll(async () => {
  stage = await openStage();
  const mirror = { ask: async () => undefined };
  app = await buildApp({ ...stage.context, mirror } as never, [platformLinkRoutes]);
  plant = await enterPlant(stage.db, 1, TOWN);
  await enterPerson(stage.db, { id: uuid(901), account: '系统', role: 'system-administrator', region: 'cn.36.11.' });
  await enterPerson(stage.db, { id: uuid(902), account: '值班', role: 'duty-officer', region: 'cn.36.11.' });
  await enterPerson(stage.db, { id: uuid(903), account: '邻市', role: 'duty-officer', region: 'cn.50.' });
  [system, duty, neighbour] = (await Promise.all([901, 902, 903].map((id) => askAs(app, stage.db, uuid(id))))) as [
    Ask,
    Ask,
    Ask,
  ];
});
beforeEach(async () => {
  await forgetMonitoring(stage.db);
  await sql`TRUNCATE platform_link_message, platform_link_vehicle, platform_link_exchange, platform_link, driver_report CASCADE`.execute(
    stage.db,
  );
  await sql`DELETE FROM device WHERE protocol = 'jt809'`.execute(stage.db);
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

describe('a link to another platform', () => {
  it('is entered once a role and code, its secrets sealed and never shown, within the scope only', async () => {
    const { peer } = await linkOf();
    expect(peer).toMatchObject({ password: 'hidden-8', constants: { m1: 1 }, patience: { deadMs: 180_000 } });
    expect((await system('POST', '/api/platform-links', input)).statusCode).toBe(409);
    const listed = await duty('GET', '/api/platform-links');
    expect(listed.json()).toMatchObject([{ name: input.name, vehicles: 1, standing: null }]);
    expect(listed.body).not.toContain('hidden-8');
    const { rows } = await sql<{ sealed: string }>`SELECT sealed FROM platform_link`.execute(stage.db);
    expect(rows[0]!.sealed).not.toContain('hidden');
    expect((await neighbour('GET', '/api/platform-links')).json()).toEqual([]);
    expect((await neighbour('GET', `/api/platform-links/${peer.id}`)).statusCode).toBe(404);
    expect((await duty('POST', '/api/platform-links', { ...input, accessCode: 2 })).statusCode).toBe(403);
    const outside = await system('POST', '/api/platform-links', { ...input, accessCode: 3, regionPath: 'cn.50.' });
    expect(outside.statusCode).toBe(404);
    const nowhere = await system('POST', '/api/platform-links', {
      ...input,
      accessCode: 4,
      regionPath: 'cn.36.11.9x.',
    });
    expect(nowhere.statusCode).toBe(422);
  });

  it('changed by two at once keeps the first change; a password left out stays', async () => {
    const { peer } = await linkOf();
    const { password: _, constants: __, ...rest } = input;
    const body = { ...rest, name: '新名', version: 1 };
    expect((await system('PATCH', `/api/platform-links/${peer.id}`, body)).statusCode).toBe(200);
    expect((await system('PATCH', `/api/platform-links/${peer.id}`, body)).statusCode).toBe(409);
    expect((await links())[0]!.peer).toMatchObject({ password: 'hidden-8', constants: { ic1: 3 } });
  });

  it('of the upper role gives each vehicle a device for its positions, which goes with the vehicle', async () => {
    const { peer } = await linkOf(upper);
    const devices = async (): Promise<unknown[]> =>
      (
        await sql`SELECT identity, vehicle FROM device WHERE protocol = 'jt809' AND retired_at IS NULL`.execute(
          stage.db,
        )
      ).rows;
    expect(await devices()).toEqual([{ identity: `jt809:361100:${PLATE}`, vehicle: plant.vehicle }]);
    await system('POST', `/api/platform-links/${peer.id}/vehicles`, { act: 'add', plates: [PLATE] });
    expect(await devices()).toHaveLength(1);
    await system('POST', `/api/platform-links/${peer.id}/vehicles`, { act: 'remove', plates: [PLATE] });
    expect(await devices()).toEqual([]);
    await system('POST', `/api/platform-links/${peer.id}/vehicles`, { act: 'add', plates: [PLATE] });
    expect(await devices()).toHaveLength(1);
  });
});

describe('what is said on a link', () => {
  it('an alarm of an exchanged vehicle is sent once when the link is up, and that it is closed after that', async () => {
    const link = await linkOf();
    const about = {
      at: Date.now() + 1000,
      regionPath: TOWN,
      organisationId: plant.enterprise,
      deviceId: plant.terminal,
    };
    const raised = await raise(stage.db, plant.vehicle, about);
    await collectAlarms(stage.db, [link]);
    await collectAlarms(stage.db, [link]);
    const said: LinkWord[] = [];
    let up = false;
    const say = (_: string, word: LinkWord): number | undefined => (up ? said.push(word) : undefined);
    await sendOutgoing(stage.db, [link], say);
    expect(said).toEqual([]);
    up = true;
    await sendOutgoing(stage.db, [link], say);
    await sendOutgoing(stage.db, [link], say);
    expect(said).toMatchObject([{ kind: 'alarm', number: 1, vehicle: { plate: PLATE } }]);
    await sql`UPDATE alarm SET closed_at = now() WHERE id = ${raised.id}`.execute(stage.db);
    await collectAlarms(stage.db, [link]);
    await sendOutgoing(stage.db, [link], say);
    expect(said[1]).toMatchObject({ kind: 'alarm-result', number: 1, result: 1 });
  });

  it('that an alarm is closed is found by what is still open there, however long the history', async () => {
    const { peer } = await linkOf();
    await sql`
      INSERT INTO platform_link_message (link_id, direction, kind, number, body, state, at, region_path)
      SELECT ${peer.id}, 'out', 'alarm', n, '{"text":"…"}', 'answered', now() - interval '1 day', 'cn.36.11.'
      FROM generate_series(1, 20000) AS n`.execute(stage.db);
    await sql`ANALYZE platform_link_message`.execute(stage.db);
    const plan = await sql<{ 'QUERY PLAN': string }>`EXPLAIN ${tellClosed([peer.id])}`.execute(stage.db);
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('platform_link_message_open');
    expect(text).not.toContain('Seq Scan on platform_link_message');
  });

  it('of two that take one access code at once, one is refused', async () => {
    const first = await linkOf({ ...upper, accessCode: 11 });
    const second = await linkOf({ ...upper, accessCode: 12 });
    const change = async ({ peer }: UsedLink) => {
      const { version } = await detail(peer.id).then(({ link }) => link);
      return { peer, version };
    };
    const wishes = await Promise.all([first, second].map(change));
    for (let round = 0; round < 10; round += 1) {
      const body = { ...input, ...upper, accessCode: 100 + round };
      const answers = await Promise.all([
        ...wishes.map(({ peer, version }) => system('PATCH', `/api/platform-links/${peer.id}`, { ...body, version })),
        system('POST', '/api/platform-links', body),
      ]);
      expect(answers.map(({ statusCode }) => statusCode).filter((status) => status >= 500)).toEqual([]);
      expect(answers.filter(({ statusCode }) => statusCode < 300)).toHaveLength(1);
      for (const [index, answer] of answers.slice(0, 2).entries())
        if (answer.statusCode < 300) wishes[index]!.version += 1;
    }
  });

  it('what waits for a link that is down holds up no other link', async () => {
    const [down, up] = [await linkOf(upper), await linkOf({ ...upper, accessCode: 2 })];
    await sql`
      INSERT INTO platform_link_message (link_id, direction, kind, number, body, state, at, region_path)
      SELECT ${down.peer.id}, 'out', 'text', n, '{"text":"…"}', 'waiting', now() - interval '1 hour', 'cn.36.11.'
      FROM generate_series(1, 250) AS n`.execute(stage.db);
    await duty('POST', `/api/platform-links/${up.peer.id}/ask`, { kind: 'text', text: '收到请回' });
    const said: LinkWord[] = [];
    await sendOutgoing(stage.db, [down, up], (id, word) => (id === up.peer.id ? said.push(word) : undefined));
    expect(said).toMatchObject([{ kind: 'text', text: '收到请回' }]);
  });

  it('a supervision stands in the trail of its alarm once, and is answered once', async () => {
    const link = await linkOf();
    const about = {
      at: Date.now() + 1000,
      regionPath: TOWN,
      organisationId: plant.enterprise,
      deviceId: plant.terminal,
    };
    const raised = await raise(stage.db, plant.vehicle, about);
    await collectAlarms(stage.db, [link]);
    const urge = {
      ...alarmWord,
      kind: 'urge',
      number: 1,
      until: Date.now() + 60_000,
      urgent: true,
      supervisor: '张',
    } as const;
    await takeWord(stage.db, link, urge);
    await takeWord(stage.db, link, urge);
    const trail = await trailOf(stage.db, raised.id);
    expect(trail.filter((line) => line.includes('上级平台督办'))).toHaveLength(1);
    const { messages } = await detail(link.peer.id);
    const received = messages.find(({ kind }) => kind === 'urge')!;
    expect(received).toMatchObject({ state: 'open', alarmId: raised.id });
    const path = `/api/platform-links/${link.peer.id}/messages/${received.id}/answer`;
    expect((await duty('POST', path, {})).statusCode).toBe(422);
    expect((await duty('POST', path, { result: 1 })).statusCode).toBe(200);
    expect((await duty('POST', path, { result: 2 })).statusCode).toBe(409);
    const said: LinkWord[] = [];
    await sendOutgoing(stage.db, [link], (_, word) => said.push(word));
    expect(said.find(({ kind }) => kind === 'urge-answer')).toMatchObject({ number: 1, result: 1 });
  });

  it('a check is late after its time, can still be answered, and the name of who answered goes with it', async () => {
    const link = await linkOf();
    const query = {
      kind: 'query',
      number: 9,
      serial: 4,
      objectType: 1,
      objectId: '1',
      text: '3+4',
      minutes: 0,
    } as const;
    await takeWord(stage.db, link, query);
    await takeWord(stage.db, link, query);
    await sql`UPDATE platform_link_message SET due_at = now() - interval '1 second'`.execute(stage.db);
    await markLate(stage.db);
    const { messages, link: view } = await detail(link.peer.id);
    expect(messages).toMatchObject([{ kind: 'query', state: 'late', text: '3+4' }]);
    expect(view.open).toBe(1);
    const path = `/api/platform-links/${link.peer.id}/messages/${messages[0]!.id}/answer`;
    expect((await duty('POST', path, { text: '7' })).statusCode).toBe(200);
    const said: LinkWord[] = [];
    await sendOutgoing(stage.db, [link], (_, word) => said.push(word));
    expect(said).toMatchObject([{ kind: 'query-answer', number: 9, serial: 4, text: '7', by: '值班' }]);
  });

  it('as upper platform: an alarm is supervised once, and answers find their question by number or by serial', async () => {
    const link = await linkOf(upper);
    await takeWord(stage.db, link, alarmWord);
    await takeWord(stage.db, link, alarmWord);
    const { messages } = await detail(link.peer.id);
    expect(messages).toMatchObject([{ kind: 'alarm', plate: PLATE, vehicle: plant.vehicle, urged: false }]);
    const path = `/api/platform-links/${link.peer.id}/messages/${messages[0]!.id}/urge`;
    expect((await duty('POST', path, { minutes: 30, urgent: true })).statusCode).toBe(201);
    expect((await duty('POST', path, { minutes: 30, urgent: true })).statusCode).toBe(409);
    for (const text of ['3+4', '5+6'])
      await duty('POST', `/api/platform-links/${link.peer.id}/ask`, { kind: 'query', text });
    let serial = 100;
    const said: LinkWord[] = [];
    await sendOutgoing(stage.db, [link], (_, word) => {
      said.push(word);
      return (serial += 1);
    });
    expect(said.map(({ kind }) => kind)).toEqual(['urge', 'query', 'query']);
    await takeWord(stage.db, link, { kind: 'urge-answer', number: 5, vehicle, result: 1 });
    const answer = { kind: 'query-answer', objectType: 1, objectId: '1', by: '李四' } as const;
    await takeWord(stage.db, link, { ...answer, number: null, serial: 103, text: '11' });
    await takeWord(stage.db, link, { ...answer, number: 1, serial: null, text: '7' });
    const after = (await detail(link.peer.id)).messages.filter(({ direction }) => direction === 'out');
    const answers = Object.fromEntries(after.map(({ text, answer: given }) => [text, given]));
    expect(answers).toEqual({ 紧急督办: '已处理完毕', '3+4': '7', '5+6': '11' });
    expect(
      (await duty('POST', `/api/platform-links/${link.peer.id}/messages/${messages[0]!.id}/answer`, { text: 'x' }))
        .statusCode,
    ).toBe(409);
  });

  it('who drives a vehicle and what it carries is answered out of the register, and shown where it was asked', async () => {
    const link = await linkOf();
    await sql`
      INSERT INTO driver_report (device_id, vehicle, state, at, name, qualification, issuer, valid_until, received_at, region_path)
      VALUES (${plant.terminal}, ${plant.vehicle}, 'on', now(), '李四', '361100000001', '上饶市交通运输局', '2027-01-31', now(), ${TOWN})`.execute(
      stage.db,
    );
    await takeWord(stage.db, link, { kind: 'driver-query', vehicle, serial: 41 });
    await takeWord(stage.db, link, { kind: 'waybill-query', vehicle, serial: 42 });
    await takeWord(stage.db, link, { kind: 'driver-query', vehicle: { plate: '浙H00001', colour: 1 }, serial: 43 });
    const said: LinkWord[] = [];
    const say = (_: string, word: LinkWord): number => said.push(word);
    await sendOutgoing(stage.db, [link], say);
    await sendOutgoing(stage.db, [link], say);
    const [licence, organisation] = ['361100000001', '上饶市交通运输局'];
    const driver = { name: '李四', idCard: '', licence, organisation, validUntil: Date.UTC(2027, 0, 30, 16) };
    expect(said).toMatchObject([
      { kind: 'driver', vehicle: { plate: PLATE }, asked: true, source: 41, driver },
      { kind: 'waybill', asked: true, source: 42, text: '' },
      { kind: 'driver', source: 43, driver: { name: '' } },
    ]);
    const { messages } = await detail(link.peer.id);
    expect(messages.map(({ kind, state, answer }) => [kind, state, answer])).toEqual([
      ['driver', 'answered', '不掌握'],
      ['waybill', 'answered', ''],
      ['driver', 'answered', '李四 361100000001 上饶市交通运输局 有效期至 2027-01-31'],
    ]);
  });

  it('as upper platform: who drives a reported vehicle is asked, the answer found by serial or by plate, and kept', async () => {
    const link = await linkOf(upper);
    const path = `/api/platform-links/${link.peer.id}/ask-vehicle`;
    expect((await neighbour('POST', path, { kind: 'driver', plate: PLATE })).statusCode).toBe(422);
    expect((await duty('POST', path, { kind: 'driver', plate: '浙H00001' })).statusCode).toBe(422);
    for (const kind of ['driver', 'waybill'])
      expect((await duty('POST', path, { kind, plate: PLATE })).statusCode).toBe(201);
    const said: LinkWord[] = [];
    await sendOutgoing(stage.db, [link], (_, word) => said.push(word) + 70);
    expect(said).toMatchObject([
      { kind: 'driver-query', vehicle: { plate: PLATE } },
      { kind: 'waybill-query', vehicle: { plate: PLATE } },
    ]);
    const driver = { name: '王五', idCard: '', licence: '3611', organisation: '', validUntil: null };
    await takeWord(stage.db, link, { kind: 'driver', vehicle, serial: 5, asked: true, source: null, driver });
    await takeWord(stage.db, link, { kind: 'waybill', vehicle, serial: 6, asked: true, source: 72, text: '汽油 20 t' });
    const { messages } = await detail(link.peer.id);
    const answers = Object.fromEntries(messages.map(({ kind, state, answer }) => [kind, [state, answer]]));
    expect(answers).toEqual({ driver: ['answered', '王五 3611'], waybill: ['answered', '汽油 20 t'] });
    const { rows } = await sql<{ name: string }>`
      SELECT name FROM driver_report WHERE vehicle = ${plant.vehicle} ORDER BY received_at DESC LIMIT 1`.execute(
      stage.db,
    );
    expect(rows).toEqual([{ name: '王五' }]);
    await sql`UPDATE platform_link_message SET state = 'sent', answered_at = NULL, due_at = now() - interval '1 s'`.execute(
      stage.db,
    );
    await markLate(stage.db);
    expect(new Set((await detail(link.peer.id)).messages.map(({ state }) => state))).toEqual(new Set(['late']));
  });

  it('positions of a vehicle are given to a lower platform from its answer on, until an officer ends it', async () => {
    const made = await system('POST', '/api/platform-links', { ...input, ...upper });
    const { id } = made.json<{ id: string }>();
    const path = `/api/platform-links/${id}/ask-vehicle`;
    expect((await duty('POST', path, { kind: 'exchange-start', plate: PLATE, reason: 4 })).statusCode).toBe(422);
    expect((await duty('POST', path, { kind: 'exchange-start', plate: PLATE, reason: 2 })).statusCode).toBe(201);
    expect((await duty('POST', path, { kind: 'exchange-start', plate: PLATE })).statusCode).toBe(409);
    const said: LinkWord[] = [];
    await sendOutgoing(stage.db, await links(), (_, word) => said.push(word));
    expect(said).toMatchObject([
      { kind: 'exchange', vehicle: { plate: PLATE }, on: true, reason: 2 },
      { kind: 'static', text: expect.stringContaining(`VIN:=${PLATE}`) },
    ]);
    expect((await links())[0]!.given).toEqual([]);
    expect((await detail(id)).exchanges).toMatchObject([{ plate: PLATE, reason: 2, since: null }]);
    const answer = { kind: 'exchange-answer', vehicle, serial: 9, on: true, source: null } as const;
    await takeWord(stage.db, (await links())[0]!, answer);
    expect((await links())[0]!.given).toMatchObject([{ id: plant.vehicle, plate: PLATE, since: expect.any(Number) }]);
    expect((await duty('POST', path, { kind: 'exchange-end', plate: PLATE })).statusCode).toBe(201);
    expect((await duty('POST', path, { kind: 'exchange-end', plate: PLATE })).statusCode).toBe(409);
    expect((await links())[0]!.given).toEqual([]);
    await sendOutgoing(stage.db, await links(), (_, word) => said.push(word));
    expect(said[2]).toMatchObject({ kind: 'exchange', on: false, reason: 1 });
    await linkOf({ ...upper, accessCode: 2 });
    const own = (await links()).find(({ peer }) => peer.accessCode === 2)!;
    const refused = await duty('POST', `/api/platform-links/${own.peer.id}/ask-vehicle`, {
      kind: 'exchange-start',
      plate: PLATE,
    });
    expect(refused.statusCode).toBe(422);
  });

  it('as lower platform: a vehicle given to us gets a device of the link, which goes when the exchange ends', async () => {
    await system('POST', '/api/platform-links', input);
    const link = (await links())[0]!;
    const devices = async (): Promise<unknown[]> =>
      (
        await sql`SELECT identity, vehicle FROM device WHERE protocol = 'jt809' AND retired_at IS NULL`.execute(
          stage.db,
        )
      ).rows;
    const start = { kind: 'exchange', vehicle, serial: 50, on: true, reason: 0 } as const;
    await takeWord(stage.db, link, { ...start, vehicle: { plate: '浙H00001', colour: 1 }, serial: 49 });
    expect(await devices()).toEqual([]);
    await takeWord(stage.db, link, start);
    await takeWord(stage.db, link, start);
    expect(await devices()).toEqual([{ identity: `jt809:361100:${PLATE}`, vehicle: plant.vehicle }]);
    await takeWord(stage.db, link, { kind: 'static', vehicle, serial: 51, text: 'VIN:=赣E10001' });
    const seen = await detail(link.peer.id);
    expect(seen.exchanges).toMatchObject([{ plate: PLATE, reason: 0 }]);
    expect(seen.messages.map(({ kind, state, text }) => [kind, state, text])).toEqual([
      ['static', 'answered', 'VIN:=赣E10001'],
      ['exchange', 'answered', '车辆进入指定区域'],
      ['exchange', 'answered', '车辆进入指定区域'],
    ]);
    await takeWord(stage.db, link, { ...start, serial: 52, on: false });
    expect(await devices()).toEqual([]);
    expect((await detail(link.peer.id)).exchanges).toEqual([]);
    // What we report ourselves is not taken back.
    await system('POST', `/api/platform-links/${link.peer.id}/vehicles`, { act: 'add', plates: [PLATE] });
    await takeWord(stage.db, (await links())[0]!, { ...start, serial: 53 });
    expect(await devices()).toEqual([]);
  });

  it('of a link that is out of use, nothing is read any more', async () => {
    const { peer } = await linkOf(upper);
    await system('POST', `/api/platform-links/${peer.id}/retire`, {});
    expect(await links()).toEqual([]);
    expect((await duty('GET', '/api/platform-links')).json().length).toBe(0);
  });
});
