import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLines } from '../audit/file.ts';
import type { App } from '../http/index.ts';
import {
  askAs,
  asker,
  enterPerson,
  nameTwoFactorRoles,
  openStage,
  OWN_ROUTES,
  type Ask,
  type Stage,
} from '../http/testing/stage.ts';
import { parameterRoutes } from '../parameter/routes.ts';
import { SESSION_COOKIE } from './index.ts';
import { choosePassword } from './testing/password.ts';

let stage: Stage;
let app: App;
let ask: Ask;
const id = (n: number): string => `00000000-0000-4000-8000-0000000000${n}`;
const CITY = 'cn.36.11.';
const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const DAY = 86_400_000;
let security: Ask;
let inspector: Ask;
let town: Ask;
let auditor: Ask;

beforeAll(async () => {
  stage = await openStage();
  app = await stage.app({ modules: [...OWN_ROUTES, parameterRoutes] });
  ask = asker(app);
  const { db } = stage;
  await enterPerson(db, { id: id(10), account: 'sec', role: 'security-administrator', region: CITY });
  await enterPerson(db, { id: id(11), account: 'county.inspector', role: 'inspector', region: COUNTY });
  await enterPerson(db, { id: id(12), account: 'town.officer', role: 'town-officer', region: TOWN });
  await enterPerson(db, { id: id(13), account: 'auditor', role: 'audit-administrator', region: CITY });
  await enterPerson(db, { id: id(14), account: 'sub.inspector', role: 'duty-officer', region: COUNTY });
  security = await askAs(app, db, id(10));
  inspector = await askAs(app, db, id(11));
  town = await askAs(app, db, id(12));
  auditor = await askAs(app, db, id(13));
});
afterAll(() => stage.close());

interface GrantOf {
  readonly id: string;
  readonly role: string;
  readonly origin: string;
}
const grantsOf = async (as: Ask): Promise<GrantOf[]> => (await as('GET', '/api/session')).json().grants as GrantOf[];
const acts = async (verb: string): Promise<{ outcome: string; detail: Record<string, unknown> }[]> =>
  (
    await sql<{
      outcome: string;
      detail: Record<string, unknown>;
    }>`SELECT outcome, detail FROM audit WHERE verb = ${verb} ORDER BY seq`.execute(stage.db)
  ).rows;

async function enterByPassword(account: string, password: string): Promise<Ask> {
  const answer = await ask('POST', '/api/session', { account, password });
  expect(answer.statusCode).toBe(200);
  return asker(app, answer.cookies.find(({ name }) => name === SESSION_COOKIE)!.value);
}

