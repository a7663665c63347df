import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../audit/index.ts';
import type { App } from '../http/index.ts';
import { askAs, asker, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { hashPassword, prepareSetup, SESSION_COOKIE } from './index.ts';
import { listenAtMachine } from './testing/machine.ts';
import { choosePassword } from './testing/password.ts';

let stage: Stage;
let app: App;
let ask: Ask;

beforeAll(async () => {
  stage = await openStage();
  app = await stage.app();
  ask = asker(app);
});
afterAll(() => stage.close());

const person = (number: number): string => `00000000-0000-4000-8000-0000000000${number.toString().padStart(2, '0')}`;
const FIRST = { jurisdiction: 'cn.36.11.', account: 'anlan.first', password: 'Spring-tide-2026', name: '王建国' };

async function audited(verb: string): Promise<{ actor: string; outcome: string; detail: Record<string, unknown> }[]> {
  const { rows } = await sql<{ actor: string; outcome: string; detail: Record<string, unknown> }>`
    SELECT actor, outcome, detail FROM audit WHERE verb = ${verb} ORDER BY seq`.execute(stage.db);
  return rows;
}

describe('the first start', () => {
  it('has a link that works once, makes a system administrator of the chosen jurisdiction, and never returns', async () => {
    expect((await ask('GET', '/api/platform')).json()).toMatchObject({ setupNeeded: true, demonstration: false });
    const outdated = await prepareSetup(stage.db);
    const token = await prepareSetup(stage.db);
    expect(token).toMatch(/^[\w-]{43}$/);
    const tries: [object, string][] = [
      [{ ...FIRST, token: outdated }, 'setup-token'],
      [{ ...FIRST, token: 'guess' }, 'setup-token'],
      [{ ...FIRST, token, password: 'onlyletters' }, 'weak-password'],
      [{ ...FIRST, token, password: '1 anlan.first' }, 'weak-password'],
      [{ ...FIRST, token, jurisdiction: 'cn.99.' }, 'field-invalid'],
      [{ ...FIRST, token, role: 'leader' }, 'field-invalid'],
    ];
    for (const [body, code] of tries)
      expect({ body, code: (await ask('POST', '/api/setup', body)).json().code }).toEqual({ body, code });

    const answers = await Promise.all([1, 2, 3].map(() => ask('POST', '/api/setup', { ...FIRST, token })));
    const made = answers.filter(({ statusCode }) => statusCode === 200);
    expect(made).toHaveLength(1);
    expect(made[0]!.json()).toMatchObject({
      role: { key: 'system-administrator' },
      scope: { kind: 'region', label: '上饶市', note: '全市 12 个县（市、区）、2 个功能区' },
      jurisdiction: 'cn.36.11.',
    });
    expect(
      answers.filter(({ statusCode }) => statusCode !== 200).map((answer) => answer.json().code as string),
    ).toSatisfy((codes: string[]) => codes.every((code) => code === 'setup-token' || code === 'setup-done'));
    expect((await ask('POST', '/api/setup', { ...FIRST, account: 'again', token })).json().code).toBe('setup-done');
    expect(await prepareSetup(stage.db)).toBeNull();
    expect((await audited('platform.setup'))[0]).toMatchObject({ actor: '王建国', outcome: 'done' });
  });

  it('lets the system administrator appoint the first security administrator, and nobody after', async () => {
    const cookie = (await ask('POST', '/api/session', { account: 'ANLAN.first', password: FIRST.password })).cookies[0]!
      .value;
    const system = asker(app, cookie);
    const security = {
      account: 'security',
      name: '安全管理员',
      role: 'security-administrator',
      regionPath: 'cn.36.11.',
    };
    expect((await system('POST', '/api/people', { ...security, role: 'duty-officer' })).json().code).toBe(
      'not-permitted',
    );
    // There is nobody else yet: whoever runs the machine is the second person.
    const machine = listenAtMachine();
    const { request } = (await system('POST', '/api/people', security)).json();
    const [open] = (await system('GET', '/api/people/requests')).json();
    expect(open).toMatchObject({ id: request, state: 'waiting', may: { decide: false, collect: false } });
    const token = machine.token();
    expect((await system('POST', `/api/people/requests/${request}/decide`, { approve: true })).json().code).toBe(
      'approval-own',
    );
    expect((await ask('POST', '/api/approval/look', { token })).json()).toMatchObject({ account: 'security' });
    const { code } = (await ask('POST', '/api/approval/decide', { token, approve: true })).json();
    expect((await ask('POST', '/api/approval/decide', { token, approve: true })).json().code).toBe('approval-over');
    const link = await system('POST', `/api/people/requests/${request}/link`);
    const password = 'Autumn-tide-2026';
    expect((await choosePassword(ask, link, password)).json().code).toBe('approval-code');
    expect((await choosePassword(ask, link, password, `${code}`.toLowerCase())).statusCode).toBe(200);
    expect((await system('POST', '/api/people', { ...security, account: 'security2' })).json().code).toBe(
      'not-permitted',
    );
  });
});

describe('sign-in by password', () => {
  beforeEach(async () => {
    await sql`UPDATE person SET failed_attempts = 0, locked_until = NULL`.execute(stage.db);
  });

  it('gives a cookie scripts cannot read, of which the database knows the hash only', async () => {
    const answer = await ask('POST', '/api/session', { account: FIRST.account, password: FIRST.password });
    const cookie = answer.cookies[0]!;
    expect(cookie).toMatchObject({
      name: SESSION_COOKIE,
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      maxAge: 8 * 3600,
    });
    const { rows } = await sql<{ token_hash: string }>`SELECT token_hash FROM session`.execute(stage.db);
    expect(rows.some(({ token_hash }) => token_hash === cookie.value)).toBe(false);
    expect((await asker(app, cookie.value)('GET', '/api/session')).json()).toMatchObject({
      person: { account: FIRST.account },
    });
  });

  it('ends with signing out, with eight hours, and with retirement', async () => {
    const enter = async () =>
      asker(
        app,
        (await ask('POST', '/api/session', { account: FIRST.account, password: FIRST.password })).cookies[0]!.value,
      );
    const out = await enter();
    expect((await out('DELETE', '/api/session')).statusCode).toBe(204);
    expect((await out('GET', '/api/session')).json().code).toBe('not-signed-in');
    const late = await enter();
    await sql`UPDATE session SET expires_at = now() - interval '1 second' WHERE ended_at IS NULL`.execute(stage.db);
    expect((await late('GET', '/api/session')).statusCode).toBe(401);
    const retired = await enter();
    await sql`UPDATE person SET retired_at = now() WHERE account = ${FIRST.account}`.execute(stage.db);
    expect((await retired('GET', '/api/session')).statusCode).toBe(401);
    await sql`UPDATE person SET retired_at = NULL WHERE account = ${FIRST.account}`.execute(stage.db);
  });

  it.each([
    ['an account that exists', FIRST.account],
    ['one that does not', 'nobody.here'],
  ])('is locked for 15 minutes after five failures: %s', async (_, account) => {
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await ask('POST', '/api/session', { account, password: 'wrong-1' })).json().code).toBe(
        'wrong-credentials',
      );
    }
    const locked = await ask('POST', '/api/session', { account, password: FIRST.password });
    expect(locked.json()).toMatchObject({
      status: 429,
      code: 'locked-out',
      facts: { minutes: 15 },
      en: 'Too many attempts, try again in 15 minutes',
    });
  });

  it('is open again when the lock has run out', async () => {
    await sql`UPDATE person SET failed_attempts = 5, locked_until = now() - interval '1 second' WHERE account = ${FIRST.account}`.execute(
      stage.db,
    );
    expect((await ask('POST', '/api/session', { account: FIRST.account, password: FIRST.password })).statusCode).toBe(
      200,
    );
  });

  it('looks at no more than five guesses made at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => ask('POST', '/api/session', { account: FIRST.account, password: 'wrong-1' })),
    );
    const codes = answers.map((answer) => answer.json().code as string);
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(5);
    expect(codes.filter((code) => code === 'locked-out')).toHaveLength(7);
  });

  it('takes as long for an unknown account as for a wrong password', async () => {
    const time = async (account: string) => {
      const startedAt = performance.now();
      await ask('POST', '/api/session', { account, password: 'wrong-1' });
      return performance.now() - startedAt;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 4; round++) {
      known.push(await time(FIRST.account));
      unknown.push(await time(`stranger-${round}`));
    }
    // Without the decoy hash an unknown account answers in a few per cent of the time.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.4);
  });

  it('audits who came, who failed and who left', async () => {
    const starts = await audited('session.start');
    expect(starts.some(({ outcome, actor }) => outcome === 'done' && actor === '王建国')).toBe(true);
    expect(
      starts.some(
        ({ outcome, actor, detail }) =>
          outcome === 'failed' && actor === 'nobody.here' && detail['why'] === 'locked-out',
      ),
    ).toBe(true);
    expect(await audited('session.end')).toHaveLength(1);
    expect(JSON.stringify(starts)).not.toContain('wrong-1');
  });
});

