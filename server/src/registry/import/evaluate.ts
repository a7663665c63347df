import { sql } from 'kysely';
import { codeLists } from '../../code-list/book.ts';
import { dayOf } from '@anlan/domain/calendar';
import {
  CHINA,
  columnName,
  doubtsOf,
  type Entity,
  type Field,
  inputSchema,
  mask,
  type Option,
  outsideChina,
  tableName,
} from '@anlan/kernel/entity';
import {
  cleanNumber,
  cleanValue,
  readValue,
  isBlank,
  isNoRecord,
  membersOf,
  textOf,
  halfWidth,
  type Cleaned,
  type Grid,
  type ImportRow,
  type Layout,
  type Member,
} from '@anlan/kernel/registry';
import type { CodeLists } from '@anlan/kernel/code-list';
import type { Words } from '@anlan/kernel/refusal';
import type { Tx } from '../../access/scoped.ts';
import { placeDoubt } from '../checks.ts';
import { existingBy, referredBy, regionFinder, regionsWithin, type Existing, type Referred } from './lookup.ts';
import { EXAMPLE_MARK } from './template.ts';

/** A line of the ledger with what it would write. */
export interface Evaluated extends ImportRow {
  readonly version: number | null;
  readonly input: Readonly<Record<string, unknown>>;
}

type Problem = ImportRow['errors'][number];

/** One line while it is being read: cleaned members, and what is wrong with it. */
interface Line {
  readonly line: number;
  readonly given: ReadonlyMap<string, { readonly column: number; readonly text: string }>;
  readonly values: Record<string, unknown>;
  readonly errors: Problem[];
  /** What cells say that is beyond its bounds: no error where the register holds just that. */
  readonly beyond: Map<string, unknown>;
  /** The entity with the options of the line's place. */
  readonly local: Entity;
}

export interface Evaluation {
  readonly rows: Evaluated[];
  readonly skipped: number;
  readonly missing: { readonly id: string; readonly name: string }[];
}

export interface EvaluationInput {
  readonly entity: Entity;
  readonly layout: Layout;
  readonly grid: Grid;
  /** Region the writer's records must lie in. */
  readonly reach: string | undefined;
  /** What every record is given where the sheet says nothing: an organisation's own id. */
  readonly own: Readonly<Record<string, unknown>>;
  /** Called now and then with the lines read so far; true ends the reading. */
  readonly progress: (done: number) => Promise<boolean>;
}

const PAUSE = 500;

/** Reads every line of a sheet, checks it as a form would, and compares it with what is registered. Writes nothing. */
export async function evaluate(tx: Tx, input: EvaluationInput): Promise<Evaluation | 'cancelled'> {
  const { entity, layout, grid } = input;
  const findRegion = regionFinder(await regionsWithin(tx, input.reach));
  const reading = { ...input, findRegion, local: localEntities(entity, await codeLists(tx), input.reach) };
  const lines: Line[] = [];
  let skipped = 0;
  for (let row = layout.headerRow + layout.headerRows; row < grid.rows.length; row += 1) {
    if (row % PAUSE === 0 && (await input.progress(row))) return 'cancelled';
    const cells = grid.rows[row] ?? [];
    if (isNoRecord(layout, cells) || cells.some((cell) => typeof cell === 'string' && cell.includes(EXAMPLE_MARK))) {
      skipped += 1;
      continue;
    }
    lines.push(readLine(reading, row));
  }
  await resolveReferences(tx, entity, lines);
  const rows = await compare(tx, input, lines);
  return { rows, skipped, missing: await missingFrom(tx, entity, rows) };
}

/** What reading a line takes beside the sheet. */
interface Reading extends EvaluationInput {
  readonly findRegion: (text: string) => Cleaned<string>;
  readonly local: (place: string | undefined) => Local;
}

interface Local {
  readonly entity: Entity;
  readonly members: ReadonlyMap<string, Member>;
}

/**
 * The entity with the options of a place today, made once for each. Ended ones are read too: a record that carries one
 * keeps it, and whether it is newly given only the comparison tells.
 */
