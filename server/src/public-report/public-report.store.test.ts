import { sql } from 'kysely';
import type { PublicReport } from '@anlan/systems/prevention';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ask } from '../http/testing/stage.ts';
import type { Progress } from './progress.ts';
import {
  camera,
  COUNTY,
  FIRM,
  openStall,
  OTHER,
  reported,
  ROLES,
  wish,
  type Receipt,
  type Stall,
} from './testing/stall.ts';

let stall: Stall;
let anybody: Ask;
let handler: Ask;
let second: Ask;
let third: Ask;
beforeAll(async () => {
  stall = await openStall();
  ({ anybody } = stall);
  [handler, second, third] = [stall.as('执法甲'), stall.as('执法乙'), stall.as('执法丙')];
});
afterAll(() => stall.close());

/** The report that came last. */
async function newest(): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM case_file WHERE kind = 'public-report' ORDER BY opened_at DESC, number DESC LIMIT 1`.execute(
    stall.stage.db,
  );
  return rows[0]!.id;
}
const read = async (ask: Ask, id: string): Promise<PublicReport> =>
  (await ask('GET', `/api/public-reports/${id}`)).json();
async function act(ask: Ask, id: string, action: string, input: object = {}) {
  const { rows } = await sql<{ version: number }>`SELECT version FROM case_file WHERE id = ${id}`.execute(
    stall.stage.db,
  );
  return ask('POST', `/api/cases/${id}/acts/${action}`, { version: rows[0]!.version, input });
}
async function post(ask: Ask, id: string, way: string, body: object = {}) {
  const { rows } = await sql<{ version: number }>`SELECT version FROM case_file WHERE id = ${id}`.execute(
    stall.stage.db,
  );
  return ask('POST', `/api/public-reports/${id}/${way}`, { version: rows[0]!.version, ...body });
}
const progress = async ({ code, pin }: Receipt): Promise<Progress> => {
  const answer = await anybody('POST', '/api/public/reports/progress', { code, pin });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const FOUND = { enterprise: FIRM, basis: 'illegal', finding: '气瓶37只无防倾倒', answer: '现场核查属实' };
const FOLLOW = { kind: 'hidden-danger', title: '气瓶无防倾倒措施', photos: [] };

/** Takes a report as far as its result is told. */
async function answered(over: object = {}): Promise<{ id: string; receipt: Receipt }> {
  const receipt = await reported(anybody, over);
  const id = await newest();
  for (const answer of [
    await act(handler, id, 'accept', { enterprise: FIRM }),
    await post(handler, id, 'verify', { input: FOUND, follow: FOLLOW }),
    await act(handler, id, 'handle', { outcome: '责令停止切割，罚款', fine: 100_000 }),
    await act(handler, id, 'answer', { answer: '已责令停止切割、清走气瓶' }),
  ])
    expect(answer.statusCode, answer.body).toBe(200);
  return { id, receipt };
}

describe('a report', () => {
  it('[S67.1] is received from anybody, accepted, verified, handed on, answered, rewarded by somebody else and paid', async () => {
    const { id, receipt } = await answered({ insider: true });
    expect(receipt.authority).toMatch(/.+/);
    const told = await progress(receipt);
    expect(told.state).toBe('answered');
    expect(told.steps.map(({ key, state }) => `${key} ${state}`)).toEqual([
      'received done',
      'accepted done',
      'checked done',
      'handled done',
      'answered done',
      'rewarded now',
    ]);
    expect(told.said).toBe('已责令停止切割、清走气瓶');
    const proposed = await post(handler, id, 'reward');
    expect(proposed.statusCode, proposed.body).toBe(200);
    // 15 % of 100 000 and a fifth more for a worker of the enterprise.
    expect(proposed.json<PublicReport>().reward).toMatchObject({ yuan: 18_000 });
    expect(proposed.json<PublicReport>().reward?.working.steps.map(({ value }) => value)).toEqual([15_000, 18_000]);
    const decision = { granted: true, reason: '属实，同意' };
    // What would be refused is not offered: whoever handled it decides nothing, whoever decides pays nothing.
    const offers = async (ask: Ask) => (await ask('GET', `/api/public-reports/${id}`)).json<PublicReport>().may;
    expect([(await offers(handler)).decide, (await offers(second)).decide]).toEqual([false, true]);
    expect((await post(handler, id, 'reward/decision', decision)).json()).toMatchObject({ code: 'same-person' });
    expect((await progress(receipt)).reward).toMatchObject({ state: 'proposed', yuan: null });
    expect((await post(second, id, 'reward/decision', decision)).statusCode).toBe(200);
    expect((await progress(receipt)).reward).toMatchObject({ state: 'granted', yuan: 18_000 });
    const voucher = { voucher: 'PZ-2026-001' };
    expect([(await offers(second)).pay, (await offers(third)).pay]).toEqual([false, true]);
    expect((await post(second, id, 'reward/payment', voucher)).json().code).toBe('same-person');
    expect((await post(third, id, 'reward/payment', voucher)).json()).toMatchObject({
      code: 'field-required',
      field: 'code',
    });
    const wrong = await post(third, id, 'reward/payment', { ...voucher, code: receipt.code, pin: '000000' });
    expect(wrong.json().code).toBe('wrong-receipt');
    const own = { ...voucher, code: receipt.code, pin: receipt.pin };
    expect((await post(second, id, 'reward/payment', own)).json().code).toBe('same-person');
    expect((await post(third, id, 'reward/payment', own)).statusCode).toBe(200);
    expect(await progress(receipt)).toMatchObject({ state: 'paid', reward: { state: 'paid', yuan: 18_000 } });
    expect((await post(third, id, 'reward/payment', { ...own, voucher: 'PZ-2' })).json().code).toBe('case-state');
  });

  it('[S67.1] found true opens a hidden danger of source public, and each leads to the other', async () => {
    await reported(anybody, { photos: [{ type: 'image/png', data: camera('a') }] });
    const id = await newest();
    await act(handler, id, 'accept');
    const { dossier } = await read(handler, id);
    const photos = dossier!.photos.map(({ sha256 }) => sha256);
    const verified = (
      await post(handler, id, 'verify', { input: FOUND, follow: { ...FOLLOW, photos } })
    ).json<PublicReport>();
    const danger = verified.follow!;
    expect(danger).toMatchObject({ kind: 'hidden-danger', source: 'public', organisationId: FIRM, originId: id });
    expect(verified.detail.detail['followNumber']).toBe(danger.number);
    // The enterprise sees the danger and its picture, and neither the report behind it nor the camera's data.
    const theirs = (await stall.as('安全员')('GET', `/api/cases/${danger.id}`)).json();
    expect(theirs.related).toEqual([]);
    expect(theirs.trail[0].files).toHaveLength(1);
    const file = await stall.as('安全员')('GET', `/api/cases/${danger.id}/files/${photos[0]}`);
    expect(file.rawPayload.includes('HUAWEI')).toBe(false);
    expect(file.rawPayload.includes('IDAT')).toBe(true);
  });

  it('is not handled before it became something, nor rewarded without the fine it is reckoned by', async () => {
    await reported(anybody);
    const id = await newest();
    await act(handler, id, 'accept');
    expect((await act(handler, id, 'verify', FOUND)).statusCode).toBe(200);
    expect((await act(handler, id, 'handle', { outcome: 'x', fine: 1 })).json().code).toBe('report-unlinked');
    expect((await post(handler, id, 'follow', { follow: { ...FOLLOW, kind: 'enforcement' } })).statusCode).toBe(200);
    expect((await act(handler, id, 'handle', { outcome: 'x' })).json()).toMatchObject({
      code: 'field-required',
      field: 'fine',
    });
    expect((await read(handler, id)).follow?.kind).toBe('enforcement');
  });

  it('is one however often the same sending arrives, with the same receipt', async () => {
    const sending = wish();
    const answers = await Promise.all([1, 2, 3].map(() => anybody('POST', '/api/public/reports', sending)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => `${answer.json().code} ${answer.json().pin}`)).size).toBe(1);
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM report_dossier WHERE statement = ${sending.statement} AND received_at > now() - interval '5 seconds'`.execute(
      stall.stage.db,
    );
    expect(rows[0]!.n).toBeGreaterThan(0);
    const again = await anybody('POST', '/api/public/reports', { ...sending, statement: '别的' });
    expect(again.json().code).toBe(answers[0]!.json().code);
  });

  it('of the same matter goes on with the first, whose reporter alone is rewarded', async () => {
    const first = await reported(anybody, { photos: [{ type: 'image/png', data: camera('same') }] });
    const firstId = await newest();
    const later = await reported(anybody, { photos: [{ type: 'image/png', data: camera('same') }] });
    const id = await newest();
    const seen = await read(handler, id);
    const original = seen.dossier!.like.find((one) => one.id === firstId)!;
    expect(original.because).toContain('photo');
    const back = await post(handler, firstId, 'merge', { into: seen.detail.case.number });
    expect(back.json().field).toBe('into');
    expect((await post(handler, id, 'merge', { into: original.number })).statusCode).toBe(200);
    await act(handler, firstId, 'accept', { enterprise: FIRM, answer: '已安排核查' });
    expect(await progress(later)).toMatchObject({
      merged: true,
      state: 'accepted',
      said: '已安排核查',
      reward: { state: 'none' },
    });
    expect(await progress(first)).toMatchObject({ merged: false, reward: { state: 'possible' } });
    expect((await read(handler, firstId)).dossier!.merged).toHaveLength(1);
  });

  it('that was not found true is told with its answer, may be objected to once, and is then looked at by somebody else', async () => {
    const receipt = await reported(anybody);
    const id = await newest();
    await act(handler, id, 'accept');
    await act(handler, id, 'unfound', { finding: '现场未见' });
    expect((await progress(receipt)).state).toBe('accepted');
    await act(handler, id, 'answer-unfounded', { answer: '现场未发现气瓶' });
    const told = await progress(receipt);
    expect(told).toMatchObject({ state: 'closed', said: '现场未发现气瓶', may: { object: true, supplement: false } });
    const words = { code: receipt.code, pin: receipt.pin, kind: 'objection', text: '他们夜里才干', photos: [] };
    const objected = await anybody('POST', '/api/public/reports/words', {
      ...words,
      id: '00000000-0000-4000-8000-00000000aa01',
    });
    expect(objected.json()).toMatchObject({ state: 'accepted', may: { object: false, supplement: true } });
    const same = await act(handler, id, 'unfound', { finding: '仍未见' });
    expect(same.json().code).toBe('same-person');
    expect((await act(second, id, 'unfound', { finding: '夜查未见' })).statusCode).toBe(200);
    await act(second, id, 'answer-unfounded', { answer: '夜查未发现' });
    expect((await progress(receipt)).may.object).toBe(false);
  });

  it('late to be accepted climbs the ladder like any work', async () => {
    await reported(anybody);
    const { rows } = await sql<{ due: boolean; rung: boolean }>`
      SELECT due_at IS NOT NULL AS due, escalate_at = due_at AS rung FROM case_file WHERE id = ${await newest()}`.execute(
      stall.stage.db,
    );
    expect(rows[0]).toEqual({ due: true, rung: true });
  });
});

