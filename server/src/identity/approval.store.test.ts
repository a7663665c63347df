import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../http/index.ts';
import { askAs, asker, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { SESSION_COOKIE } from './index.ts';
import { startSession } from './sign-in.ts';
import { listenAtMachine } from './testing/machine.ts';
import { choosePassword } from './testing/password.ts';

const CITY = 'cn.36.11.';
const COUNTY = 'cn.36.11.02.';
const PASSWORD = 'Spring-tide-2026';
const id = (n: number): string => `00000000-0000-4000-8000-0000000008${n}`;
const [SEC, SEC2, SYS, AUDIT, COUNTY_SEC, COUNTY_SYS, LEADER, CQ] = [10, 11, 12, 13, 14, 15, 16, 17].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

let stage: Stage;
let app: App;
let ask: Ask;
const as = (who: string): Promise<Ask> => askAs(app, stage.db, who);

beforeAll(async () => {
  stage = await openStage();
  app = await stage.app();
  ask = asker(app);
  const posts: [string, string, string, string][] = [
    [SEC, 'sec', 'security-administrator', CITY],
    [SEC2, 'sec2', 'security-administrator', CITY],
    [SYS, 'sys', 'system-administrator', CITY],
    [AUDIT, 'audit', 'audit-administrator', CITY],
    [COUNTY_SEC, 'county.sec', 'security-administrator', COUNTY],
    [COUNTY_SYS, 'county.sys', 'system-administrator', COUNTY],
    [LEADER, 'leader', 'leader', CITY],
    [CQ, 'cq.sec', 'security-administrator', 'cn.50.'],
  ];
  for (const [who, account, role, region] of posts) await enterPerson(stage.db, { id: who, account, role, region });
  // They can sign in, so they may be waited for; nobody here knows these passwords.
  await sql`UPDATE person SET password_hash = 'kept'`.execute(stage.db);
});
afterAll(() => stage.close());

let turn = 0;
const wish = (over: object = {}) => ({
  account: `new.${(turn += 1)}`,
  name: '新管理员',
  role: 'audit-administrator',
  regionPath: CITY,
  reason: '任命',
  ...over,
});
const requestOf = async (by: Ask, url: string, body: object): Promise<string> => {
  const answer = await by('POST', url, body);
  expect(answer.json(), answer.body).toEqual({ request: expect.any(String) });
  return answer.json().request as string;
};
const newAdministrator = async (by: string, over: object = {}) => requestOf(await as(by), '/api/people', wish(over));
const decide = async (by: string, request: string, approve = true, reason = '') =>
  (await as(by))('POST', `/api/people/requests/${request}/decide`, { approve, reason });
const codeOf = async (by: string, request: string) => (await decide(by, request)).json().code as string;
const link = async (by: string, request: string) => (await as(by))('POST', `/api/people/requests/${request}/link`);
const listed = async (by: string, request: string) =>
  (await (await as(by))('GET', '/api/people/requests')).json().find((one: { id: string }) => one.id === request);
const holds = async (personId: string): Promise<string[]> =>
  (await sql<{ role: string }>`SELECT role FROM live_grant WHERE person_id = ${personId}`.execute(stage.db)).rows.map(
    ({ role }) => role,
  );
const acts = async (verb: string) =>
  (
    await sql<{ actor: string; outcome: string; detail: Record<string, unknown> }>`
      SELECT actor, outcome, detail FROM audit WHERE verb = ${verb} ORDER BY seq`.execute(stage.db)
  ).rows;

describe('an administrator’s account', () => {
  it('is made by two: the asker has the link, the approver the code, and neither opens it alone', async () => {
    const account = wish().account;
    const request = await newAdministrator(SEC, { account });
    const people = async () => (await (await as(SEC))('GET', `/api/people?search=${account}`)).json().total as number;
    expect(await people()).toBe(0);
    expect((await link(SEC, request)).json().code).toBe('not-found');
    expect(await listed(SYS, request)).toMatchObject({
      account,
      role: 'audit-administrator',
      scopeLabel: '上饶市',
      askedBy: 'sec',
      state: 'waiting',
      may: { decide: true, withdraw: false, collect: false },
    });
    const code = await codeOf(SYS, request);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$/);
    expect(await people()).toBe(1);
    // The approver gets no link, nor another security administrator.
    for (const who of [SYS, SEC2]) expect((await link(who, request)).json().code).toBe('not-found');
    const first = await link(SEC, request);
    const second = await link(SEC, request);
    expect((await choosePassword(ask, first, PASSWORD, code)).json().code).toBe('link-invalid');
    expect((await choosePassword(ask, second, PASSWORD)).json()).toMatchObject({
      code: 'approval-code',
      field: 'code',
    });
    expect((await choosePassword(ask, second, PASSWORD, 'AAAAA-AAAAA')).json().code).toBe('approval-code');
    expect((await choosePassword(ask, second, PASSWORD, ` ${code.toLowerCase().replace('-', ' ')}`)).statusCode).toBe(
      200,
    );
    expect((await link(SEC, request)).json().code).toBe('not-found');
    expect((await ask('POST', '/api/session', { account, password: PASSWORD })).statusCode).toBe(200);
    expect(JSON.stringify(await sql`SELECT * FROM access_request`.execute(stage.db))).not.toContain(
      code.replace('-', ''),
    );
  });

  it('dies after ten wrong codes, however many links are fetched', async () => {
    const request = await newAdministrator(SEC);
    const code = await codeOf(SEC2, request);
    const fetched = await link(SEC, request);
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => choosePassword(ask, fetched, PASSWORD, 'AAAAA-AAAAA')),
    );
    expect(tries.every((one) => one.statusCode === 403)).toBe(true);
    expect((await choosePassword(ask, await link(SEC, request), PASSWORD, code)).json().code).toBe('link-invalid');
  });

  it('tells nothing of a password without the code, and a right code is not used up by refused ones', async () => {
    const request = await newAdministrator(SEC);
    const code = await codeOf(SEC2, request);
    const fetched = await link(SEC, request);
    expect((await choosePassword(ask, fetched, 'short', 'AAAAA-AAAAA')).json().code).toBe('approval-code');
    for (let round = 0; round < 12; round += 1)
      expect((await choosePassword(ask, fetched, 'short', code)).json().code).toBe('weak-password');
    expect((await choosePassword(ask, fetched, PASSWORD, code)).statusCode).toBe(200);
  });

  it('is approved by nobody who asked, whose it is, or who looks after less', async () => {
    const city = await newAdministrator(SEC);
    for (const [who, refused] of [
      [SEC, 'approval-own'],
      [COUNTY_SYS, 'approval-office'],
      [CQ, 'approval-office'],
      [LEADER, 'not-permitted'],
      [AUDIT, 'not-permitted'],
    ] as const)
      expect((await decide(who, city)).json().code, who).toBe(refused);
    expect((await decide(SEC2, city, false)).json()).toMatchObject({ code: 'field-required', field: 'reason' });
    const own = await requestOf(await as(SEC), `/api/people/${SYS}/reset`, { reason: '手机丢失', secondFactor: true });
    expect((await decide(SYS, own)).json().code).toBe('approval-subject');
    expect((await decide(SEC2, own, false, '本人未提出')).statusCode).toBe(200);
    expect(await listed(SEC, own)).toMatchObject({ state: 'refused', decidedBy: 'sec2', decision: '本人未提出' });
    expect((await acts('approval.give')).some(({ outcome }) => outcome === 'refused')).toBe(true);
    // A county's is seen and approved above it, and by the county's system administrator.
    const county = await newAdministrator(COUNTY_SEC, { regionPath: COUNTY });
    expect((await listed(SEC, county)).may.decide).toBe(true);
    expect((await listed(CQ, county)) === undefined).toBe(true);
    expect((await decide(SEC, county)).statusCode).toBe(200);
  });

  it('is decided once: of two approvals at one moment one holds, and one link, one code', async () => {
    const request = await newAdministrator(SEC);
    const answers = await Promise.all([decide(SEC2, request), decide(SYS, request), decide(SEC2, request)]);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(answers.filter((one) => one.statusCode !== 200).map((one) => one.json().code as string)).toEqual([
      'approval-over',
      'approval-over',
    ]);
    const { withdraw, collect } = (await listed(SEC, request)).may;
    expect({ withdraw, collect }).toEqual({ withdraw: false, collect: true });
  });

  it('is withdrawn by its asker, expires, and may be asked for again', async () => {
    const account = wish().account;
    const request = await newAdministrator(SEC, { account });
    expect((await (await as(SEC))('POST', '/api/people', wish({ account }))).json().code).toBe('approval-waiting');
    expect((await (await as(SEC2))('POST', `/api/people/requests/${request}/withdraw`)).json().code).toBe('not-found');
    expect((await (await as(SEC))('POST', `/api/people/requests/${request}/withdraw`)).statusCode).toBe(204);
    expect((await decide(SYS, request)).json()).toMatchObject({
      code: 'approval-over',
      zh: '这项申请已撤回，不能再办',
    });
    const late = await newAdministrator(SEC, { account });
    await sql`ALTER TABLE access_request DISABLE TRIGGER access_request_decided`.execute(stage.db);
    await sql`UPDATE access_request SET expires_at = now() - interval '1 second' WHERE id = ${late}`.execute(stage.db);
    await sql`ALTER TABLE access_request ENABLE TRIGGER access_request_decided`.execute(stage.db);
    expect((await listed(SYS, late)).state).toBe('expired');
    expect((await decide(SYS, late)).json().code).toBe('approval-over');
    await newAdministrator(SEC, { account });
  });
});