function localEntities(entity: Entity, lists: CodeLists, reach: string | undefined): Reading['local'] {
  const made = new Map<string, Local>();
  const at = Date.now();
  return (place = reach ?? '') => {
    const known = made.get(place);
    if (known !== undefined) return known;
    const local = lists.entity(entity, place === '' ? null : place, at);
    const members = membersOf(local).map((member): [string, Member] => [member.key, readable(member)]);
    const one = { entity: local, members: new Map(members) };
    made.set(place, one);
    return one;
  };
}

function readable(member: Member): Member {
  const { field } = member;
  if (field?.kind !== 'choice' || field.optionsFrom === undefined) return member;
  return { ...member, field: { ...field, options: field.options.map(({ ended: _, ...option }) => option) } };
}

function readLine({ layout, grid, own, findRegion, local }: Reading, row: number): Line {
  const cells = grid.rows[row] ?? [];
  const said = layout.columns.find(({ member }) => member === 'regionPath');
  const place =
    said === undefined || isBlank(cells[said.column]) ? undefined : findRegion(textOf(cells[said.column]).trim());
  const { entity, members } = local(place !== undefined && 'value' in place ? place.value : undefined);
  const given = new Map<string, { column: number; text: string }>();
  const values: Record<string, unknown> = { ...own };
  const errors: Problem[] = [];
  const beyond = new Map<string, unknown>();
  const take = (
    key: string,
    label: string,
    column: number | null,
    text: string,
    cleaned: Cleaned<unknown>,
    read: Cleaned<unknown> = cleaned,
  ): void => {
    if ('problem' in cleaned) {
      errors.push({ member: key, label, column, problem: cleaned.problem, given: text });
      if ('value' in read) beyond.set(key, read.value);
    } else if (cleaned.value !== null) values[key] = cleaned.value;
  };
  for (const { column, member: key } of layout.columns) {
    const member = key === null ? undefined : members.get(key);
    if (key === null || member === undefined) continue;
    const cell = cells[column];
    const text = textOf(cell).trim();
    given.set(key, { column, text });
    if (key === 'name') take(key, member.label, column, text, isBlank(cell) ? { problem: '必须填写' } : nameOf(text));
    else if (key === 'regionPath') {
      if (!isBlank(cell)) take(key, member.label, column, text, findRegion(text));
    } else if (key === 'lon' || key === 'lat') {
      if (!isBlank(cell)) take(key, member.label, column, text, degreesOf(cell, key), numberIn(cell));
    } else if (member.field !== undefined)
      take(key, member.label, column, text, cleanValue(key, member.field, cell), readValue(key, member.field, cell));
  }
  // A ledger of one town often names no region: the address does, and failing that the sheet's title.
  if (values['regionPath'] === undefined && !errors.some(({ member }) => member === 'regionPath')) {
    const address = typeof values['address'] === 'string' ? findRegion(values['address']) : undefined;
    if (address !== undefined && 'value' in address) values['regionPath'] = address.value;
  }
  return { line: row + 1, given, values, errors, beyond, local: entity };
}

function nameOf(text: string): Cleaned<string> {
  const name = halfWidth(text);
  if (name.length > 120) return { problem: '最长 120 字' };
  // Chinese names carry Chinese brackets.
  return { value: /[\u4e00-\u9fff]/.test(name) ? name.replaceAll('(', '（').replaceAll(')', '）') : name };
}

const numberIn = (cell: unknown): Cleaned<number> =>
  cleanNumber(typeof cell === 'string' ? cell.replace(/[°度]$/, '') : cell);

function degreesOf(cell: unknown, key: 'lon' | 'lat'): Cleaned<number> {
  const number = numberIn(cell);
  const { min, max } = CHINA[key];
  return 'value' in number && (number.value < min || number.value > max) ? { problem: outsideChina(key) } : number;
}

