import { sql } from 'kysely';
import { z } from 'zod';
import type { Database, Tx } from '../access/scoped.ts';
import type { Register } from '../ingest/register.ts';
import { checkBill } from '../supervision/waybill-check.ts';

/** What JT/T 808 terminals say of themselves and of their cargo, beside positions. */
export interface Terminals {
  agrees(identity: string, said: { readonly terminalId: string; readonly plate: string }): string | undefined;
  waybill(identity: string, content: string, receivedAt: number): Promise<void>;
}

/** The content of 0x0701 is not laid down by the standard; this is what the platform reads, as JSON. */
const uploadSchema = z.object({
  number: z.string().trim().min(1).max(60),
  consignor: z.string().trim().min(1).max(120),
  consignee: z.string().trim().min(1).max(120),
  cargo: z.string().trim().min(1).max(120),
  un: z
    .string()
    .regex(/^\d{4}$/)
    .nullish(),
  goodsClass: z.string().regex(/^\d(\.\d)?$/),
  quantity: z.number().positive().max(1000),
  origin: z.string().trim().min(1).max(120),
  destination: z.string().trim().min(1).max(120),
  start: z.iso.datetime({ offset: true }),
  end: z.iso.datetime({ offset: true }),
});
type Upload = z.infer<typeof uploadSchema>;

const bare = (plate: string): string => plate.replace(/[\s·・]/g, '').toUpperCase();
/** Terminal ids are padded with zeros or spaces to the field's width (7, 20 or 30 bytes). */
const short = (id: string): string =>
  id
    .replace(/[\s\0]/g, '')
    .replace(/^0+/, '')
    .toUpperCase();

export function openTerminals(db: Database, register: Register): Terminals {
  return {
    agrees(identity, { terminalId, plate }) {
      const vehicle = register.find(identity)?.moving;
      if (vehicle == null || vehicle.kind !== 'vehicle') return undefined;
      if (bare(plate) !== '' && bare(plate) !== bare(vehicle.name))
        return `号牌 ${plate} 与登记的 ${vehicle.name} 不符`;
      const known = vehicle.terminalId;
      if (known != null && known !== '' && short(terminalId) !== '' && short(terminalId) !== short(known))
        return `终端号 ${terminalId} 与登记的 ${known} 不符`;
      return undefined;
    },
    async waybill(identity, content, receivedAt) {
      const vehicle = register.find(identity)?.moving;
      if (vehicle == null || vehicle.kind !== 'vehicle') throw new Error(`no vehicle behind ${identity}`);
      await db.transaction().execute((tx) => keep(tx, vehicle, content, receivedAt));
    },
  };
}

type Vehicle = NonNullable<NonNullable<ReturnType<Register['find']>>['moving']>;

/** Keeps the upload word for word, and the waybill it is or becomes; what is wrong with it stays beside it. */
async function keep(tx: Tx, vehicle: Vehicle, content: string, receivedAt: number): Promise<void> {
  const read = readUpload(content);
  const landed = typeof read === 'string' ? { problem: read } : await land(tx, vehicle, read);
  await sql`
    INSERT INTO waybill_upload (vehicle, received_at, content, waybill, problem, region_path, organisation_id, sector)
    VALUES (${vehicle.id}, ${new Date(receivedAt)}, ${content}, ${landed.waybill ?? null}, ${landed.problem ?? null}, ${vehicle.regionPath},
      ${vehicle.organisationId}, ${vehicle.sector})
    ON CONFLICT (vehicle, received_at) DO NOTHING`.execute(tx);
  await sql`SELECT pg_notify('registry', 'waybill')`.execute(tx);
}

/** The upload, or what is wrong with it. */
export function readUpload(content: string): Upload | string {
  let given: unknown;
  try {
    given = JSON.parse(content);
  } catch {
    return '内容不是 JSON，原文已留存';
  }
  const read = uploadSchema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return `${issue?.path.join('.') ?? ''}：${issue?.message ?? '不符合约定'}`;
}

async function land(tx: Tx, vehicle: Vehicle, upload: Upload): Promise<{ waybill?: string; problem?: string }> {
  const { rows } = await sql<{
    id: string;
    vehicle: string;
  }>`SELECT id, vehicle FROM waybill WHERE number = ${upload.number}`.execute(tx);
  const [known] = rows;
  if (known !== undefined) {
    if (known.vehicle !== vehicle.id) return { problem: '运单号属于另一辆车' };
    await sql`
      UPDATE waybill SET state = 'in-transit', started_at = coalesce(started_at, now()), version = version + 1, updated_at = now(), updated_by = '车载终端'
      WHERE id = ${known.id} AND state IN ('issued', 'loaded')`.execute(tx);
    return { waybill: known.id };
  }
  const { organisationId } = vehicle;
  if (organisationId === null) return { problem: '车辆没有登记所属企业' };
  const bill = {
    enterprise: organisationId,
    vehicle: vehicle.id,
    goodsClass: upload.goodsClass,
    quantity: upload.quantity,
    plannedStart: Date.parse(upload.start),
    plannedEnd: Date.parse(upload.end),
  };
  const findings = (await checkBill(tx, bill, null)) ?? [];
  // A terminal does not name driver and escort; the papers of firm, vehicle and goods must still be in order.
  const wrong = findings.filter(({ blocking, check }) => blocking && check !== 'driver' && check !== 'escort');
  if (wrong.length > 0) return { problem: wrong.map(({ label, text }) => `${label}：${text}`).join('；') };
  const made = await sql<{ id: string }>`
    INSERT INTO waybill (number, enterprise, consignor, consignee, vehicle, cargo, un, goods_class, quantity, origin, destination, planned_start,
      planned_end, state, source, findings, started_at, updated_by, demonstration, region_path, organisation_id, sector)
    VALUES (${upload.number}, ${organisationId}, ${upload.consignor}, ${upload.consignee}, ${vehicle.id}, ${upload.cargo}, ${upload.un ?? null},
      ${upload.goodsClass}, ${upload.quantity}, ${upload.origin}, ${upload.destination}, ${new Date(bill.plannedStart)}, ${new Date(bill.plannedEnd)},
      'in-transit', 'terminal', ${JSON.stringify(findings)}::jsonb, now(), '车载终端', ${vehicle.demonstration}, ${vehicle.regionPath}, ${organisationId},
      ${vehicle.sector}) RETURNING id`.execute(tx);
  return { waybill: made.rows[0]!.id };
}