describe('the reporter', () => {
  const CONTACT = { name: '王建国', phone: '13987654321' };
  let id: string;
  beforeAll(async () => {
    await reported(anybody, { contact: CONTACT, enterprise: FIRM, place: undefined, insider: true });
    id = await newest();
  });

  it.each(ROLES.map((person) => [person.account, person] as const))(
    '[S67.2] is known to nobody but handlers of the authority: %s',
    async (account, person) => {
      const ask = stall.as(account);
      const allowed =
        person.role === 'inspector' && 'region' in person && person.region === COUNTY && !('sectors' in person);
      const identity = await ask('POST', `/api/public-reports/${id}/identity`, { reason: '核实线索' });
      if (allowed) expect(identity.json()).toEqual(CONTACT);
      else expect([403, 404]).toContain(identity.statusCode);
      const report = await ask('GET', `/api/public-reports/${id}`);
      expect(report.body.includes('张三丰')).toBe(allowed);
      const enterprise = 'organisation' in person;
      for (const way of ['', '/figures?from=0&to=9999999999999', `/${id}`, '?search=石桥路']) {
        const seen = await ask('GET', `/api/public-reports${way}`);
        expect(seen.body).not.toMatch(/王建国|13987654321/);
        if (enterprise && way !== '/figures?from=0&to=9999999999999') expect(seen.body).not.toContain('石桥路');
      }
      for (const way of [
        `/api/cases/${id}`,
        '/api/cases?kind=public-report',
        '/api/cases/export.csv?kind=public-report',
        `/api/cases/${id}/bundle`,
        '/api/search?text=石桥路',
      ]) {
        const seen = await ask('GET', way);
        expect(seen.body, way).not.toMatch(/王建国|13987654321|张三丰/);
        if (enterprise) expect(seen.body, way).not.toContain('石桥路');
      }
    },
  );

  it('[S67.2] is kept from every database role of a scope, and for a handler one at a time', async () => {
    const { db } = stall.stage;
    for (const table of [
      'reporter',
      'report_dossier',
      'report_code',
      'report_photo',
      'report_word',
      'report_reading',
      'report_reward',
    ])
      for (const role of ['anlan_region', 'anlan_organisation', 'anlan_participant', 'anlan_all']) {
        const { rows } = await sql<{
          may: boolean;
        }>`SELECT has_any_column_privilege(${role}, ${table}, 'SELECT') AS may`.execute(db);
        expect({ table, role, ...rows[0] }).toEqual({ table, role, may: false });
      }
    const asHandler = (authority: string, about: string) =>
      db.transaction().execute(async (tx) => {
        await sql`SELECT set_config('anlan.authority', ${authority}, true), set_config('anlan.handling', ${about}, true)`.execute(
          tx,
        );
        await sql`SET LOCAL ROLE anlan_handler`.execute(tx);
        return (await sql<{ case_id: string }>`SELECT case_id FROM reporter`.execute(tx)).rows.map(
          (row) => row.case_id,
        );
      });
    expect(await asHandler(COUNTY, id)).toEqual([id]);
    expect(await asHandler(COUNTY, '')).toEqual([]);
    expect(await asHandler('cn.36.11.', id)).toEqual([]);
    expect(await asHandler('cn.36.11.02.001.', id)).toEqual([]);
  });

  it('[S67.2] stands in clear nowhere: not in the table, the trail, the outbox, the audit or the log', async () => {
    const { rows } = await sql<{ table: string }>`
      SELECT c.relname::text AS table FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`.execute(
      stall.stage.db,
    );
    for (const { table } of rows) {
      const found = await sql<{ n: number }>`
        SELECT count(*)::int AS n FROM ${sql.table(table)} t WHERE t::text LIKE '%13987654321%' OR t::text LIKE '%王建国%'`.execute(
        stall.stage.db,
      );
      expect({ table, n: found.rows[0]!.n }).toEqual({ table, n: 0 });
    }
    for (const table of ['case_file', 'case_entry', 'case_public_report', 'outbox', 'audit']) {
      const found = await sql<{ n: number }>`
        SELECT count(*)::int AS n FROM ${sql.table(table)} t WHERE t::text LIKE '%张三丰%' OR t::text LIKE '%insider%'`.execute(
        stall.stage.db,
      );
      expect({ table, n: found.rows[0]!.n }).toEqual({ table, n: 0 });
    }
    expect(stall.stage.errors.join('\n')).not.toMatch(/13987654321|王建国/);
  });

  it('[S67.2] is told how many looked, and every reading is kept with its reason', async () => {
    const { rows } = await sql<{ n: number; audited: number }>`
      SELECT (SELECT count(*)::int FROM report_reading WHERE case_id = ${id} AND what = 'identity') AS n,
        (SELECT count(*)::int FROM audit WHERE verb = 'report.identity' AND subject_id = ${id} AND outcome = 'done') AS audited`.execute(
      stall.stage.db,
    );
    expect(rows[0]).toEqual({ n: 3, audited: 3 });
    expect((await handler('POST', `/api/public-reports/${id}/identity`, { reason: ' ' })).statusCode).toBe(422);
    const { dossier } = await read(handler, id);
    expect(dossier!.readings.filter(({ what }) => what === 'identity').map(({ reason }) => reason)).toEqual(
      Array.from({ length: 3 }, () => '核实线索'),
    );
  });

  it('whose reports were malicious three times is no longer taken by that telephone, and by no other', async () => {
    const contact = { phone: '13911112222' };
    for (let n = 0; n < 3; n += 1) {
      await reported(anybody, { contact });
      const refused = await act(handler, await newest(), 'refuse', { refusedFor: 'malicious', answer: '查明为捏造' });
      expect(refused.statusCode, refused.body).toBe(200);
    }
    expect((await anybody('POST', '/api/public/reports', wish({ contact }))).json().code).toBe('report-limited');
    expect((await anybody('POST', '/api/public/reports', wish({ contact: { phone: '13911112223' } }))).statusCode).toBe(
      201,
    );
    expect((await anybody('POST', '/api/public/reports', wish())).statusCode).toBe(201);
  });
});

