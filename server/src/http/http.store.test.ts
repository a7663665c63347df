import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SYSTEMS } from '@anlan/systems';
import { answer, need, responses, type App, type RouteModule } from './index.ts';
import { SESSION_COOKIE } from '../identity/index.ts';
import { openSession } from '../identity/session.ts';
import { askAs, asker, enterPerson, openStage, OWN_ROUTES, type Ask, type Stage } from './testing/stage.ts';

const OFFICER = '00000000-0000-4000-8000-000000000001';

/** Routes that show what the server does with failures. */
const trials: RouteModule = (app, { db }) => {
  app.get('/api/trial/kept/:value', { schema: { params: z.object({ value: z.string() }) } }, ({ params: { value } }) =>
    /^\d+$/.test(value) ? sql`SELECT ${value}::int`.execute(db) : sql`SELECT ${value}::date`.execute(db),
  );
  app.get('/api/trial/asked', { schema: { querystring: z.object({ area: z.string().min(3) }) } }, () => ({}));
  app.get('/api/trial/broken', () => {
    throw new Error('secret detail of the inside');
  });
  app.get('/api/trial/refused', { schema: { response: responses(z.object({})) } }, () =>
    answer({ refused: 'shelve-red' as const, facts: {} }),
  );
  app.get('/api/trial/live', { websocket: true, onRequest: need('alarm.read') }, (socket) => socket.send('here'));
  app.post(
    '/api/trial',
    {
      onRequest: need('registry.write'),
      schema: { body: z.strictObject({ name: z.string() }), response: responses(z.object({ name: z.string() })) },
    },
    (request) => request.body,
  );
};

let stage: Stage;
let app: App;
let ask: Ask;
let officer: Ask;
let web: string;
let token: string;

beforeAll(async () => {
  stage = await openStage();
  web = await mkdtemp(join(tmpdir(), 'anlan-web-'));
  await mkdir(join(web, 'assets'));
  await writeFile(join(web, 'index.html'), '<!doctype html><title>安澜</title>');
  await writeFile(join(web, 'assets', 'main-1a2b3c.js'), `// ${'x'.repeat(3000)}`);
  app = await stage.app({ web, modules: [...OWN_ROUTES, trials] });
  await enterPerson(stage.db, { id: OFFICER, account: 'officer', role: 'inspector', region: 'cn.36.11.' });
  ask = asker(app);
  token = await stage.db.transaction().execute((tx) => openSession(tx, OFFICER, 'test'));
  officer = asker(app, token);
});
afterAll(async () => {
  await stage.close();
  await rm(web, { recursive: true, force: true });
});