describe('ways into an administrator’s account that one person had alone', () => {
  const password = (code?: string) => (answer: Awaited<ReturnType<typeof link>>) =>
    choosePassword(ask, answer, PASSWORD, code);

  it('a reset, and unlocking, which lets guessing go on: nothing happens before it is approved', async () => {
    await sql`UPDATE person SET locked_until = now() + interval '10 minutes', failed_attempts = 5 WHERE id = ${AUDIT}`.execute(
      stage.db,
    );
    const state = async () =>
      (
        await sql<{ hash: string | null; locked: boolean }>`
        SELECT password_hash AS hash, locked_until IS NOT NULL AS locked FROM person WHERE id = ${AUDIT}`.execute(
          stage.db,
        )
      ).rows[0]!;
    const security = await as(SEC);
    const unlock = await requestOf(security, `/api/people/${AUDIT}/unlock`, {});
    const reset = await requestOf(security, `/api/people/${AUDIT}/reset`, { reason: '忘记密码' });
    expect(await state()).toEqual({ hash: 'kept', locked: true });
    expect((await decide(SYS, unlock)).json()).toEqual({ code: null });
    expect(await state()).toEqual({ hash: 'kept', locked: false });
    expect((await link(SEC, unlock)).json().code).toBe('not-found');
    const code = await codeOf(SYS, reset);
    expect((await state()).hash).toBeNull();
    expect((await password(code)(await link(SEC, reset))).statusCode).toBe(200);
  });

  it('a role given to an account whose password the giver knows: it starts anew', async () => {
    const security = await as(SEC);
    const straw = await security(
      'POST',
      '/api/people',
      wish({ account: 'straw', role: 'inspector', regionPath: COUNTY }),
    );
    const { id: person, link: first } = straw.json();
    expect((await choosePassword(ask, straw, PASSWORD)).statusCode).toBe(200);
    const entered = await ask('POST', '/api/session', { account: 'straw', password: PASSWORD });
    const inside = asker(app, entered.cookies.find(({ name }) => name === SESSION_COOKIE)!.value);
    // A link of before, still open when the role comes.
    const open = await security('POST', `/api/people/${person}/reset`, { reason: '再来一次' });
    expect((await choosePassword(ask, open, 'Autumn-tide-2026')).statusCode).toBe(200);
    const held = await security('GET', `/api/people/${person}`);
    const [post] = held.json().grants as { id: string }[];
    await security('POST', `/api/people/${person}/grants/${post!.id}/end`, { reason: '转任' });
    const left = await security('POST', `/api/people/${person}/reset`, { reason: '留一条' });
    const { rows } = await sql<{ credentials: number }>`SELECT credentials FROM person WHERE id = ${person}`.execute(
      stage.db,
    );
    const request = await requestOf(security, `/api/people/${person}/grants`, {
      role: 'audit-administrator',
      regionPath: COUNTY,
      reason: '任命',
    });
    const code = await codeOf(SYS, request);
    expect(await holds(person)).toEqual(['audit-administrator']);
    expect((await choosePassword(ask, left, PASSWORD)).json().code).toBe('link-invalid');
    for (const known of [PASSWORD, 'Autumn-tide-2026'])
      expect((await ask('POST', '/api/session', { account: 'straw', password: known })).json().code).toBe(
        'wrong-credentials',
      );
    expect((await inside('GET', '/api/session')).statusCode).toBe(401);
    expect(first.href).not.toBe(left.json().href);
    // A sign-in whose password was right a moment before the role came does not end in the office.
    const early = { id: person as string, name: '新管理员', credentials: rows[0]!.credentials };
    expect(await startSession(stage.db, early, { remote: 'test' }, 'password')).toMatchObject({
      refused: 'sign-in-expired',
    });
    // The role widened later keeps what two persons opened.
    expect((await choosePassword(ask, await link(SEC, request), 'Winter-tide-2026', code)).statusCode).toBe(200);
    const wider = await requestOf(security, `/api/people/${person}/grants`, {
      role: 'audit-administrator',
      regionPath: CITY,
      reason: '扩大',
    });
    expect((await decide(COUNTY_SYS, wider)).json().code).toBe('approval-office');
    expect((await decide(SYS, wider)).json()).toEqual({ code: null });
    expect((await ask('POST', '/api/session', { account: 'straw', password: 'Winter-tide-2026' })).statusCode).toBe(
      200,
    );
  });

  it('an administrator’s role to come protects the account from today on', async () => {
    const security = await as(SEC);
    const made = await security('POST', '/api/people', wish({ role: 'inspector', to: Date.now() + 86_400_000 }));
    const { id: person } = made.json();
    const from = Date.now() + 2 * 86_400_000;
    const grant = { role: 'system-administrator', regionPath: CITY, reason: '下周接任', from };
    await codeOf(SEC2, await requestOf(security, `/api/people/${person}/grants`, grant));
    const reset = await requestOf(security, `/api/people/${person}/reset`, { reason: '先拿一条链接' });
    expect((await link(SEC, reset)).json().code).toBe('not-found');
  });

  it('two offices in one person are refused before anybody is asked', async () => {
    const refused = await (
      await as(SEC)
    )('POST', `/api/people/${AUDIT}/grants`, { role: 'system-administrator', regionPath: CITY, reason: '兼任' });
    expect(refused.json().code).toBe('administrators-apart');
  });
});

