import type { Entity, Field } from '@anlan/kernel/entity';
import { FAMILIES, type System } from '@anlan/kernel/system';
import { SYSTEMS } from '@anlan/systems';

export const ENTITIES: readonly Entity[] = SYSTEMS.flatMap((system) => system.entities);

export function entityByPlural(plural: string | undefined): Entity | undefined {
  return ENTITIES.find((entity) => entity.plural === plural);
}

export function entityByKey(key: string): Entity | undefined {
  return ENTITIES.find((entity) => entity.key === key);
}

export function systemOf(entity: Entity): System | undefined {
  return SYSTEMS.find((system) => system.entities.includes(entity));
}

export function familyOf(key: string): (typeof FAMILIES)[number] | undefined {
  return FAMILIES.find((family) => family.key === key);
}

/** The page of one record; enterprises and devices have hand-made ones at the same address. */
export function recordHref(entity: Entity, id: string): string {
  return `/registry/${entity.plural}/${id}`;
}

/** Whose alarms are told by the record itself: what is watched, what is judged as a whole, and who answers for it. */
const ALARMED: ReadonlySet<string> = new Set([
  'enterprise',
  'device',
  'tank',
  'vehicle',
  'vessel',
  'tailings-pond',
  'building',
  'key-process',
  ...SYSTEMS.flatMap(({ rules }) => rules.flatMap(({ of }) => (of === undefined ? [] : [of]))),
]);

/** Can a record of this register be in alarm? */
export const canAlarm = (entity: Entity): boolean => ALARMED.has(entity.key);

/** Columns of the generated list, in declaration order. */
export function listFields(entity: Entity): readonly (readonly [key: string, field: Field])[] {
  return Object.entries(entity.fields).filter(([, field]) => field.list === true);
}

/** Fields a list may be narrowed by in the address, as the server takes them; `filterFields` are those offered unasked. */
export function narrowable(entity: Entity): readonly (readonly [key: string, field: Field])[] {
  const kinds = new Set(['choice', 'level', 'yes-no', 'reference']);
  return Object.entries(entity.fields).filter(
    ([, field]) =>
      field.personal !== true && (kinds.has(field.kind) || (field.kind === 'text' && field.filter === true)),
  );
}