/** Names and numbers in reference columns become ids of records in scope. */
async function resolveReferences(tx: Tx, entity: Entity, lines: readonly Line[]): Promise<void> {
  // The owner first: a person is then looked for within that enterprise.
  const fields = Object.entries(entity.fields).toSorted(
    ([a], [b]) => Number(b === entity.ownerField) - Number(a === entity.ownerField),
  );
  for (const [key, field] of fields) {
    if (field.kind !== 'reference') continue;
    const wanted = lines.flatMap(({ values, given }) =>
      given.has(key) && typeof values[key] === 'string' ? [values[key]] : [],
    );
    if (wanted.length === 0) continue;
    const found = await referredBy(tx, field.entity, [...new Set(wanted)]);
    for (const { values, errors, given } of lines) {
      const text = values[key];
      const place = given.get(key);
      if (place === undefined || typeof text !== 'string') continue;
      const owner =
        entity.ownerField === undefined || key === entity.ownerField ? undefined : values[entity.ownerField];
      const result = oneOf(found.get(text) ?? [], typeof owner === 'string' ? owner : undefined, text, field.label);
      if ('value' in result) {
        values[key] = result.value.id;
        // What an enterprise owns lies where the enterprise lies, unless the ledger says otherwise.
        if (key === entity.ownerField) values['regionPath'] ??= result.value.region;
      } else {
        delete values[key];
        errors.push({ member: key, label: field.label, column: place.column, problem: result.problem, given: text });
      }
    }
  }
}

function oneOf(
  candidates: readonly Referred[],
  owner: string | undefined,
  text: string,
  label: string,
): Cleaned<Referred> {
  const own =
    candidates.length > 1 && owner !== undefined ? candidates.filter((one) => one.owner === owner) : candidates;
  if (own.length === 1) return { value: own[0]! };
  return {
    problem: own.length === 0 ? `范围内没有登记“${text}”` : `“${text}”有 ${own.length} 条同名，请填${label}的编号`,
  };
}

const keyText = (...parts: readonly unknown[]): string => parts.map((part) => String(part ?? '')).join('\u001f');

/** Text without what differs between two ways to type it: width, brackets, blanks. */
const plain = (value: unknown): unknown => (typeof value === 'string' ? halfWidth(value) : value);

/** How a line and a record are known to be the same: by unique number, else by name with owner or region. */
function keysOf(
  entity: Entity,
  values: Readonly<Record<string, unknown>>,
): { number: string | undefined; name: string } {
  const [unique] = entity.unique ?? [];
  const number = unique === undefined ? undefined : values[unique];
  const place = entity.ownerField === undefined ? values['regionPath'] : values[entity.ownerField];
  return { number: typeof number === 'string' ? number : undefined, name: keyText(plain(values['name']), place) };
}

async function compare(tx: Tx, { entity, progress }: EvaluationInput, lines: readonly Line[]): Promise<Evaluated[]> {
  const keys = lines.map(({ values }) => keysOf(entity, values));
  const numbers = keys.flatMap(({ number }) => number ?? []);
  const existing = await existingBy(
    tx,
    entity,
    numbers,
    lines.flatMap(({ values }) =>
      typeof values['name'] === 'string' ? [values['name'], halfWidth(values['name'])] : [],
    ),
  );
  const byNumber = new Map(
    existing.flatMap((record) => {
      const { number } = keysOf(entity, record);
      return number === undefined ? [] : [[number, record] as const];
    }),
  );
  const byName = new Map(existing.map((record) => [keysOf(entity, record).name, record]));
  const sameName = new Map(existing.map((record) => [record.name, record]));
  const elsewhere = await takenElsewhere(
    tx,
    entity,
    numbers.filter((number) => !byNumber.has(number)),
  );
  const seen = new Map<string, number>();
  const rows: Evaluated[] = [];
  for (const [index, line] of lines.entries()) {
    if (index % PAUSE === 0) await progress(index);
    const { number, name } = keys[index]!;
    const known =
      (number === undefined ? undefined : byNumber.get(number)) ??
      (number === undefined ? byName.get(name) : undefined);
    const key = number ?? name;
    const twin = seen.get(key);
    const label = entity.fields[entity.unique?.[0] ?? '']?.label ?? entity.nameLabel;
    const at = line.given.get(number === undefined ? 'name' : (entity.unique?.[0] ?? 'name'))?.column ?? null;
    if (twin !== undefined)
      line.errors.push({
        member: entity.unique?.[0] ?? 'name',
        label,
        column: at,
        problem: `与第 ${twin} 行重复`,
        given: number ?? String(line.values['name']),
      });
    else if (line.errors.length === 0) seen.set(key, line.line);
    if (number !== undefined && elsewhere.has(number))
      line.errors.push({ member: entity.unique![0]!, label, column: at, problem: '已在范围外登记', given: number });
    hintAtCode(line, sameName);
    rows.push(rowOf(entity, line, index, known));
  }
  return rows;
}