describe('between asking and approving', () => {
  it('the asker’s office ends: a present security administrator asks anew', async () => {
    const security = await as(SEC2);
    const request = await requestOf(security, '/api/people', wish());
    await sql`UPDATE access_grant SET ended_at = now() WHERE person_id = ${SEC2}`.execute(stage.db);
    expect((await decide(SYS, request)).json().code).toBe('approval-asker-gone');
    expect((await listed(SYS, request)).state).toBe('waiting');
    // Another office of the same person does not make them the second person.
    await sql`INSERT INTO access_grant (person_id, role, scope_kind, scope_path, origin) VALUES (${SEC2}, 'system-administrator', 'region', ${CITY}, 'grant')`.execute(
      stage.db,
    );
    expect((await decide(SEC2, request)).json().code).toBe('approval-own');
    await sql`UPDATE access_grant SET ended_at = now() WHERE person_id = ${SEC2} AND ended_at IS NULL`.execute(
      stage.db,
    );
    await sql`UPDATE access_grant SET ended_at = NULL WHERE person_id = ${SEC2} AND role = 'security-administrator'`.execute(
      stage.db,
    );
  });

  it('the approver’s office ends', async () => {
    const request = await newAdministrator(SEC);
    const approver = await as(SEC2);
    await sql`UPDATE access_grant SET ended_at = now() WHERE person_id = ${SEC2} AND role = 'security-administrator'`.execute(
      stage.db,
    );
    expect((await approver('POST', `/api/people/requests/${request}/decide`, { approve: true })).statusCode).toBe(401);
    await sql`UPDATE access_grant SET ended_at = NULL WHERE person_id = ${SEC2} AND role = 'security-administrator'`.execute(
      stage.db,
    );
  });

  it('the account ends, or somebody else takes its name', async () => {
    const security = await as(SEC);
    const made = await newAdministrator(SEC, { account: 'gone.soon' });
    await choosePassword(ask, await (await codeOf(SYS, made), link(SEC, made)), PASSWORD);
    const person = (await listed(SEC, made)).personId as string;
    const reset = await requestOf(security, `/api/people/${person}/reset`, { reason: '忘记' });
    expect((await security('POST', `/api/people/${person}/retire`, { reason: '调离' })).statusCode).toBe(204);
    expect((await decide(SYS, reset)).json().code).toBe('approval-over');
    const taken = await newAdministrator(SEC, { account: 'taken' });
    await security('POST', '/api/people', wish({ account: 'taken', role: 'inspector' }));
    expect((await decide(SYS, taken)).json().code).toBe('already-exists');
    expect((await listed(SYS, taken)).state).toBe('waiting');
  });
});