describe('one-click identities', () => {
  it('exist in demonstration mode only, and only those offered', async () => {
    await enterPerson(stage.db, {
      id: person(31),
      account: 'shangrao.duty',
      role: 'duty-officer',
      region: 'cn.36.11.',
    });
    await enterPerson(stage.db, { id: person(32), account: 'shangrao.hidden', role: 'leader', region: 'cn.36.11.' });
    await sql`UPDATE person SET demonstration = true WHERE account LIKE 'shangrao.%'`.execute(stage.db);
    await sql`UPDATE person SET offered = '{"order":1,"place":"上饶市"}' WHERE account = 'shangrao.duty'`.execute(
      stage.db,
    );
    expect((await ask('GET', '/api/platform/demonstration')).json()).toEqual([]);
    expect((await ask('POST', '/api/session/demonstration', { key: 'shangrao.duty' })).json().code).toBe(
      'demonstration-only',
    );

    const shown = asker(await stage.app({ demonstration: true }));
    expect((await shown('GET', '/api/platform/demonstration')).json()).toEqual([
      {
        key: 'shangrao.duty',
        label: '值班员',
        place: '上饶市',
        mark: '值',
        question: '现在有什么在报警',
        jurisdiction: 'cn.36.11.',
      },
    ]);
    expect((await shown('POST', '/api/session/demonstration', { key: 'shangrao.duty' })).json()).toMatchObject({
      demonstration: true,
      lands: '/desk',
    });
    for (const key of ['shangrao.hidden', FIRST.account]) {
      expect((await shown('POST', '/api/session/demonstration', { key })).json().code).toBe('not-found');
    }
    expect((await ask('POST', '/api/session', { account: 'shangrao.duty', password: '' })).statusCode).toBe(422);
    expect((await ask('POST', '/api/session', { account: 'shangrao.duty', password: 'any-1' })).json().code).toBe(
      'wrong-credentials',
    );
  });
});