describe('grants', () => {
  const grant = { reason: '任命', regionPath: CITY };

  it('keep the three offices apart, on the way in and in the database', async () => {
    const refused = await security('POST', `/api/people/${id(13)}/grants`, { ...grant, role: 'system-administrator' });
    expect(refused.json()).toMatchObject({
      code: 'administrators-apart',
      zh: '三员分立：同一人不能同时是审计管理员与系统管理员',
      en: 'Separated administrators: one person may not be Audit administrator and System administrator at the same time',
    });
    expect((await security('POST', `/api/people/${id(13)}/grants`, { ...grant, role: 'leader' })).json().code).toBe(
      'administrators-apart',
    );
    expect(
      (await security('POST', `/api/people/${id(11)}/grants`, { ...grant, role: 'audit-administrator' })).json().code,
    ).toBe('administrators-apart');
    await expect(
      sql`INSERT INTO access_grant (person_id, role, scope_kind, scope_path, origin) VALUES (${id(13)}, 'leader', 'region', ${CITY}, 'grant')`.execute(
        stage.db,
      ),
    ).rejects.toThrow('separated administrators');
    expect((await acts('grant.give')).every(({ outcome }) => outcome === 'refused')).toBe(true);
  });

  it('are not given to oneself, not beyond one’s own scope, and by nobody else', async () => {
    expect(
      (await security('POST', `/api/people/${id(10)}/grants`, { ...grant, role: 'security-administrator' })).json()
        .code,
    ).toBe('grant-self');
    expect(
      (
        await security('POST', `/api/people/${id(11)}/grants`, { ...grant, role: 'leader', regionPath: 'cn.50.' })
      ).json().code,
    ).toBe('field-invalid');
    expect(
      (await security('POST', `/api/people/${id(11)}/grants`, { reason: 'x', role: 'leader', everything: true })).json()
        .code,
    ).toBe('grant-beyond');
    for (const as of [inspector, auditor])
      expect((await as('POST', `/api/people/${id(12)}/grants`, { ...grant, role: 'leader' })).json().code).toBe(
        'not-permitted',
      );
  });

  it('are switched between with a new cookie and an audit entry; one that is ended lets nobody act any more', async () => {
    const made = await security('POST', `/api/people/${id(14)}/grants`, {
      ...grant,
      role: 'leader',
      regionPath: COUNTY,
    });
    const as = await askAs(app, stage.db, id(14));
    const leader = (await grantsOf(as)).find(({ role }) => role === 'leader')!;
    expect(leader.id).toBe(made.json().id);
    const switched = await as('POST', '/api/session/grant', { grant: leader.id });
    expect(switched.json()).toMatchObject({ role: { key: 'leader' }, grant: leader.id });
    expect((await as('GET', '/api/session')).statusCode).toBe(401);
    const now = asker(app, switched.cookies[0]!.value);
    expect((await acts('session.switch'))[0]!.detail).toMatchObject({ to: leader.id, role: 'leader' });
    expect((await now('POST', '/api/session/grant', { grant: (await grantsOf(inspector))[0]!.id })).json().code).toBe(
      'grant-ended',
    );
    expect(
      (await security('POST', `/api/people/${id(14)}/grants/${leader.id}/end`, { reason: '调离' })).statusCode,
    ).toBe(204);
    expect((await now('GET', '/api/enterprises')).statusCode).toBe(401);
  });

  it('begin and end with their dates, asked at every request', async () => {
    const to = Date.now() + DAY;
    const made = (
      await security('POST', `/api/people/${id(14)}/grants`, {
        ...grant,
        role: 'leader',
        regionPath: COUNTY,
        from: to - 1000,
        to,
      })
    ).json();
    const as = await askAs(app, stage.db, id(14));
    expect((await as('POST', '/api/session/grant', { grant: made.id })).json().code).toBe('grant-ended');
    await sql`UPDATE access_grant SET valid_from = now() - interval '1 hour' WHERE id = ${made.id}`.execute(stage.db);
    const cookie = (await as('POST', '/api/session/grant', { grant: made.id })).cookies[0]!.value;
    expect((await asker(app, cookie)('GET', '/api/enterprises')).statusCode).toBe(200);
    await sql`UPDATE access_grant SET valid_to = now() WHERE id = ${made.id}`.execute(stage.db);
    expect((await asker(app, cookie)('GET', '/api/enterprises')).statusCode).toBe(401);
  });
});