describe('where nobody else may approve', () => {
  it('whoever runs the machine does, by a link printed there; the asker is never shown it', async () => {
    const machine = listenAtMachine();
    const alone = await as(CQ);
    const answer = await alone('POST', '/api/people', wish({ regionPath: 'cn.50.', account: 'cq.audit' }));
    const { request } = answer.json();
    const token = machine.token();
    expect(machine.lines.at(-1)).toContain('cq.audit');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(answer.body).not.toContain(token);
    expect((await (await as(CQ))('GET', '/api/people/requests')).body).not.toContain(token);
    expect((await ask('POST', '/api/approval/decide', { token: 'guess', approve: true })).json().code).toBe(
      'link-invalid',
    );
    const twice = await Promise.all([1, 2].map(() => ask('POST', '/api/approval/decide', { token, approve: true })));
    const won = twice.filter(({ statusCode }) => statusCode === 200);
    expect(won).toHaveLength(1);
    expect((await choosePassword(ask, await link(CQ, request), PASSWORD, won[0]!.json().code)).statusCode).toBe(200);
    expect(await listed(CQ, request)).toMatchObject({ state: 'approved', atMachine: true, decidedBy: null });
    expect((await acts('approval.give')).at(-1)).toMatchObject({ actor: '服务器运维' });
    // Where somebody may approve there is no such link.
    const before = machine.lines.length;
    await newAdministrator(SEC);
    expect(machine.lines).toHaveLength(before);
  });
});

