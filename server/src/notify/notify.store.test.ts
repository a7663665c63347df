import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandOver, Roster } from '@anlan/kernel/notify';
import { raise, type Raised } from '../alarm/testing/raise.ts';
import { runDue } from '../alarm/timers.ts';
import { deskRoutes } from '../desk/routes.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, asker, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant } from '../ingest/testing/plant.ts';
import { openChannels } from './channels.ts';
import { handOverRoutes } from './hand-over-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { ofPlace } from './recipients.ts';
import { openPostOffice, sendDue, takeEvents } from './post-office.ts';
import { rosterRoutes } from './roster-routes.ts';

const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const HOUR = 3_600_000;
const SECRET = 'a secret of the test';
const HERE = 'http://127.0.0.1:8420';

let stage: Stage;
let app: App;
let gateway: Server;
let taken: { id: string; to: string; text: string; signature: string }[] = [];
let failing = 0;
let smsUrl: string;
let day: Ask;
let night: Ask;
let plant: Awaited<ReturnType<typeof enterPlant>>;

const DAY = uuid(801);
const NIGHT = uuid(802);

beforeAll(async () => {
  stage = await openStage();
  app = await buildApp({ ...stage.context, notifySecret: SECRET }, [
    rosterRoutes,
    handOverRoutes,
    messageRoutes,
    deskRoutes,
  ]);
  gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (failing > 0) {
        failing -= 1;
        response.writeHead(503).end();
        return;
      }
      const { id, to, text } = JSON.parse(body) as { id: string; to: string; text: string };
      taken.push({ id, to, text, signature: String(request.headers['x-anlan-signature']) });
      response.end(JSON.stringify({ receipt: `r-${taken.length}` }));
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  smsUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`;
  plant = await enterPlant(stage.db, 1, TOWN);
  for (const person of [
    { id: DAY, account: '白班', role: 'duty-officer', region: COUNTY },
    { id: NIGHT, account: '夜班', role: 'duty-officer', region: COUNTY },
    { id: uuid(803), account: '企业安全员', role: 'safety-officer', organisation: plant.enterprise },
    { id: uuid(804), account: '市局', role: 'duty-officer', region: 'cn.36.11.' },
    { id: uuid(805), account: '邻县', role: 'duty-officer', region: 'cn.36.11.04.' },
  ])
    await enterPerson(stage.db, person);
  [day, night] = [await askAs(app, stage.db, DAY), await askAs(app, stage.db, NIGHT)];
  // The office begins with what happens from now on.
  await takeEvents(stage.db, Date.now());
}, 120_000);

afterAll(async () => {
  await app.close();
  await stage.close();
  await new Promise((resolve) => gateway.close(resolve));
});

const channels = () => openChannels({ smtpUrl: undefined, smsUrl, webhookUrl: undefined, demo: false }, SECRET);

async function ring(index: number, at = Date.now()): Promise<Raised> {
  return raise(stage.db, plant.point(['level', 'pressure', 'temperature'][index % 3] as 'level'), {
    at,
    regionPath: TOWN,
    organisationId: plant.enterprise,
    deviceId: plant.gateway,
  });
}

async function told(subject: string): Promise<string[]> {
  const { rows } = await sql<{ name: string; channel: string }>`
    SELECT person_name AS name, channel FROM message WHERE subject_id = ${subject} ORDER BY 1, 2`.execute(stage.db);
  return rows.map((row) => `${row.name} ${row.channel}`);
}

describe('a roster', () => {
  it('is written all or none, without strangers, doubles or the past', async () => {
    const now = Date.now();
    const shift = (personId: string, from: number, to: number) => ({
      personId,
      post: 'main',
      from: now + from * HOUR,
      to: now + to * HOUR,
    });
    const enter = (...shifts: object[]) => day('POST', '/api/duty/shifts', { shifts });
    expect((await enter(shift(uuid(805), 0, 8))).json()).toMatchObject({ code: 'duty-stranger' });
    expect((await enter(shift(DAY, -30, -20))).json()).toMatchObject({ code: 'invalid-input' });
    expect((await enter(shift(DAY, 0, 8), shift(DAY, 7, 12))).json()).toMatchObject({ code: 'duty-double' });
    expect((await enter(shift(DAY, -1, 8), shift(NIGHT, 8, 20))).statusCode).toBe(201);
    expect((await enter(shift(NIGHT, 30, 40), shift(DAY, 5, 10))).json()).toMatchObject({ code: 'duty-double' });
    const roster = (await night('GET', `/api/duty/roster?from=${now}&to=${now + 24 * HOUR}`)).json<Roster>();
    expect(roster.shifts.map((one) => one.personName)).toEqual(['白班', '夜班']);
    expect(roster.now.map((one) => one.personName)).toEqual(['白班']);
    expect(roster.gaps).toHaveLength(1);
    expect(roster.people.map((person) => person.name).sort()).toEqual(['夜班', '白班'].sort());
  });
});

describe('an alarm', () => {
  it('tells the enterprise at once, and the rostered officer of the county when nobody answers', async () => {
    const alarm = await ring(0);
    await takeEvents(stage.db, Date.now());
    expect(await told(alarm.id)).toEqual(['企业安全员 in-app']);
    for (let rung = 0; rung < 2; rung += 1) await runDue(stage.db, Date.now() + HOUR);
    await takeEvents(stage.db, Date.now());
    expect(await told(alarm.id)).toContain('白班 in-app');
    expect(await told(alarm.id)).not.toContain('夜班 in-app');
    expect(await told(alarm.id)).not.toContain('邻县 in-app');
    const why = await sql<{
      why: string;
    }>`SELECT DISTINCT why FROM message WHERE subject_id = ${alarm.id} AND person_name = '白班'`.execute(stage.db);
    expect(why.rows).toEqual([{ why: '值班表' }]);
    // Nobody is rostered in the city: those whose post it is are told, and it is said why.
    const city = await sql<{
      why: string;
    }>`SELECT why FROM message WHERE subject_id = ${alarm.id} AND person_name = '市局'`.execute(stage.db);
    expect(city.rows).toEqual([{ why: '无人排班，按岗位告知' }]);
  });

  it('tells each once also where the ladder has climbed before anybody came to it', async () => {
    const alarm = await ring(2);
    for (let rung = 0; rung < 2; rung += 1) await runDue(stage.db, Date.now() + HOUR);
    await takeEvents(stage.db, Date.now());
    const texts = await sql<{ text: string }>`
      SELECT text FROM message WHERE subject_id = ${alarm.id} AND person_name = '白班' AND channel = 'in-app'`.execute(
      stage.db,
    );
    expect(texts.rows.map(({ text }) => text.includes('升级告知'))).toEqual([true]);
  });

  it('is told once, however often its event is read, and not lost when the process ends in between', async () => {
    const alarm = await ring(1);
    const { rows } = await sql<{
      position: number;
    }>`SELECT position FROM journal_cursor WHERE consumer = 'notify'`.execute(stage.db);
    await takeEvents(stage.db, Date.now());
    const first = await told(alarm.id);
    await sql`UPDATE journal_cursor SET position = ${rows[0]!.position} WHERE consumer = 'notify'`.execute(stage.db);
    await takeEvents(stage.db, Date.now());
    expect(await told(alarm.id)).toEqual(first);
    expect(first).toHaveLength(1);
  });
});

describe('events', () => {
  it('one that cannot be decided silences neither those before nor those after it', async () => {
    await sql`UPDATE alarm SET recovered_at = now(), closed_at = now(), response = 'closed'`.execute(stage.db);
    await sql`
      INSERT INTO outbox (topic, happening, region_path, organisation_id, sector, body)
      VALUES ('case', 'overdue', ${TOWN}, NULL, NULL, '{"kind":"no-such-kind"}'::jsonb)`.execute(stage.db);
    const alarm = await ring(3, Date.now() + 2000);
    await takeEvents(stage.db, Date.now());
    expect(await told(alarm.id)).toEqual(['企业安全员 in-app']);
  });
});

describe('a message', () => {
  it('goes out by text message, is tried again when the gateway fails, and shows its receipt', async () => {
    const safety = await askAs(app, stage.db, uuid(803));
    expect((await safety('PUT' as 'POST', '/api/contacts/sms', { address: 'nonsense' })).json()).toMatchObject({
      code: 'field-invalid',
    });
    expect((await safety('PUT' as 'POST', '/api/contacts/sms', { address: '13900000000' })).statusCode).toBe(204);
    taken = [];
    failing = 1;
    const alarm = await ring(2);
    await takeEvents(stage.db, Date.now());
    const adapters = channels();
    await sendDue(stage.db, adapters, HERE, Date.now);
    const waiting = await sql<{ state: string; error: string; attempts: number }>`
      SELECT state, error, attempts FROM message WHERE subject_id = ${alarm.id} AND channel = 'sms'`.execute(stage.db);
    expect(waiting.rows).toEqual([{ state: 'queued', error: 'HTTP 503', attempts: 1 }]);
    // A new office, as after a restart, a while later.
    const office = openPostOffice(stage.db, adapters, HERE, pino({ level: 'silent' }), () => Date.now() + 10_000);
    for (let tries = 0; tries < 50 && taken.length === 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    await office.close();
    expect(taken).toHaveLength(1);
    const [letter] = taken;
    expect(letter).toMatchObject({ to: '13900000000' });
    expect(letter?.text).toContain('报警');
    expect(letter?.signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    const report = { receipt: 'r-1', state: 'delivered' };
    const signature = `sha256=${createHmac('sha256', SECRET).update(JSON.stringify(report)).digest('hex')}`;
    const outside = asker(app);
    expect((await outside('POST', '/api/receipts', report, { 'x-anlan-signature': 'sha256=0' })).statusCode).toBe(404);
    expect((await outside('POST', '/api/receipts', report, { 'x-anlan-signature': signature })).statusCode).toBe(204);
    // A gateway's own spacing and order of members are its own business: the signature is over its bytes.
    const spaced = '{ "state": "read",\n  "receipt": "r-1" }';
    const over = `sha256=${createHmac('sha256', SECRET).update(spaced).digest('hex')}`;
    const header = { 'x-anlan-signature': over, 'content-type': 'application/json' };
    expect((await outside('POST', '/api/receipts', spaced, header)).statusCode).toBe(204);
    const list = (await day('GET', `/api/messages/of/${alarm.id}`)).json<{ channel: string; state: string }[]>();
    expect(list.find((message) => message.channel === 'sms')?.state).toBe('read');
  });

  it('is given up after its attempts, and says why', async () => {
    failing = 100;
    await sql`UPDATE message SET state = 'queued', next_at = now(), attempts = 0 WHERE channel = 'sms'`.execute(
      stage.db,
    );
    const adapters = channels();
    for (let hour = 0; hour < 8; hour += 1) await sendDue(stage.db, adapters, HERE, () => Date.now() + hour * HOUR);
    const { rows } = await sql<{
      state: string;
      error: string;
    }>`SELECT state, error FROM message WHERE channel = 'sms'`.execute(stage.db);
    expect(rows).toEqual([{ state: 'failed', error: 'HTTP 503' }]);
  });

  it('is read by the one it is for', async () => {
    const mine = (await day('GET', '/api/messages?unread=1')).json<{ unread: number; messages: { id: string }[] }>();
    expect(mine.unread).toBeGreaterThan(0);
    const ids = mine.messages.map((message) => message.id);
    await night('POST', '/api/messages/read', { ids });
    expect((await day('GET', '/api/messages?unread=1')).json()).toMatchObject({ unread: mine.unread });
    await day('POST', '/api/messages/read', { ids });
    expect((await day('GET', '/api/messages?unread=1')).json()).toMatchObject({ unread: 0 });
  });
});

describe('a hand-over', () => {
  it('passes the desk only when the next officer has named every red and orange alarm', async () => {
    const draft = (await day('GET', '/api/duty/hand-overs/draft')).json<{ alarms: { id: string; level: string }[] }>();
    expect(draft.alarms.length).toBeGreaterThan(0);
    const offered = await day('POST', '/api/duty/hand-overs', { toId: NIGHT, summary: '罐区一条高液位在处置' });
    expect(offered.statusCode, offered.body).toBe(201);
    const { id, alarms } = offered.json<HandOver>();
    expect((await day('POST', '/api/duty/hand-overs', { toId: NIGHT, summary: 'x' })).json()).toMatchObject({
      code: 'hand-over-waiting',
    });
    expect((await day('POST', `/api/duty/hand-overs/${id}/accept`, { confirmed: [] })).json()).toMatchObject({
      code: 'hand-over-not-yours',
    });
    const serious = alarms.filter((alarm) => ['red', 'orange'].includes(alarm.level));
    expect(serious.length).toBeGreaterThan(0);
    expect((await night('POST', `/api/duty/hand-overs/${id}/accept`, { confirmed: [] })).json()).toMatchObject({
      code: 'hand-over-unseen',
    });
    const accepted = await night('POST', `/api/duty/hand-overs/${id}/accept`, {
      confirmed: serious.map((alarm) => alarm.id),
    });
    expect(accepted.json<HandOver>().acceptedAt).not.toBeNull();
    const log = (await night('GET', '/api/desk/log')).json<{ kind: string; text: string }[]>();
    expect(log.filter((line) => line.kind === 'handover').map((line) => line.text)).toEqual([
      expect.stringContaining('夜班接班'),
    ]);
  });

  it('makes the next officer hear of what comes, beside who is rostered', async () => {
    await sql`UPDATE alarm SET recovered_at = now(), closed_at = now(), response = 'closed'`.execute(stage.db);
    const alarm = await ring(0, Date.now() + 1000);
    for (let rung = 0; rung < 2; rung += 1) await runDue(stage.db, Date.now() + HOUR);
    await takeEvents(stage.db, Date.now());
    expect(await told(alarm.id)).toEqual(expect.arrayContaining(['夜班 in-app', '白班 in-app']));
  });
});

describe('a place with a desk of its own and one of a trade', () => {
  it('tells whoever took over either of them last', async () => {
    const place = 'cn.36.11.03.';
    for (const [to, sector, hours] of [
      [DAY, null, 2],
      [NIGHT, 'hazchem-production', 1],
    ] as const) {
      const at = new Date(Date.now() - hours * HOUR);
      await sql`
        INSERT INTO hand_over (id, from_id, from_name, to_id, to_name, offered_at, accepted_at, summary, alarms, late_cases, lines, region_path, sector)
        VALUES (gen_random_uuid(), ${DAY}, '前任', ${to}, '接任', ${at}, ${at}, 'x', '[]', 0, 0, ${place}, ${sector})`.execute(
        stage.db,
      );
    }
    const toldOf = (sector: string | null) =>
      stage.db.transaction().execute(async (tx) => {
        const people = await ofPlace(tx, place, sector, Date.now());
        return people.map((person) => person.name).toSorted();
      });
    expect(await toldOf('hazchem-production')).toEqual(['夜班', '白班'].toSorted());
    expect(await toldOf('logistics')).toEqual(['白班']);
  });
});
