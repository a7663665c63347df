import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { Doer } from '@anlan/kernel/case';
import type { TemplateFacts } from '@anlan/kernel/document';
import { isRefusal } from '@anlan/kernel/refusal';
import { rankOf } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import type { CaseRow } from '../case/row.ts';
import { nextOfficialNumber } from '../number/official.ts';
import { authorityOf, sealOf } from './authority.ts';
import { addEvent } from './events.ts';
import { factsOfCase } from './facts.ts';
import { actOn, openCase, type Belonging } from '../case/write.ts';
import { TEMPLATES, type DocumentRow } from './row.ts';
import { sealPicture } from './seal-picture.ts';
import { draftDocument, keepIssued, type Press } from './write.ts';

const DAY = 86_400_000;
/** Papers drawn for each city: each takes some 50 ms of the first start. */
const PAPERS = 5;

const SIGNED = [
  [0.12, 0.3, 0.2, 0.55, 0.31, 0.4, 0.28, 0.7],
  [0.42, 0.25, 0.5, 0.6, 0.44, 0.75, 0.62, 0.5],
  [0.7, 0.35, 0.86, 0.42, 0.78, 0.68],
];

interface Officer {
  readonly id: string;
  readonly name: string;
}

/** Seals, listing notices of the listed dangers that end soonest, orders in every state; for both cities. */
export async function loadDocumentDemonstration(tx: Tx, press: Press, now: number): Promise<void> {
  const before = await sql<{ last: number }>`SELECT coalesce(max(cursor), 0) AS last FROM outbox`.execute(tx);
  await listShown(tx, now);
  // Of what lies in the past nobody is told today.
  await sql`DELETE FROM outbox WHERE cursor > ${before.rows[0]!.last}`.execute(tx);
  for (const root of ['cn.36.11.', 'cn.50.']) {
    const listed = await sql<CaseRow & { listed_by: string; rectify_by: string }>`
      SELECT c.*, d.listed_by, d.rectify_by FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id
      WHERE d.listed_at IS NOT NULL AND d.listed_by IS NOT NULL AND c.closed_at IS NULL AND c.region_path LIKE ${`${root}%`}
      ORDER BY (SELECT count(*) FROM person p WHERE p.scope_path = d.listed_by AND p.offered IS NOT NULL) DESC, c.due_at, c.id LIMIT ${PAPERS + 2}`.execute(
      tx,
    );
    for (const [index, row] of listed.rows.entries()) {
      const officer = await officerOf(tx, row.listed_by);
      if (officer === undefined) continue;
      if (index >= PAPERS) await waiting(tx, row, officer, now);
      else await listing(tx, press, row, officer, index, now);
    }
  }
}

const FOUND = [
  ['合成车间可燃气体报警联锁停用', '恢复联锁并投用', -9],
  ['罐区防火堤开口未封堵', '砌筑封堵并做防渗', 12],
  ['老厂区电缆沟未做防火封堵', '分段防火封堵', 20],
  ['液氨球罐紧急切断阀故障', '更换切断阀并联动测试', 6],
] as const;

/** The counties whose inspectors the sign-in page offers have listed dangers to show: found, graded, assigned and listed by the engine. */
async function listShown(tx: Tx, now: number): Promise<void> {
  const { rows } = await sql<Officer & { place: string }>`
    SELECT id, name, scope_path AS place FROM person WHERE role = 'inspector' AND offered IS NOT NULL AND scope_path IS NOT NULL ORDER BY account`.execute(
    tx,
  );
  for (const { place, id, name } of rows.filter((one) => rankOf(one.place) === 'county')) {
    const firms = await sql<Belonging>`
      SELECT e.id AS "organisationId", e.name AS "organisationName", e.region_path AS "regionPath", e.sector, e.lon, e.lat, true AS demonstration
      FROM enterprise e WHERE e.region_path LIKE ${`${place}%`} AND e.retired_at IS NULL
      ORDER BY (SELECT count(*) FROM person p WHERE p.scope_organisation = e.id AND p.offered IS NOT NULL) DESC, e.id LIMIT ${FOUND.length}`.execute(
      tx,
    );
    const by: Doer = { id, name, side: 'authority', place };
    for (const [index, firm] of firms.rows.entries()) await listOne(tx, firm, by, FOUND[index] ?? FOUND[0], now);
  }
}

async function listOne(
  tx: Tx,
  belongs: Belonging,
  by: Doer,
  [title, measures, days]: (typeof FOUND)[number],
  now: number,
): Promise<void> {
  const at = now - 24 * DAY;
  const input = { enterprise: belongs.organisationId, title, class: 'equipment', place: '一车间' };
  const opened = await openCase(tx, { kind: 'hidden-danger', input, source: 'inspection', belongs }, by, at);
  const acts = [
    ['grade', { grade: 'major', level: 'red', class: 'equipment', basis: '对照重大事故隐患判定标准' }],
    [
      'assign',
      {
        responsible: '车间主任',
        rectifyBy: shift(dayOf(now), days),
        measures,
        funds: 26,
        emergencyPlan: '专人值守，撤离无关人员',
      },
    ],
    ['list', { listedAt: 'county', listingNumber: '待编号', reason: `${title}，属重大事故隐患` }],
  ] as const;
  if (isRefusal(opened)) throw new Error(`demonstration danger not opened: ${opened.refused}`);
  for (const [index, [action, given]] of acts.entries()) {
    const done = await actOn(tx, opened.id, { action, input: given, files: [] }, by, at + (index + 1) * 3_600_000);
    if (isRefusal(done))
      throw new Error(`demonstration danger: ${action} ${done.refused} ${JSON.stringify(done.facts)}`);
  }
}