describe('what is handed on', () => {
  const handing = (grant: string, account = 'sub.inspector') => ({
    grant,
    account,
    to: Date.now() + 3 * DAY,
    reason: '出差',
  });

  it('代理: the own grant, for a time, to another; what came that way is not handed on; it ends with its source', async () => {
    const [own] = await grantsOf(inspector);
    const beyond = { ...handing(own!.id), to: Date.now() + 60 * DAY };
    expect((await inspector('POST', '/api/account/delegations', beyond)).json().code).toBe('grant-too-long');
    expect((await town('POST', '/api/account/delegations', handing(own!.id))).json().code).toBe('grant-ended');
    expect((await inspector('POST', '/api/account/delegations', handing(own!.id, 'auditor'))).json().code).toBe(
      'administrators-apart',
    );
    expect(
      (await security('POST', '/api/account/delegations', handing((await grantsOf(security))[0]!.id))).json().code,
    ).toBe('not-delegable');
    const made = await inspector('POST', '/api/account/delegations', handing(own!.id));
    expect(made.statusCode).toBe(201);
    const sub = await askAs(app, stage.db, id(14));
    const received = (await grantsOf(sub)).find(({ origin }) => origin === 'delegation')!;
    expect(received.role).toBe('inspector');
    expect((await sub('POST', '/api/account/delegations', handing(received.id, 'town.officer'))).json().code).toBe(
      'not-delegable',
    );
    await sql`UPDATE access_grant SET ended_at = now() WHERE id = ${own!.id}`.execute(stage.db);
    expect((await grantsOf(sub)).map(({ origin }) => origin)).not.toContain('delegation');
    await sql`UPDATE access_grant SET ended_at = NULL WHERE id = ${own!.id}`.execute(stage.db);
    inspector = await askAs(app, stage.db, id(11));
    expect((await inspector('POST', `/api/account/given/${received.id}/end`, { reason: '回来了' })).statusCode).toBe(
      204,
    );
    expect((await grantsOf(sub)).map(({ origin }) => origin)).not.toContain('delegation');
  });

  it('委托执法: named verbs in a part of the own scope, in writing, to somebody who belongs there', async () => {
    const [own] = await grantsOf(inspector);
    const wish = {
      ...handing(own!.id, 'town.officer'),
      regionPath: TOWN,
      verbs: ['registry.read', 'commission.write'],
      document: '饶信安委〔2026〕3 号',
      penaltyYuan: 5000,
    };
    expect(
      (await inspector('POST', '/api/account/commissions', { ...wish, verbs: ['people.write'] })).json().code,
    ).toBe('grant-beyond');
    expect((await inspector('POST', '/api/account/commissions', { ...wish, regionPath: CITY })).json().code).toBe(
      'grant-beyond',
    );
    expect(
      (await inspector('POST', '/api/account/commissions', { ...wish, account: 'sub.inspector' })).json(),
    ).toMatchObject({ code: 'field-invalid', field: 'account' });
    expect((await inspector('POST', '/api/account/commissions', { ...wish, document: '' })).json()).toMatchObject({
      code: 'field-required',
      field: 'document',
    });
    expect(
      (await inspector('POST', '/api/account/commissions', { ...wish, penaltyYuan: 50_001 })).json(),
    ).toMatchObject({ code: 'field-invalid', field: 'penaltyYuan' });
    // The county lets less be handed on: its number decides from then on.
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      VALUES (gen_random_uuid(), 'enforcement.commission.penalty', ${COUNTY}, now() - interval '1 second', '4000'::jsonb, '县里从严', '系统')`.execute(
      stage.db,
    );
    expect((await inspector('POST', '/api/account/commissions', wish)).json()).toMatchObject({
      code: 'field-invalid',
      zh: expect.stringContaining('最高 4000 元'),
    });
    const allowed = { ...wish, penaltyYuan: 4000 };
    const { id: made } = (await inspector('POST', '/api/account/commissions', allowed)).json();
    const commissioned = asker(app, (await town('POST', '/api/session/grant', { grant: made })).cookies[0]!.value);
    const session = (await commissioned('GET', '/api/session')).json();
    expect(session).toMatchObject({ role: { key: 'inspector' }, scope: { path: TOWN } });
    expect(new Set(session.verbs)).toEqual(new Set(['commission.write', 'registry.read']));
    expect((await commissioned('GET', '/api/enterprises')).statusCode).toBe(200);
    expect((await commissioned('POST', '/api/enterprises', {})).json().code).toBe('not-permitted');
    expect(
      (
        await commissioned('POST', '/api/account/commissions', { ...wish, grant: made, account: 'county.inspector' })
      ).json().code,
    ).toBe('not-delegable');
  });
});

describe('single records opened to a participant', () => {
  it('are listed to whoever may open them: who, what, until when, by whom; and closed again', async () => {
    const [firm, other, danger, expert] = [id(71), id(72), id(73), id(74)];
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level)
      VALUES (${firm}, '远山化工', ${TOWN}, ${firm}, 'hazchem-production', 'P1', 'red'),
        (${other}, '邻县化工', 'cn.36.11.04.', ${other}, 'hazchem-production', 'P2', 'red')`.execute(stage.db);
    await sql`
      INSERT INTO person (id, account, name, role, scope_kind, scope_path) VALUES (${expert}, 'expert.li', '李专家', 'expert', 'participant', ${CITY})`.execute(
      stage.db,
    );
    await sql`
      INSERT INTO case_file (id, number, kind, system, title, state, source, region_path, region_name, organisation_id, opened_at, opened_by)
      VALUES (${danger}, 'YH-1', 'hidden-danger', 'S59', '通道堵塞', 'registered', 'expert', ${TOWN}, '镇', ${firm}, now(), '李专家')`.execute(
      stage.db,
    );
    await sql`
      INSERT INTO participation (entity_kind, entity_id, person_id, capacity, reason, added_by)
      VALUES ('case_file', ${danger}, ${expert}, 'expert', '本人查出', ${expert}), ('enterprise', ${other}, ${expert}, 'expert', '邻县的', ${expert})`.execute(
      stage.db,
    );
    const to = Date.now() + 86_400_000;
    const wish = { entity: 'enterprise', record: firm, account: 'expert.li', capacity: 'expert', reason: '会诊', to };
    const opened = await inspector('POST', '/api/participations', wish);
    expect(opened.statusCode, opened.body).toBe(201);
    expect((await inspector('POST', '/api/participations', { ...wish, record: other })).statusCode).toBe(404);
    const all = async (past = '') => (await inspector('GET', `/api/participations/all${past}`)).json();
    expect(await all()).toMatchObject([
      {
        entity: 'enterprise',
        label: '远山化工',
        person: '李专家',
        capacity: 'expert',
        reason: '会诊',
        to,
        by: 'county.inspector',
      },
      { label: '通道堵塞', href: `/case/${danger}`, to: null },
    ]);
    // The participant reads the same on their own page, cases among them.
    const own = await (await askAs(app, stage.db, expert))('GET', '/api/account');
    expect(own.json().participations.map(({ label }: { label: string }) => label)).toContain('通道堵塞');
    expect((await inspector('DELETE', `/api/participations/${opened.json().id}`)).statusCode).toBe(204);
    expect(await all()).toHaveLength(1);
    expect((await all('?past=1')).find(({ reason }: { reason: string }) => reason === '会诊')?.endedAt).not.toBeNull();
    const blind = await askAs(app, stage.db, id(13));
    expect((await blind('GET', '/api/participations/all')).statusCode).toBe(403);
  });
});

