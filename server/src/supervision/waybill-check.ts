import { dayOf } from '@anlan/domain/calendar';
import { sql } from 'kysely';
import { boundsOf, depth, type Shape } from '@anlan/domain/geo';
import { checkWaybill, type BillFacts, type Period, type WaybillFinding } from '@anlan/kernel/position';
import type { Tx } from '../access/scoped.ts';

/** What is filled in of a waybill; times epoch ms. */
export interface Bill {
  readonly enterprise: string;
  readonly vehicle: string;
  readonly driver?: string | null | undefined;
  readonly escort?: string | null | undefined;
  readonly goodsClass: string;
  readonly quantity: number;
  readonly route?: string | null | undefined;
  readonly plannedStart: number;
  readonly plannedEnd: number;
}

interface CertificateRow {
  name: string;
  kind: string;
  enterprise: string;
  number: string | null;
  valid_until: string | null;
  classes: string | null;
}

const classesOf = (text: string | null): string[] => (text ?? '').split(/[,，、]/).filter((one) => one !== '');

/** Checks a waybill against licence, driver, escort, vehicle, route and time, as the register has them for the asker. */
export async function checkBill(tx: Tx, bill: Bill, except: string | null): Promise<WaybillFinding[] | undefined> {
  const vehicle = await vehicleOf(tx, bill);
  if (vehicle === undefined) return undefined;
  const facts: BillFacts = {
    goodsClass: bill.goodsClass,
    quantity: bill.quantity,
    start: bill.plannedStart,
    end: bill.plannedEnd,
    today: dayOf(Date.now()),
    licence: await licenceOf(tx, bill),
    driver: await personOf(tx, bill, bill.driver),
    escort: await personOf(tx, bill, bill.escort),
    vehicle,
    overlapping: await overlapping(tx, bill, except),
    route: bill.route == null ? undefined : await routeOf(tx, bill.route),
  };
  return checkWaybill(facts);
}

async function vehicleOf(tx: Tx, bill: Bill): Promise<BillFacts['vehicle'] | undefined> {
  const { rows } = await sql<{
    category: string;
    enterprise: string | null;
    goods_classes: string | null;
    load_tonnes: number | null;
    inspection_until: string | null;
    suspended: boolean | null;
    terminal: boolean;
    emergency_shutoff: boolean | null;
    tank_vehicle: boolean | null;
  }>`
    SELECT category, enterprise, goods_classes, load_tonnes, inspection_until, suspended, emergency_shutoff, tank_vehicle,
           coalesce(terminal_installed, false) AS terminal
    FROM vehicle WHERE id = ${bill.vehicle} AND retired_at IS NULL`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    category: row.category,
    sameEnterprise: row.enterprise === bill.enterprise,
    classes: classesOf(row.goods_classes),
    load: row.load_tonnes,
    inspectionUntil: row.inspection_until,
    suspended: row.suspended === true,
    terminal: row.terminal,
    shutoff: row.emergency_shutoff,
    tank: row.tank_vehicle === true,
  };
}

async function licenceOf(tx: Tx, bill: Bill): Promise<BillFacts['licence']> {
  const { rows } = await sql<CertificateRow>`
    SELECT number, valid_until, classes FROM transport_licence
    WHERE enterprise = ${bill.enterprise} AND retired_at IS NULL ORDER BY valid_until DESC NULLS LAST LIMIT 1`.execute(
    tx,
  );
  const [row] = rows;
  return row === undefined
    ? undefined
    : { number: row.number, validUntil: row.valid_until, classes: classesOf(row.classes) };
}

async function personOf(tx: Tx, bill: Bill, id: string | null | undefined): Promise<BillFacts['driver']> {
  if (id == null) return undefined;
  const { rows } = await sql<CertificateRow>`
    SELECT name, kind, enterprise, number, valid_until, classes FROM transport_person WHERE id = ${id} AND retired_at IS NULL`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    name: row.name,
    kind: row.kind,
    sameEnterprise: row.enterprise === bill.enterprise,
    number: row.number,
    validUntil: row.valid_until,
    classes: classesOf(row.classes),
  };
}

async function overlapping(tx: Tx, bill: Bill, except: string | null): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    SELECT number FROM waybill
    WHERE state IN ('issued', 'loaded', 'in-transit') AND (vehicle = ${bill.vehicle} OR driver = ${bill.driver ?? null}::uuid)
      AND planned_start < ${new Date(bill.plannedEnd)} AND planned_end > ${new Date(bill.plannedStart)}
      AND (${except}::uuid IS NULL OR id <> ${except}::uuid)
    ORDER BY number LIMIT 5`.execute(tx);
  return rows.map(({ number }) => number);
}

/** The route and the forbidden areas it runs through: any of its corners, or the middle between two, inside one. */
async function routeOf(tx: Tx, id: string): Promise<BillFacts['route']> {
  const { rows } = await sql<{ name: string; valid_to: string | null; categories: string | null; shape: Shape }>`
    SELECT name, valid_to, categories, shape FROM fence WHERE id = ${id} AND purpose = 'route' AND shape IS NOT NULL AND retired_at IS NULL`.execute(
    tx,
  );
  const [route] = rows;
  if (route === undefined || route.shape.kind !== 'corridor') return undefined;
  const [west, south, east, north] = boundsOf(route.shape);
  const near = await sql<{ name: string; shape: Shape; periods: Period[] }>`
    SELECT name, shape, periods FROM fence
    WHERE purpose = 'forbidden' AND shape IS NOT NULL AND retired_at IS NULL AND west <= ${east} AND east >= ${west} AND south <= ${north} AND north >= ${south}
      AND (categories IS NULL OR 'dangerous-goods' = ANY (string_to_array(categories, ',')))`.execute(tx);
  const { path } = route.shape;
  const places = path.flatMap((place, index) => {
    const next = path[index + 1];
    return next === undefined ? [place] : [place, [(place[0] + next[0]) / 2, (place[1] + next[1]) / 2] as const];
  });
  return {
    name: route.name,
    validTo: route.valid_to,
    categories: (route.categories ?? '').split(',').filter((one) => one !== ''),
    crosses: near.rows.filter(({ shape }) => places.some((place) => depth(shape, place) >= 0)),
  };
}