describe('the public door', () => {
  it('wants the effort, and is not fooled by who fills in everything', async () => {
    const sending = wish();
    expect((await anybody('POST', '/api/public/reports', { ...sending, effort: sending.effort + 1 })).json().code).toBe(
      'effort-missing',
    );
    expect((await anybody('POST', '/api/public/reports', { ...sending, website: 'http://x' })).json().code).toBe(
      'effort-missing',
    );
    expect((await anybody('POST', '/api/public/reports', { ...sending, place: 'cn.99.' })).json()).toMatchObject({
      field: 'place',
    });
    const script = { type: 'image/png', data: Buffer.from('<script>').toString('base64') };
    expect((await anybody('POST', '/api/public/reports', { ...sending, photos: [script] })).json().code).toBe(
      'file-kind',
    );
  });

  it('slows one address down and nobody else', async () => {
    const one = stall.from('192.0.2.7');
    const codes: number[] = [];
    for (let n = 0; n < 8; n += 1) codes.push((await one('POST', '/api/public/reports', wish())).statusCode);
    expect(codes).toEqual([201, 201, 201, 201, 201, 201, 429, 429]);
    expect((await stall.from('192.0.2.8')('POST', '/api/public/reports', wish())).statusCode).toBe(201);
  });

  it('pauses a code after five wrong PINs, and says the same of codes that are none', async () => {
    const receipt = await reported(anybody);
    const ask = (code: string, pin: string) => anybody('POST', '/api/public/reports/progress', { code, pin });
    const wrong = receipt.pin === '111111' ? '222222' : '111111';
    const unknown = (await ask('22222-22222', wrong)).json();
    for (let n = 0; n < 5; n += 1) expect((await ask(receipt.code, wrong)).json().zh).toBe(unknown.zh);
    expect((await ask(receipt.code, receipt.pin)).json().code).toBe('locked-out');
    await sql`UPDATE report_code SET locked_until = now() WHERE locked_until IS NOT NULL`.execute(stall.stage.db);
    expect((await ask(receipt.code.toLowerCase(), receipt.pin)).statusCode).toBe(200);
  });

  it('keeps neither the code nor the PIN', async () => {
    const receipt = await reported(anybody);
    const { rows } = await sql<{ text: string }>`SELECT c::text AS text FROM report_code c`.execute(stall.stage.db);
    expect(rows.map(({ text }) => text).join('\n')).not.toMatch(new RegExp(`${receipt.code}|${receipt.pin}`));
  });

  it('finds enterprises by name and nearby, and gives no list away', async () => {
    const found = await anybody('GET', `/api/public/enterprises?under=cn.36.11.&search=${encodeURIComponent('远山')}`);
    expect(found.json()).toMatchObject([{ id: FIRM, name: '远山化工' }]);
    expect((await anybody('GET', '/api/public/enterprises?under=cn.36.11.&search=%25%25')).json()).toEqual([]);
    expect((await anybody('GET', '/api/public/enterprises?under=cn.36.11.&search=a')).statusCode).toBe(422);
    const around = (await anybody('GET', '/api/public/near?lon=117.901&lat=28.401')).json();
    expect(around.enterprises.map(({ id }: { id: string }) => id)).toContain(FIRM);
    expect((await anybody('GET', `/api/public/enterprises/${OTHER}`)).json()).toMatchObject({ name: '邻县化工' });
  });

  it('shows sums of what became of reports', async () => {
    const figures = (await anybody('GET', '/api/public/report-figures?under=cn.36.11.')).json();
    expect(figures).toMatchObject({ rewarded: 1, yuan: 18_000, insiderShare: 20 });
    expect(figures.received).toBeGreaterThanOrEqual(figures.accepted);
    expect(figures.verified).toBeGreaterThanOrEqual(2);
    const inside = (await handler('GET', '/api/public-reports/figures?from=0&to=9999999999999')).json();
    expect(inside).toMatchObject({ received: figures.received, rewarded: 1, yuan: 18_000 });
    expect((await stall.as('邻县')('GET', '/api/public-reports/figures?from=0&to=9999999999999')).json().received).toBe(
      0,
    );
  });

  it('[S67.1] takes reports made by telephone too', async () => {
    const body = {
      requestId: '00000000-0000-4000-8000-00000000bb01',
      channel: 'phone',
      subject: 'concealed',
      statement: '瞒报一人死亡',
      place: 'cn.36.11.02.001.',
    };
    const taken = await handler('POST', '/api/public-reports', body);
    expect(taken.statusCode, taken.body).toBe(201);
    expect(await progress(taken.json())).toMatchObject({ state: 'received' });
    expect((await stall.as('安全员')('POST', '/api/public-reports', body)).statusCode).toBe(403);
    const ordinary = await handler('POST', '/api/cases', {
      kind: 'public-report',
      input: { title: 'x', subject: 'danger', enterprise: FIRM },
    });
    expect(ordinary.json().code).toBe('case-side');
  });
});