describe('rules of signing in', () => {
  const rule = (key: string) => `/api/parameters/sign-in.${key}/settings`;
  const wish = (regionPath: string, value: unknown, more: object = {}) => ({
    regionPath,
    value,
    from: Date.now(),
    reason: '信安〔2026〕5 号',
    ...more,
  });

  it('are dated parameters that only the security administrator sets, each within their own place', async () => {
    await enterPerson(stage.db, { id: id(31), account: 'sys', role: 'system-administrator', region: CITY });
    await enterPerson(stage.db, { id: id(32), account: 'county.sec', role: 'security-administrator', region: COUNTY });
    const [system, county] = await Promise.all([id(31), id(32)].map((one) => askAs(app, stage.db, one)));
    expect((await system!('POST', rule('attempts'), wish(CITY, 4))).json().code).toBe('not-permitted');
    expect((await security('POST', '/api/parameters/danger.verify-within/settings', wish(CITY, 4))).json().code).toBe(
      'not-permitted',
    );
    expect((await inspector('POST', rule('attempts'), wish(COUNTY, 4))).json().code).toBe('not-permitted');
    expect((await county!('POST', rule('attempts'), wish(CITY, 4))).json().code).toBe('not-found');
    expect((await security('POST', rule('attempts'), wish(CITY, 4, { reason: ' ' }))).json()).toMatchObject({
      field: 'reason',
    });
    expect((await security('POST', rule('attempts'), wish(CITY, 4.5))).json()).toMatchObject({ field: 'value' });
    expect((await security('POST', rule('two-factor'), wish(CITY, ['nobody']))).json()).toMatchObject({
      field: 'value',
    });
    const seen = (await security('GET', '/api/parameters')).json() as { key: string; verb: string }[];
    expect(new Set(seen.map(({ verb }) => verb))).toEqual(new Set(['people.write']));
    expect((await security('GET', '/api/parameters/danger.verify-within/settings')).statusCode).toBe(404);
  });

  it('a lower jurisdiction is only stricter, never laxer, and follows when a wider one tightens', async () => {
    const county = await askAs(app, stage.db, id(32));
    const set = (ask: Ask, key: string, path: string, value: unknown) => ask('POST', rule(key), wish(path, value));
    const held = async (key: string): Promise<unknown> =>
      (await county('GET', '/api/parameters'))
        .json<{ key: string; value: unknown }[]>()
        .find((one) => one.key === `sign-in.${key}`)?.value;
    expect((await set(county, 'attempts', COUNTY, 6)).json()).toMatchObject({
      code: 'parameter-laxer',
      field: 'value',
      zh: expect.stringContaining('5'),
    });
    expect((await set(county, 'password.days', COUNTY, 0)).json().code).toBe('parameter-laxer');
    expect((await set(county, 'password.length', COUNTY, 9)).json().code).toBe('parameter-laxer');
    // The city may depart either way within the bounds; its county stays below it.
    expect((await set(security, 'attempts', CITY, 8)).statusCode).toBe(201);
    expect(await held('attempts')).toBe(8);
    expect((await set(county, 'attempts', COUNTY, 6)).statusCode).toBe(201);
    expect(await held('attempts')).toBe(6);
    expect((await set(security, 'attempts', CITY, 4)).statusCode).toBe(201);
    expect(await held('attempts')).toBe(4);
    const history = (await county('GET', rule('attempts'))).json() as { reason: string; by: string; value: number }[];
    expect(new Set(history.map(({ value }) => value))).toEqual(new Set([4, 6, 8]));
    expect(history[0]).toMatchObject({ reason: '信安〔2026〕5 号', by: expect.any(String) });
    expect((await acts('parameter.write')).length).toBeGreaterThanOrEqual(3);
  });

  it('hold where a person belongs: failures and length of a password', async () => {
    const STRICT = 'cn.36.11.04.';
    const [at, elsewhere] = [id(33), id(34)];
    await enterPerson(stage.db, { id: at, account: 'in.county', role: 'inspector', region: STRICT });
    await enterPerson(stage.db, { id: elsewhere, account: 'in.next', role: 'inspector', region: COUNTY });
    await security('POST', rule('password.length'), wish(STRICT, 14));
    const links = await Promise.all(
      [at, elsewhere].map((one) => security('POST', `/api/people/${one}/reset`, { reason: '新人' })),
    );
    const short = await choosePassword(ask, links[0]!, 'Short-2026x');
    expect(short.json()).toMatchObject({ code: 'weak-password', facts: { length: 14 } });
    expect((await choosePassword(ask, links[1]!, 'Short-2026x')).statusCode).toBe(200);
    await security('POST', rule('attempts'), wish(STRICT, 3));
    const fail = async (account: string): Promise<string> =>
      (await ask('POST', '/api/session', { account, password: 'wrong-1-wrong' })).json().code;
    const tries = async (account: string) => [await fail(account), await fail(account), await fail(account)];
    expect(await tries('in.county')).toEqual(['wrong-credentials', 'wrong-credentials', 'wrong-credentials']);
    expect(await fail('in.county')).toBe('locked-out');
    await tries('in.next');
    expect(await fail('in.next')).toBe('wrong-credentials');
  });
});