describe('people', () => {
  it('are listed and created within the security administrator’s scope only', async () => {
    await enterPerson(stage.db, {
      id: person(41),
      account: 'cq.security',
      role: 'security-administrator',
      region: 'cn.50.',
    });
    const chongqing = await askAs(app, stage.db, person(41));
    const listed = (await chongqing('GET', '/api/people')).json();
    expect(listed.rows.map(({ account }: { account: string }) => account)).toEqual(['cq.security']);
    const input = { account: 'cq.town', name: '镇安监员', role: 'town-officer' };
    const password = 'River-gorge-77';
    expect((await chongqing('POST', '/api/people', { ...input, regionPath: 'cn.36.11.' })).json()).toMatchObject({
      code: 'field-invalid',
      field: 'regionPath',
    });
    const made = await chongqing('POST', '/api/people', { ...input, regionPath: 'cn.50.115.004.' });
    expect(made.statusCode).toBe(201);
    expect(
      (await chongqing('POST', '/api/people', { ...input, account: 'CQ.town', regionPath: 'cn.50.' })).json(),
    ).toMatchObject({ code: 'already-exists' });
    // Nobody, the administrator included, has a password for another person.
    expect(
      (await chongqing('POST', '/api/people', { ...input, account: 'x.y', password, regionPath: 'cn.50.' })).json(),
    ).toMatchObject({ code: 'field-invalid', field: 'password' });
    expect((await ask('POST', '/api/session', { account: 'cq.town', password })).json().code).toBe('wrong-credentials');
    expect((await choosePassword(ask, made, 'short1')).json().code).toBe('weak-password');
    expect((await choosePassword(ask, made, password)).statusCode).toBe(200);
    expect((await choosePassword(ask, made, password)).json().code).toBe('link-invalid');
    expect((await ask('POST', '/api/session', { account: 'cq.town', password })).json()).toMatchObject({
      scope: { path: 'cn.50.115.004.' },
      jurisdiction: 'cn.50.',
    });
  });
});

