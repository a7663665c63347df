import { hj212Password } from '@anlan/gateways';
import { sql } from 'kysely';
import type { SecretShown, SecretStanding } from '@anlan/kernel/telemetry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openRegister, type Register } from '../ingest/register.ts';
import { secretOf, secretsOf, verifySecret } from '../ingest/secrets.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterWorks, type Works } from '../point/testing/works.ts';
import { credentialRoutes } from './credential-routes.ts';

const KEYS = { demonstration: 'shown to all', device: 'of this installation' };
const HOUR = 3_600_000;

let stage: Stage;
let works: Works;
let register: Register;
let safety: Ask;
let system: Ask;
let inspector: Ask;
let elsewhere: Ask;

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const { rows } = await sql<{ path: string }>`
    SELECT path FROM region WHERE kind = 'town' AND path LIKE 'cn.36.11.%' ORDER BY path LIMIT 2`.execute(db);
  works = await enterWorks(db, 1, rows[0]!.path);
  register = await openRegister(db);
  const answers: Record<string, (input: never) => object> = {
    secret: ({ generation, ...device }: { identity: string; demonstration: boolean; generation: number }) => ({
      secret: secretOf(KEYS, device, generation),
    }),
    state: () => ({ listeners: [{ name: 'mqtt', port: 1883 }] }),
  };
  const mirror = { ask: async (question: string, input: never) => answers[question]?.(input) };
  Object.assign(stage.context, { mirror });
  const app = await stage.app({ modules: [credentialRoutes] });
  await enterPerson(db, { id: uuid(901), account: 'safety', role: 'safety-officer', organisation: works.enterprise });
  await enterPerson(db, { id: uuid(902), account: 'system', role: 'system-administrator', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(903), account: 'inspector', role: 'inspector', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(904), account: 'elsewhere', role: 'system-administrator', region: rows[1]!.path });
  [safety, system, inspector, elsewhere] = (await Promise.all(
    [901, 902, 903, 904].map((number) => askAs(app, db, uuid(number))),
  )) as [Ask, Ask, Ask, Ask];
});
afterAll(() => stage.close());

const path = (device: string) => `/api/devices/${device}/secret`;
const show = async (by: Ask, device = works.mqtt): Promise<SecretShown> =>
  (await by('POST', `${path(device)}/show`)).json<SecretShown>();
const rotate = (hours: number, by = safety) => by('POST', `${path(works.mqtt)}/rotate`, { hours, reason: '人员离岗' });
const standing = async (): Promise<SecretStanding> => (await safety('GET', path(works.mqtt))).json<SecretStanding>();
const good = (secret: string, at = Date.now()): boolean => verifySecret(KEYS, register, 'mqtt:works-1', secret, at);
const audited = async (verb: string): Promise<string> =>
  (
    await sql<{
      text: string | null;
    }>`SELECT string_agg(a::text, ' ') AS text FROM audit a WHERE a::text LIKE ${`%${verb}%`}`.execute(stage.db)
  ).rows[0]?.text ?? '';

describe('the secret of a device', () => {
  it('has been seen by nobody at first, and is never told by how it stands', async () => {
    const answer = await inspector('GET', path(works.mqtt));
    expect(answer.json()).toEqual({
      shownAt: null,
      shownBy: null,
      rotatedAt: null,
      rotatedBy: null,
      previousUntil: null,
    });
  });

  it('is shown to those who may, with what to configure, and the reading is in the audit without it', async () => {
    const answer = await safety('POST', `${path(works.mqtt)}/show`);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { secret, port, lines } = answer.json<SecretShown>();
    expect(port).toBe(1883);
    expect(good(secret)).toBe(true);
    expect(lines).toEqual([
      { key: 'user', value: 'works-1' },
      { key: 'password', value: secret },
      { key: 'topic', value: 'anlan/v1/works-1/readings' },
      { key: 'command', value: 'anlan/v1/works-1/command' },
    ]);
    expect(await standing()).toMatchObject({ shownBy: 'safety', shownAt: expect.any(Number) });
    const entries = await audited('device.secret');
    expect(entries).toContain('mqtt:works-1');
    expect(entries).not.toContain(secret);
  });

  it('is the same for the system administrator, six characters of it for HJ 212, and none for GB/T 26875.3', async () => {
    expect((await show(system)).secret).toBe((await show(safety)).secret);
    const station = await show(system, works.station);
    expect(station.lines[1]).toEqual({ key: 'password', value: hj212Password(station.secret) });
    expect((await safety('POST', `${path(works.panel)}/show`)).json()).toMatchObject({ code: 'secret-none' });
  });

  it('is told to nobody else: an inspector may not, another place has no such device', async () => {
    expect((await inspector('POST', `${path(works.mqtt)}/show`)).json()).toMatchObject({ code: 'not-permitted' });
    expect((await inspector('POST', `${path(works.mqtt)}/rotate`, { hours: 0, reason: 'x' })).statusCode).toBe(403);
    expect((await elsewhere('POST', `${path(works.mqtt)}/show`)).statusCode).toBe(404);
    expect(await audited('outside')).not.toBe('');
  });

  it('rotated, is another one; the old one is taken until the stated instant and refused after it', async () => {
    const { secret: old } = await show(safety);
    const before = Date.now();
    const answer = await rotate(24);
    expect(answer.statusCode, answer.body).toBe(200);
    const { secret } = answer.json<SecretShown>();
    expect(secret).not.toBe(old);
    await register.refresh();
    expect([good(old), good(secret)]).toEqual([true, true]);
    const { previousUntil } = await standing();
    expect(previousUntil! - before).toBeGreaterThanOrEqual(24 * HOUR);
    expect([good(old, previousUntil!), good(secret, previousUntil!)]).toEqual([false, true]);
    expect([good(old, previousUntil! - 1), good('', 0)]).toEqual([true, false]);
    expect(await audited('device.rotate')).toContain('人员离岗');
    expect((await show(system)).secret).toBe(secret);
  });

  it('rotated without overlap is refused at once, and so is the one before', async () => {
    const { secret: second } = await show(safety);
    const { secret: third } = (await rotate(0)).json<SecretShown>();
    await register.refresh();
    expect([good(second), good(third)]).toEqual([false, true]);
    expect(secretsOf(KEYS, register, 'mqtt:works-1', Date.now())).toEqual([third]);
    expect(await standing()).toMatchObject({ previousUntil: null, rotatedBy: 'safety' });
  });

  it('is not kept longer than the jurisdiction allows, nor rotated without a reason', async () => {
    expect((await rotate(1000)).json()).toMatchObject({ code: 'secret-overlap', facts: { hours: 168 } });
    expect((await safety('POST', `${path(works.mqtt)}/rotate`, { hours: 1, reason: ' ' })).statusCode).toBe(422);
  });

  it('given up, does not come back with a device registered anew under the same identity', async () => {
    const { secret } = await show(safety);
    await sql`UPDATE device SET retired_at = now() WHERE id = ${works.mqtt}`.execute(stage.db);
    await register.refresh();
    expect(good(secret)).toBe(false);
    await sql`
      INSERT INTO device (id, name, region_path, organisation_id, enterprise, identity, protocol, origin)
      VALUES (${uuid(999)}, '新网关', ${works.town}, ${works.enterprise}, ${works.enterprise}, 'mqtt:works-1', 'mqtt', 'live')`.execute(
      stage.db,
    );
    await register.refresh();
    expect(good(secret)).toBe(true);
    expect(good(secretOf(KEYS, { identity: 'mqtt:works-1', demonstration: false }, 0))).toBe(false);
  });
});