describe('credentials', () => {
  const FIRST = 'Spring-tide-2026';

  it('a reset gives a link to its owner; the last five passwords are not used again; others’ sessions end', async () => {
    const old = await askAs(app, stage.db, id(12));
    const link = await security('POST', `/api/people/${id(12)}/reset`, { reason: '忘记密码' });
    expect((await old('GET', '/api/session')).statusCode).toBe(401);
    expect((await choosePassword(ask, link, FIRST)).statusCode).toBe(200);
    const mine = await enterByPassword('town.officer', FIRST);
    const other = await enterByPassword('town.officer', FIRST);
    const change = (current: string, password: string) => mine('POST', '/api/account/password', { current, password });
    expect((await change('wrong', 'Autumn-tide-2026')).json().code).toBe('password-wrong');
    expect((await change(FIRST, FIRST)).json().code).toBe('password-used');
    let current = FIRST;
    for (let n = 1; n <= 4; n++) {
      expect((await change(current, `Other-tide-${n}`)).statusCode).toBe(204);
      current = `Other-tide-${n}`;
    }
    expect((await other('GET', '/api/session')).statusCode).toBe(401);
    expect((await change(current, FIRST)).json().code).toBe('password-used');
    expect((await change(current, 'Other-tide-5')).statusCode).toBe(204);
    expect((await change('Other-tide-5', FIRST)).statusCode).toBe(204);
  });

  it('a password past its age has to be changed before anything else', async () => {
    await sql`UPDATE person SET password_changed_at = now() - interval '91 days' WHERE id = ${id(12)}`.execute(
      stage.db,
    );
    const mine = await enterByPassword('town.officer', FIRST);
    expect((await mine('GET', '/api/enterprises')).json().code).toBe('password-due');
    expect((await mine('GET', '/api/session')).json().must).toBe('password');
    expect(
      (await mine('POST', '/api/account/password', { current: FIRST, password: 'Winter-tide-26' })).statusCode,
    ).toBe(204);
    expect((await mine('GET', '/api/enterprises')).statusCode).toBe(200);
  });

  it('an authenticator: sealed secret, a code once, recovery codes once, wrong codes lock', async () => {
    const mine = await enterByPassword('town.officer', 'Winter-tide-26');
    const { secret } = (await mine('POST', '/api/account/totp')).json();
    const kept = await sql<{ secret: string }>`SELECT secret FROM totp`.execute(stage.db);
    expect(kept.rows[0]!.secret).not.toContain(secret);
    const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 });
    expect((await mine('POST', '/api/account/totp/confirm', { code: '000000' })).json().code).toBe(
      'second-factor-wrong',
    );
    const code = totp.generate();
    const { recovery } = (await mine('POST', '/api/account/totp/confirm', { code })).json();
    expect(recovery).toHaveLength(10);
    const begin = async () =>
      (await ask('POST', '/api/session', { account: 'town.officer', password: 'Winter-tide-26' })).json();
    const pending = await begin();
    expect(pending.pending).toBe('code');
    const second = (ticket: string, given: string) => ask('POST', '/api/session/code', { ticket, code: given });
    expect((await second(pending.ticket, code)).json().code).toBe('second-factor-wrong');
    const next = totp.generate({ timestamp: Date.now() + 30_000 });
    expect((await second(pending.ticket, next)).statusCode).toBe(200);
    expect((await second(pending.ticket, recovery[0])).json().code).toBe('sign-in-expired');
    expect((await second((await begin()).ticket, recovery[0])).statusCode).toBe(200);
    const last = await begin();
    expect((await second(last.ticket, recovery[0])).json().code).toBe('second-factor-wrong');
    const codes: string[] = [];
    for (let n = 0; n < 5; n++) codes.push((await second(last.ticket, '000000')).json().code as string);
    expect(codes.at(-1)).toBe('locked-out');
  });

  it('a role that needs two factors does nothing before', async () => {
    await nameTwoFactorRoles(stage.db, null);
    const as = await askAs(app, stage.db, id(10));
    expect((await as('GET', '/api/people')).json().code).toBe('second-factor-due');
    expect((await as('GET', '/api/account')).statusCode).toBe(200);
    expect((await inspector('GET', '/api/enterprises')).statusCode).toBe(200);
    await nameTwoFactorRoles(stage.db, []);
  });
});