describe('the audit', () => {
  it('is shown to the audit administrator: entries of people in scope', async () => {
    await enterPerson(stage.db, {
      id: person(51),
      account: 'sr.audit',
      role: 'audit-administrator',
      region: 'cn.36.11.',
    });
    const auditor = await askAs(app, stage.db, person(51));
    const entries = (await auditor('GET', '/api/audit?verb=people.write')).json();
    expect(entries.rows.map(({ detail }: { detail: { account: string } }) => detail.account)).toEqual(['security']);
    expect((await auditor('GET', "/api/audit?actor=' OR 1=1 --")).json()).toMatchObject({ rows: [], total: 0 });
    expect((await auditor('GET', '/api/people')).json().code).toBe('not-permitted');
    const refused = (await auditor('GET', '/api/audit?verb=route.use&outcome=refused')).json();
    expect(refused.rows[0]).toMatchObject({ actor: 'sr.audit', subjectId: 'GET /api/people' });
  });

  it('cannot be changed, and shows where somebody with the database changed or removed an entry', async () => {
    const { entries, brokenAt } = await verifyChain(stage.db);
    expect(entries).toBeGreaterThan(10);
    expect(brokenAt).toBeNull();
    await expect(sql`UPDATE audit SET actor = 'x' WHERE seq = 3`.execute(stage.db)).rejects.toThrow('never changed');
    await expect(sql`DELETE FROM audit WHERE seq = 3`.execute(stage.db)).rejects.toThrow('never changed');
    await sql`ALTER TABLE audit DISABLE TRIGGER audit_immutable`.execute(stage.db);
    const { rows } = await sql<{ actor: string }>`SELECT actor FROM audit WHERE seq = 3`.execute(stage.db);
    await sql`UPDATE audit SET actor = '别人' WHERE seq = 3`.execute(stage.db);
    expect((await verifyChain(stage.db)).brokenAt).toBe(3);
    await sql`UPDATE audit SET actor = ${rows[0]!.actor} WHERE seq = 3`.execute(stage.db);
    expect((await verifyChain(stage.db)).brokenAt).toBeNull();
    await sql`DELETE FROM audit WHERE seq = 5`.execute(stage.db);
    expect((await verifyChain(stage.db)).brokenAt).toBe(6);
  });
});

describe('a stored password', () => {
  it('is an argon2id hash', async () => {
    expect(await hashPassword('Spring-tide-2026')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});