/** The first inspector of a place; its seal is put into use with that person as its user. */
async function officerOf(tx: Tx, place: string): Promise<Officer | undefined> {
  const { rows } = await sql<Officer>`
    SELECT id, name FROM person WHERE role = 'inspector' AND scope_path = ${place} AND retired_at IS NULL ORDER BY account LIKE '%.inspector' DESC, account LIMIT 1`.execute(
    tx,
  );
  return rows[0];
}

async function sealed(tx: Tx, press: Press, place: string, officer: Officer): Promise<void> {
  if ((await sealOf(tx, place)) !== undefined) return;
  const { sha256 } = await press.files.put(sealPicture());
  await sql`
    INSERT INTO authority_seal (id, region_path, sha256, type, users, uploaded_by, demonstration)
    VALUES (${randomUUID()}, ${place}, ${sha256}, 'image/png', ${[officer.id]}::uuid[], '安全管理员', true)`.execute(
    tx,
  );
}

async function drafted(
  tx: Tx,
  template: string,
  row: CaseRow & { listed_by: string },
  asked: TemplateFacts,
  by: Doer,
  at: number,
): Promise<DocumentRow> {
  const declared = TEMPLATES.get(template);
  if (declared === undefined) throw new Error(`no template ${template}`);
  const issuer = await authorityOf(tx, row.listed_by);
  const facts = { ...(await factsOfCase(tx, row, at)), ...asked, authorityPath: row.listed_by };
  const { region_path: regionPath, organisation_id: organisationId, sector } = row;
  const belongs = { regionPath, organisationId, sector, demonstration: true };
  const made = await draftDocument(
    tx,
    { template: declared, facts, issuer: issuer.name, authorityPath: row.listed_by, belongs, caseId: row.id },
    by,
    at,
  );
  if (isRefusal(made)) throw new Error(`${template} not drafted: ${made.refused}`);
  return made;
}

/** The notice by which a danger came on the list: the case then names its number; most are served, one was revoked. */
async function listing(
  tx: Tx,
  press: Press,
  row: CaseRow & { listed_by: string; rectify_by: string },
  officer: Officer,
  index: number,
  now: number,
): Promise<void> {
  await sealed(tx, press, row.listed_by, officer);
  const entry = await sql<{
    at: Date;
  }>`SELECT max(at) AS at FROM case_entry WHERE case_id = ${row.id} AND action = 'list'`.execute(tx);
  const at = Math.min(now - 3_600_000, entry.rows[0]?.at.getTime() ?? now);
  const by: Doer = { ...officer, side: 'authority', place: row.listed_by };
  const level = await sql<{
    level: string;
  }>`SELECT listed_at AS level FROM case_hidden_danger WHERE case_id = ${row.id}`.execute(tx);
  const asked = {
    listedAt: level.rows[0]?.level,
    rectifyBy: row.rectify_by,
    reason: `${row.title}，属重大事故隐患，可能造成群死群伤`,
    contact: `${officer.name} 0793-8200000`,
  };
  const made = await drafted(tx, 'listing-notice', row, asked, by, at - 2 * 3_600_000);
  await sql`
    UPDATE document SET state = 'approved', approved_at = ${new Date(at - 3_600_000)}, approved_by = '法规科' WHERE id = ${made.id}`.execute(
    tx,
  );
  await addEvent(tx, made, 'approve', { id: null, name: '法规科' }, at - 3_600_000);
  const party = await authorityOf(tx, row.listed_by);
  const number = await nextOfficialNumber(tx, `${party.word}督`, at);
  const issued = await keepIssued(press, tx, made, { number, seal: await sealOf(tx, row.listed_by), by, at });
  await addEvent(tx, issued, 'issue', by, at, { note: number });
  await sql`UPDATE case_hidden_danger SET listing_number = ${number} WHERE case_id = ${row.id}`.execute(tx);
  if (index === 3) {
    await sql`
      UPDATE document SET state = 'revoked', revoked_at = ${new Date(at + DAY)}, revoke_reason = '整改期限写错，另行印发', version = version + 1 WHERE id = ${issued.id}`.execute(
      tx,
    );
    await addEvent(tx, issued, 'revoke', { id: null, name: '法规科' }, at + DAY, { note: '整改期限写错，另行印发' });
  } else if (index !== 1) {
    const served = Math.min(now, at + 20 * 3_600_000);
    await sql`
      UPDATE document SET state = 'served', served_at = ${new Date(served)}, read_at = ${new Date(served - 600_000)}, version = version + 1 WHERE id = ${issued.id}`.execute(
      tx,
    );
    await addEvent(tx, issued, 'sign', { id: null, name: '企业安全员' }, served, { signature: SIGNED, device: '手机' });
  }
}

/** An order that waits for its approval. */
async function waiting(tx: Tx, row: CaseRow & { listed_by: string }, officer: Officer, now: number): Promise<void> {
  const by: Doer = { ...officer, side: 'authority', place: row.listed_by };
  const asked = { rectifyBy: shift(dayOf(now), 15), officers: `${officer.name}（0237）` };
  await drafted(tx, 'rectification-order', row, asked, by, now - 5 * 3_600_000);
}