describe('a refused answer', () => {
  it('is problem+json in both languages, its title in the reader’s', async () => {
    const chinese = await ask('GET', '/api/trial/refused');
    expect(chinese.statusCode).toBe(409);
    expect(chinese.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(chinese.json()).toMatchObject({
      type: '/api/refusals#shelve-red',
      code: 'shelve-red',
      title: '红色报警不可搁置',
      zh: '红色报警不可搁置',
    });
    const english = await ask('GET', '/api/trial/refused', undefined, { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.5' });
    expect(english.json()).toMatchObject({ title: 'A red alarm cannot be shelved', zh: '红色报警不可搁置' });
  });

  it('names the missing member and the wrong one as people know them', async () => {
    const missing = await officer('POST', '/api/trial', {});
    expect(missing.statusCode).toBe(422);
    expect(missing.json()).toMatchObject({
      code: 'field-required',
      field: 'name',
      zh: '名称必须填写',
      en: 'Name is required',
    });
    expect((await officer('GET', '/api/trial/asked')).json()).toMatchObject({
      code: 'field-required',
      zh: '范围必须填写',
    });
    expect((await officer('GET', '/api/trial/asked?area=x')).json()).toMatchObject({
      zh: '范围填写有误：不能少于 3 个字符',
      en: 'Area is invalid: at least 3 characters',
    });
    const wrong = await officer('POST', '/api/trial', { name: 7 });
    expect(wrong.json()).toMatchObject({
      code: 'field-invalid',
      zh: '名称填写有误：类型不对，应为文字',
      en: 'Name is invalid: expected text',
    });
    const declared = await officer('POST', '/api/enterprises', {
      name: '甲厂',
      regionPath: 'cn.36.11.',
      creditCode: '913',
      sector: 'fireworks',
      riskLevel: 'red',
    });
    expect(declared.json()).toMatchObject({
      field: 'creditCode',
      zh: '统一社会信用代码填写有误：18 位代码的校验位不对（GB 32100-2015）',
    });
    expect(declared.json().en).toContain('Unified social credit code');
  });

  it('refuses an unknown member', async () => {
    expect((await officer('POST', '/api/trial', { name: 'x', nmae: 'y' })).json()).toMatchObject({
      code: 'field-invalid',
      field: 'nmae',
    });
  });

  it('is given for an unknown path, an unreadable body and an oversized one', async () => {
    expect((await ask('GET', '/api/nothing-here')).json()).toMatchObject({ code: 'not-found', status: 404 });
    expect((await ask('DELETE', '/api/platform')).json()).toMatchObject({ code: 'not-found' });
    const unreadable = await officer('POST', '/api/trial', '{"name":', { 'content-type': 'application/json' });
    expect(unreadable.json()).toMatchObject({ code: 'invalid-input', zh: '填写有误：请求内容不是有效的 JSON' });
    const oversized = await officer('POST', '/api/trial', { name: 'x'.repeat(1024 * 1024) });
    expect(oversized.json()).toMatchObject({ code: 'too-large', status: 413, zh: '内容超过 1 MiB' });
    expect((await ask('GET', '/api/%c0%ae')).json()).toMatchObject({ code: 'not-found' });
  });

  it('is given in the same form for what never reaches a route: an address too long, a request that is not HTTP', async () => {
    const origin = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const long = await fetch(new URL(`/api/trial?search=${'9'.repeat(20_000)}`, origin));
    expect([long.status, long.headers.get('content-type')]).toEqual([413, 'application/problem+json; charset=utf-8']);
    expect(await long.json()).toMatchObject({
      code: 'too-large',
      zh: '内容超过 16 KiB（地址与请求头）',
      en: 'Larger than 16 KiB (address and headers)',
    });
    const socket = connect(Number(origin.port), origin.hostname);
    socket.end('nonsense\r\n\r\n');
    let told = '';
    for await (const part of socket) told += String(part);
    expect(told).toMatch(/^HTTP\/1\.1 422 [^]*"code":"invalid-input"/);
  });

  it.each([
    ['half of a character, as a cut through an emoji leaves', 'a\ud83d'],
    ['a NUL', 'a\0'],
  ])('is given for text that could not be kept as it is: %s', async (_, name) => {
    const refused = await officer('POST', '/api/trial', { name });
    expect(refused.json()).toMatchObject({ code: 'invalid-input', zh: '填写有误：含有不能保存的字符' });
    expect((await officer('POST', '/api/trial', { name: '好🙂' })).json()).toEqual({ name: '好🙂' });
  });

  it('is given for a number or a date that the database cannot hold', async () => {
    for (const value of [8640000000000000, '9999-99-99'])
      expect((await officer('GET', `/api/trial/kept/${value}`)).json()).toMatchObject({
        code: 'invalid-input',
        en: 'Invalid input: a number or a date in it is out of range',
      });
  });

  it('does not let prototype members through', async () => {
    const poisoned = await officer('POST', '/api/trial', '{"name":"x","__proto__":{"a":1}}', {
      'content-type': 'application/json',
    });
    expect(poisoned.statusCode).toBe(422);
  });
});

describe('a bug', () => {
  it('is answered with an incident number, logged under it, and tells nothing of the inside', async () => {
    const broken = await ask('GET', '/api/trial/broken');
    expect(broken.statusCode).toBe(500);
    expect(broken.body).not.toContain('secret');
    const { facts, code } = broken.json() as { code: string; facts: { incident: string } };
    expect(code).toBe('internal');
    expect(stage.errors.some((line) => line.includes(facts.incident) && line.includes('secret detail'))).toBe(true);
  });
});

describe('a request that changes something', () => {
  it.each([
    ['without the mark of the platform’s pages', { 'x-anlan': '' }],
    ['from a foreign origin', { origin: 'https://evil.example' }],
    ['from an opaque origin', { origin: 'null' }],
    ['marked cross-site by the browser', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused %s', async (_, headers) => {
    const refused = await officer('POST', '/api/trial', { name: 'x' }, headers);
    expect(refused.json()).toMatchObject({ code: 'cross-site', status: 403 });
    expect(refused.json().zh).toContain('来源校验');
  });

  it('is taken from the platform’s own origin', async () => {
    expect(
      (await officer('POST', '/api/trial', { name: 'x' }, { origin: 'http://localhost:80', host: 'localhost:80' }))
        .statusCode,
    ).toBe(200);
    expect(
      (await officer('POST', '/api/trial', { name: 'x' }, { origin: stage.context.configuration.publicUrl }))
        .statusCode,
    ).toBe(200);
  });

  it('needs a session, and a role that may', async () => {
    expect((await ask('POST', '/api/trial', { name: 'x' })).json()).toMatchObject({
      code: 'not-signed-in',
      status: 401,
    });
    await enterPerson(stage.db, {
      id: OFFICER.replace('1', '2'),
      account: 'leader',
      role: 'leader',
      region: 'cn.36.11.',
    });
    const leader = await askAs(app, stage.db, OFFICER.replace('1', '2'));
    expect((await leader('POST', '/api/trial', { name: 'x' })).json()).toMatchObject({
      code: 'not-permitted',
      zh: '你的角色不能做「登记与修改台账」，可由安全管理员授权',
      en: 'Your role may not register and change records; the security administrator can grant it',
    });
  });
});

describe('a live connection', () => {
  it('is opened from the platform’s own pages only, and to those signed in', async () => {
    const host = new URL(stage.context.configuration.publicUrl).host;
    const cookie = `${SESSION_COOKIE}=${token}`;
    const open = (headers: Record<string, string>) =>
      app.injectWS('/api/trial/live', { headers: { host, ...headers } });
    const socket = await open({ cookie, origin: `http://${host}` });
    socket.terminate();
    await expect(open({ cookie, origin: 'https://evil.example' })).rejects.toThrow('403');
    await expect(open({ origin: `http://${host}` })).rejects.toThrow('401');
  });
});

describe('pages and packs', () => {
  it('gives the application for every path of its router, and hashed files for a year', async () => {
    const page = await ask('GET', '/registry/enterprises/7');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['cache-control']).toBe('no-cache');
    const script = await ask('GET', '/assets/main-1a2b3c.js', undefined, { 'accept-encoding': 'br' });
    expect(script.headers['content-type']).toContain('javascript');
    expect(script.headers['cache-control']).toContain('immutable');
    expect(script.headers['content-encoding']).toBe('br');
    expect((await ask('GET', '/assets/gone-99.js')).statusCode).toBe(404);
    expect((await ask('GET', '/../../package.json')).statusCode).toBe(404);
  });

  it('serves the map packs and nothing else of the data folder', async () => {
    const boundaries = await ask('GET', '/packs/boundaries/shangrao-counties.geojson');
    expect(boundaries.statusCode).toBe(200);
    expect(boundaries.headers['content-type']).toContain('application/geo+json');
    for (const path of [
      'regions/shangrao.json',
      'vectors/ais.json',
      'boundaries/README.md',
      'boundaries/../regions/shangrao.json',
      'boundaries/%2e%2e/regions/shangrao.json',
    ]) {
      expect({ path, status: (await ask('GET', `/packs/${path}`)).statusCode }).toEqual({ path, status: 404 });
    }
  });

  it('sends a content security policy under which a map worker runs and nothing foreign loads', async () => {
    const { headers } = await ask('GET', '/');
    expect(headers['content-security-policy']).toContain("worker-src 'self' blob:");
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect((await ask('GET', '/api/platform')).headers['cache-control']).toBe('no-store');
  });
});

describe('the API description', () => {
  it('is valid, and lists every entity with its routes', async () => {
    const document = (await ask('GET', '/api/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const tails = ['', '/{id}', '/{id}/history', '/{id}/retire', '/export.csv'];
    for (const entity of SYSTEMS.flatMap((system) => system.entities)) {
      expect(document.components.schemas).toHaveProperty([entity.key, 'properties', 'regionPath']);
      for (const tail of tails) expect(document.paths).toHaveProperty([`/api/${entity.plural}${tail}`]);
    }
  });

  it('has pages that load nothing from elsewhere', async () => {
    const page = await ask('GET', '/api/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
  });
});

describe('the platform before sign-in', () => {
  it('names both jurisdictions with their bounds, and the origin of the boundaries', async () => {
    const platform = (await ask('GET', '/api/platform')).json();
    expect(platform).toMatchObject({
      name: '安澜',
      demonstration: false,
      setupNeeded: false,
      systems: { total: 147, families: 10 },
    });
    expect(
      platform.jurisdictions.map(({ name, counties, pack }: { name: string; counties: number; pack: string }) => [
        name,
        counties,
        pack,
      ]),
    ).toEqual([
      ['上饶市', 12, 'shangrao'],
      ['重庆市', 38, 'chongqing'],
    ]);
    const [west, south, east, north] = platform.jurisdictions[0].bounds;
    expect(117.97 > west && 117.97 < east && 28.45 > south && 28.45 < north && east - west < 3).toBe(true);
    expect(platform.boundaries).toMatchObject({ reviewNumber: null });
  });
});