describe('sessions and tokens', () => {
  it('are over when idle; are listed; and are ended by their owner or the security administrator', async () => {
    const mine = await askAs(app, stage.db, id(11));
    const { sessions } = (await mine('GET', '/api/account')).json() as { sessions: { id: string; current: boolean }[] };
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    const current = sessions.find((one) => one.current)!;
    expect((await security('DELETE', `/api/people/${id(11)}/sessions/${current.id}`)).statusCode).toBe(204);
    expect((await mine('GET', '/api/session')).statusCode).toBe(401);
    expect((await acts('session.end')).at(-1)!.detail).toMatchObject({ why: 'by-administrator', session: current.id });
    const idle = await askAs(app, stage.db, id(11));
    await sql`UPDATE session SET last_seen_at = now() - interval '31 minutes'`.execute(stage.db);
    expect((await idle('GET', '/api/session')).statusCode).toBe(401);
    [security, inspector, auditor] = (await Promise.all([10, 11, 13].map((n) => askAs(app, stage.db, id(n))))) as [
      Ask,
      Ask,
      Ask,
    ];
  });

  it('a token acts with its verbs only, without a cookie, not on the account, until it is revoked or its grant ends', async () => {
    const wish = { name: '数据上报', verbs: ['registry.read'], days: 30 };
    expect((await inspector('POST', '/api/account/tokens', { ...wish, verbs: ['audit.read'] })).json().code).toBe(
      'grant-beyond',
    );
    expect((await inspector('POST', '/api/account/tokens', { ...wish, days: 700 })).json().code).toBe('grant-too-long');
    const made = (await inspector('POST', '/api/account/tokens', wish)).json();
    const call = (method: 'GET' | 'POST', url: string, token = made.token as string) =>
      app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${token}` },
        ...(method === 'POST' ? { payload: {} } : {}),
      });
    expect((await call('GET', '/api/enterprises')).statusCode).toBe(200);
    expect((await call('POST', '/api/enterprises')).json().code).toBe('not-permitted');
    expect((await call('GET', '/api/account')).json().code).toBe('in-person-only');
    expect((await call('GET', '/api/enterprises', 'anlan_guess')).statusCode).toBe(401);
    const kept = await sql<{ text: string }>`SELECT api_token::text AS text FROM api_token`.execute(stage.db);
    expect(kept.rows[0]!.text).not.toContain(made.token);
    expect((await inspector('GET', '/api/account')).json().tokens[0]).toMatchObject({
      name: '数据上报',
      lastUsedAt: expect.any(Number),
    });
    expect((await inspector('DELETE', `/api/account/tokens/${made.id}`)).statusCode).toBe(204);
    expect((await call('GET', '/api/enterprises')).statusCode).toBe(401);
  });
});

describe('the audit of all this', () => {
  it('is exported by the audit administrator and verified without the database', async () => {
    const answer = await auditor('GET', '/api/audit/export');
    const lines = answer.body.trimEnd().split('\n');
    const verdict = await verifyLines(lines);
    expect(verdict).toMatchObject({ problem: null, brokenAt: null, withheld: 0 });
    expect(verdict.entries).toBe(lines.length - 1);
    const chain = (await auditor('GET', '/api/audit/chain')).json();
    expect(chain.brokenAt).toBeNull();
    for (const verb of [
      'grant.end',
      'delegation.give',
      'commission.give',
      'second-factor.enrol',
      'token.make',
      'token.revoke',
      'password.change',
      'password.reset',
      'people.reset',
    ])
      expect(await acts(verb), verb).not.toEqual([]);
    expect(JSON.stringify(lines)).not.toContain('tide');
  });

  it('shows another jurisdiction’s entries by their hashes only', async () => {
    await enterPerson(stage.db, { id: id(20), account: 'cq.audit', role: 'audit-administrator', region: 'cn.50.' });
    const other = await askAs(app, stage.db, id(20));
    const lines = (await other('GET', '/api/audit/export')).body.trimEnd().split('\n');
    const verdict = await verifyLines(lines);
    expect(verdict.problem).toBeNull();
    expect(verdict.withheld).toBeGreaterThan(10);
    expect(lines.join('')).not.toContain('数据上报');
  });
});