describe('the database', () => {
  it('lets no administrator’s grant, link or identity in that one person made', async () => {
    const rejects = (text: ReturnType<typeof sql>) =>
      expect(text.execute(stage.db)).rejects.toThrow('separated administrators');
    await rejects(sql`INSERT INTO access_grant (person_id, role, scope_kind, scope_path, origin, granted_by)
      VALUES (${SYS}, 'system-administrator', 'region', ${COUNTY}, 'grant', ${SEC})`);
    await rejects(
      sql`INSERT INTO access_link (token_hash, person_id, created_by, expires_at) VALUES ('x', ${SYS}, ${SEC}, now() + interval '1 hour')`,
    );
    await rejects(sql`INSERT INTO person_identity (issuer, subject, person_id) VALUES ('i', 's', ${SYS})`);
    const other = await newAdministrator(SEC);
    await codeOf(SYS, other);
    await rejects(sql`INSERT INTO access_link (token_hash, person_id, created_by, expires_at, request_id)
      VALUES ('y', ${SYS}, ${SEC}, now() + interval '1 hour', ${other})`);
    await expect(
      sql`INSERT INTO access_grant (person_id, role, scope_kind, scope_path, origin, source_id, valid_to)
        SELECT ${COUNTY_SYS}, role, scope_kind, scope_path, 'delegation', id, now() + interval '1 day' FROM access_grant WHERE person_id = ${SYS}`.execute(
        stage.db,
      ),
    ).rejects.toThrow('access_grant_office_stays');
  });

  it('lets nobody decide alone, twice, or without the office', async () => {
    const request = await newAdministrator(SEC);
    const put = (state: string, by: string | null, more = sql``) =>
      sql`UPDATE access_request SET state = ${state}, decided_by = ${by}, decided_at = now()${more} WHERE id = ${request}`.execute(
        stage.db,
      );
    await expect(put('approved', SEC)).rejects.toThrow('access_request_two_persons');
    await expect(put('approved', COUNTY_SYS)).rejects.toThrow('holds no office');
    await expect(put('approved', LEADER)).rejects.toThrow('holds no office');
    await expect(put('approved', null, sql`, at_machine = true`)).rejects.toThrow('the machine may not');
    await expect(
      sql`UPDATE access_request SET role = 'leader' WHERE id = ${request}`.execute(stage.db),
    ).rejects.toThrow('never changed');
    await put('refused', SYS);
    await expect(put('approved', SYS)).rejects.toThrow('decided once');
    await expect(sql`DELETE FROM access_request WHERE id = ${request}`.execute(stage.db)).rejects.toThrow(
      'never removed',
    );
    await expect(
      sql`INSERT INTO access_request (act, person_id, account, name, role, places, wish, reason, asked_by, expires_at)
        VALUES ('reset', ${SEC}, 'sec', 'sec', 'security-administrator', ARRAY[${CITY}], '{}', 'x', ${SEC}, now() + interval '1 hour')`.execute(
        stage.db,
      ),
    ).rejects.toThrow('access_request_not_for_oneself');
  });

  it('has all of it in the audit', async () => {
    for (const verb of [
      'approval.ask',
      'approval.give',
      'approval.refuse',
      'approval.withdraw',
      'approval.expire',
      'approval.collect',
    ])
      expect(
        (await acts(verb)).some(({ outcome }) => outcome === 'done'),
        verb,
      ).toBe(true);
  });
});