/** A code that does not hold, of a name that is registered: say which code that one has. */
function hintAtCode(line: Line, sameName: ReadonlyMap<string, Existing>): void {
  const at = line.errors.findIndex(({ member }) => member === 'creditCode');
  const known = sameName.get(String(line.values['name'] ?? ''))?.['creditCode'];
  const wrong = line.errors[at];
  if (wrong !== undefined && typeof known === 'string')
    line.errors[at] = { ...wrong, problem: `${wrong.problem}；同名企业登记的是 ${known}` };
}

/** Unique numbers that live records outside the scope hold: asked as the search for a free number, which a form would be refused too. */
async function takenElsewhere(tx: Tx, entity: Entity, numbers: readonly string[]): Promise<Set<string>> {
  const [unique] = entity.unique ?? [];
  if (unique === undefined || numbers.length === 0) return new Set();
  const { rows: role } = await sql<{ role: string }>`SELECT current_setting('role') AS role`.execute(tx);
  await sql`SET LOCAL ROLE NONE`.execute(tx);
  const { rows } = await sql<{ number: string }>`
    SELECT ${sql.ref(columnName(unique))} AS number FROM ${sql.table(tableName(entity))}
    WHERE retired_at IS NULL AND ${sql.ref(columnName(unique))} = ANY (${[...numbers]}::text[])`.execute(tx);
  await sql`SET LOCAL ROLE ${sql.raw(role[0]!.role === 'none' ? 'NONE' : `"${role[0]!.role}"`)}`.execute(tx);
  return new Set(rows.map(({ number }) => number));
}

const LABELS: Readonly<Record<string, string>> = { regionPath: '所在辖区', lon: '经度', lat: '纬度' };

