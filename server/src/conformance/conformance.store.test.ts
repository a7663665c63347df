import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openFrames, type Frames } from '../ingest/frames.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant } from '../ingest/testing/plant.ts';
import { conformanceRoutes } from './routes.ts';

const TOWN = 'cn.36.11.29.100.';
const STATION = uuid(921);
const IDENTITY = 'hj212:010000A8900016F000169DC0';
const FRAME =
  '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n';

interface Explained {
  title: string;
  accepted: boolean;
  fields: { name: string; value: string; clause: string }[];
  verdicts: { rule: string; state: string }[];
}
interface Tested {
  supported: boolean;
  frames: { direction: string; text: string; explained: Explained[] }[];
  rules: { rule: string; state: string; frames: number }[];
}

let stage: Stage;
let frames: Frames;
let streams: Frames;
let terminal: string;
let now = 0;
let inspector: Ask;
let stranger: Ask;

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const { rows } = await sql<{
    path: string;
  }>`SELECT path FROM region WHERE kind = 'town' ORDER BY path LIMIT 2`.execute(db);
  const town = rows[0]?.path ?? TOWN;
  const plant = await enterPlant(db, 1, town);
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, identity, protocol, enterprise, origin)
    VALUES (${STATION}, 'VOC 站', ${town}, ${plant.enterprise}, ${IDENTITY}, 'hj212', ${plant.enterprise}, 'live')`.execute(
    db,
  );
  frames = openFrames(() => now);
  const mirror = { ask: async (_: string, { identity }: { identity: string }) => frames.of(identity) };
  streams = openFrames(() => now);
  const media = { ask: async (_: string, { identity }: { identity: string }) => streams.of(identity) };
  Object.assign(stage.context, { mirror, media });
  ({ terminal } = plant);
  const app = await stage.app({ modules: [conformanceRoutes] });
  await enterPerson(db, { id: uuid(931), account: 'here', role: 'inspector', region: town });
  await enterPerson(db, { id: uuid(932), account: 'elsewhere', role: 'inspector', region: rows[1]?.path ?? TOWN });
  inspector = await askAs(app, db, uuid(931));
  stranger = await askAs(app, db, uuid(932));
});

afterAll(() => stage.close());

describe('frames that are pasted', () => {
  it('are explained field by field with their clauses', async () => {
    const answer = await inspector('POST', '/api/conformance/hj212', { text: FRAME + FRAME });
    expect(answer.statusCode).toBe(200);
    const explained = answer.json<Explained[]>();
    expect(explained.map(({ title }) => title)).toEqual(['1062 设置实时数据间隔', '1062 设置实时数据间隔']);
    expect(explained[0]!.fields.find(({ name }) => name === 'CN')).toMatchObject({ value: '1062' });
    expect(explained[0]!.fields.every(({ clause }) => clause !== '')).toBe(true);
    expect(explained[0]!.verdicts.filter(({ state }) => state === 'broken')).toEqual([]);
    const binary = await inspector('POST', '/api/conformance/jt808', { text: '7e000200000139123456780007357e' });
    expect(binary.json<Explained[]>()[0]).toMatchObject({ accepted: true, title: '0x0002 终端心跳' });
  });

  it('are refused where they are no bytes, and of a protocol nobody knows', async () => {
    const wrong = await inspector('POST', '/api/conformance/jt808', { text: 'not hex' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.json()).toMatchObject({ code: 'field-invalid' });
    expect((await inspector('POST', '/api/conformance/morse', { text: '...' })).statusCode).toBe(404);
    expect((await inspector('POST', '/api/conformance/hj212', { text: 'x'.repeat(65_537) })).statusCode).toBe(422);
  });
});

describe('a vehicle terminal that sends pictures besides, and a recorder', () => {
  it('are tested by both of their protocols, as the process of the streams hears them', async () => {
    const { rows } = await sql<{ identity: string }>`SELECT identity FROM device WHERE id = ${terminal}`.execute(
      stage.db,
    );
    const identity = rows[0]!.identity;
    frames.note(identity, 'in', Buffer.from('7e000200000139123456780007357e', 'hex'), 'a');
    // Three P frames of 1,200 bytes: number, channel 1, time 40 ms.
    const packet = (sequence: number): string =>
      `3031636481e2000${sequence}0139123456780110000000000000002800000000${(1200).toString(16).padStart(4, '0')}${'00'.repeat(1200)}`;
    now += 2000;
    const line = Buffer.from([1, 2, 3].map(packet).join(''), 'hex');
    for (let at = 0; at < line.length; at += 700)
      streams.note(identity.replace('jt808', 'jt1078'), 'in', line.subarray(at, at + 700), 'b');
    const both = (await inspector('GET', `/api/devices/${terminal}/conformance`)).json<Tested>();
    // Which edition the last packet is of, its successor would tell.
    expect(both.frames.map(({ explained }) => explained[0]!.title)).toEqual([
      ...Array.from({ length: both.frames.length - 1 }, () => '通道 1 视频P帧 h264 原子包，不可被拆分'),
      '0x0002 终端心跳',
    ]);
    expect(both.frames.length).toBeGreaterThan(2);
    expect(both.rules.find(({ rule }) => rule === '数据体不超过 950 字节')).toMatchObject({ state: 'broken' });

    const recorder = uuid(922);
    await sql`
      INSERT INTO device (id, name, region_path, identity, protocol, origin)
      SELECT ${recorder}, '录像机', region_path, 'gb28181:36110000001180000001', 'gb28181', 'live' FROM device WHERE id = ${STATION}`.execute(
      stage.db,
    );
    const sip =
      'REGISTER sip:1@3611000000 SIP/2.0\r\nFrom: <sip:36110000001180000001@3611000000>\r\nAuthorization: Digest response="abc"\r\n\r\n';
    streams.note('gb28181:36110000001180000001', 'in', Buffer.from(sip));
    const answer = await inspector('GET', `/api/devices/${recorder}/conformance`);
    expect(answer.json<Tested>().frames[0]!.explained[0]!.title).toBe('REGISTER 注册');
    expect(answer.json<Tested>().rules[0]).toMatchObject({ rule: '必备头域齐全', state: 'broken' });
    expect(answer.body).not.toContain('abc');
  });
});

describe('a device tested by its line', () => {
  const test = async (ask: Ask): Promise<Tested> => (await ask('GET', `/api/devices/${STATION}/conformance`)).json();
  const say = (text: string, later = 2000): void => {
    now += later;
    frames.note(IDENTITY, 'in', Buffer.from(text), 'a');
  };

  it('breaks no rule when TCP has cut its frames, and its password is not shown', async () => {
    expect(await test(inspector)).toMatchObject({ supported: true, frames: [], rules: [] });
    say(FRAME.slice(0, 40));
    say(FRAME.slice(40) + FRAME.slice(0, 7));
    say(FRAME.slice(7));
    const tested = await test(inspector);
    expect(tested.rules.filter(({ state }) => state === 'broken')).toEqual([]);
    expect(tested.frames).toHaveLength(2);
    expect(tested.frames[0]!.text).toBe(FRAME.trimEnd().replace('PW=100000', 'PW=••••••'));
  });

  it('is told the rules its frames do break, and how many do', async () => {
    say(FRAME.replace('RtdInterval=30', 'RtdInterval=31'));
    say(FRAME.replace('\r\n', ''));
    say(FRAME.replace('\r\n', ''));
    say(FRAME);
    const { rules } = await test(inspector);
    const broken = rules.filter(({ state }) => state === 'broken');
    expect(broken).toMatchObject([
      { rule: '包尾 CR LF', frames: 2 },
      { rule: 'crc-wrong', frames: 1 },
    ]);
  });

  it("is nobody else's to test", async () => {
    expect((await stranger('GET', `/api/devices/${STATION}/conformance`)).statusCode).toBe(404);
    const { rows } = await sql`SELECT 1 FROM audit WHERE verb = 'device.read' AND outcome = 'refused'`.execute(
      stage.db,
    );
    expect(rows.length).toBeGreaterThan(0);
  });
});