function rowOf(entity: Entity, line: Line, n: number, known: Existing | undefined): Evaluated {
  const labelOf = (key: string) =>
    entity.fields[key]?.label ?? (key === 'name' ? entity.nameLabel : (LABELS[key] ?? key));
  const columnOf = (key: string) => line.given.get(key)?.column ?? null;
  const shown = (key: string, value: unknown) =>
    entity.fields[key]?.personal === true && typeof value === 'string' ? mask(value) : value;
  const base = {
    n,
    line: line.line,
    name: String(line.values['name'] ?? line.given.get('name')?.text ?? ''),
    record: known?.id ?? null,
    version: known?.version ?? null,
  };
  const asStored = ({ member }: Problem) =>
    line.beyond.has(member) && known !== undefined && plain(known[member]) === plain(line.beyond.get(member));
  const errors = line.errors.filter((wrong) => !asStored(wrong));
  const record = { ...known, ...line.values };
  const cell = (key: string, { zh, en }: Words): Problem => ({
    member: key,
    label: labelOf(key),
    column: columnOf(key),
    problem: zh,
    problemEn: en,
    given: line.given.get(key)?.text ?? '',
  });
  const doubts = (keys: readonly string[]): Problem[] => {
    const told = new Set(errors.map(({ member }) => member));
    return doubtsOf(entity, record, keys, dayOf(Date.now())).flatMap(({ key, problem }) =>
      told.has(key) ? [] : [cell(key, problem)],
    );
  };
  const notices = (keys: readonly string[]): Problem[] => {
    const far = keys.some((key) => PLACE.has(key)) ? placeDoubt(record) : undefined;
    return far === undefined ? [] : [cell(far.key, far.problem)];
  };
  const over = (keys: readonly string[]): Problem[] =>
    keys.flatMap((key) => {
      const option = endedOf(line.local.fields[key], line.values[key]);
      if (option === undefined) return [];
      const problem = `“${option.label}”已停用，不再选用`;
      return [
        { member: key, label: labelOf(key), column: columnOf(key), problem, given: line.given.get(key)?.text ?? '' },
      ];
    });
  if (known === undefined) {
    const checked = inputSchema(entity).safeParse(line.values);
    errors.push(...over(Object.keys(line.values)));
    const told = new Set(errors.map(({ member }) => member));
    for (const { path, message } of checked.error?.issues ?? []) {
      const key = String(path[0] ?? 'name');
      if (told.has(key)) continue;
      told.add(key);
      const missing = line.values[key] === undefined;
      errors.push({
        member: key,
        label: labelOf(key),
        column: columnOf(key),
        problem: missing ? '必须填写' : message,
        given: line.given.get(key)?.text ?? '',
      });
    }
    const keys = Object.keys(line.values);
    errors.push(...doubts(keys));
    const state = errors.length > 0 ? 'invalid' : 'new';
    return { ...base, state, errors, notices: notices(keys), changes: [], input: line.values };
  }
  const different = Object.entries(line.values).filter(([key, to]) => {
    const from = known[key] ?? null;
    if (plain(from) === plain(to)) return false;
    return !(entity.fields[key]?.personal === true && typeof from === 'string' && mask(from) === to);
  });
  const keys = different.map(([key]) => key);
  errors.push(...over(keys));
  errors.push(...doubts(keys));
  const changes = different.map(([key, to]) => ({
    field: key,
    label: labelOf(key),
    from: shown(key, known[key] ?? null),
    to: shown(key, to),
  }));
  const state = errors.length > 0 ? 'invalid' : changes.length > 0 ? 'changed' : 'unchanged';
  return { ...base, state, errors, notices: notices(keys), changes, input: Object.fromEntries(different) };
}

/** Members that say where a record is. */
const PLACE: ReadonlySet<string> = new Set(['regionPath', 'lon', 'lat']);

/** The option that a field is given though it has ended; undefined = it is offered. */
function endedOf(field: Field | undefined, value: unknown): Option | undefined {
  if (field?.kind !== 'choice' || field.optionsFrom === undefined) return undefined;
  return field.options.find((option) => option.value === value && option.ended === true);
}

const MISSING_SHOWN = 100;

/** Live records of the regions the file speaks of (and of its sectors, where it speaks of sectors) that it does not name. */
async function missingFrom(
  tx: Tx,
  entity: Entity,
  rows: readonly Evaluated[],
): Promise<{ id: string; name: string }[]> {
  const matched = rows.flatMap(({ record }) => record ?? []);
  if (matched.length === 0) return [];
  const sector =
    entity.sectorField === undefined
      ? sql`true`
      : sql`t.sector IN (SELECT DISTINCT m.sector FROM ${sql.table(tableName(entity))} m WHERE m.id = ANY (${matched}::uuid[]))`;
  const { rows: missing } = await sql<{ id: string; name: string }>`
    SELECT t.id, t.name FROM ${sql.table(tableName(entity))} t
    WHERE t.retired_at IS NULL AND NOT (t.id = ANY (${matched}::uuid[])) AND ${sector}
      AND t.region_path IN (SELECT DISTINCT m.region_path FROM ${sql.table(tableName(entity))} m WHERE m.id = ANY (${matched}::uuid[]))
    ORDER BY t.name LIMIT 10000`.execute(tx);
  return missing;
}

export { MISSING_SHOWN };
