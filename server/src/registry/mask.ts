import type { Scope } from '@anlan/kernel/access';
import { mask, type Entity } from '@anlan/kernel/entity';
import { ENTITIES } from './table.ts';

/** Keys of the entity's fields that hold personal data. */
function personalFields(entity: Entity): string[] {
  return Object.entries(entity.fields).flatMap(([key, field]) => (field.personal === true ? [key] : []));
}

/** Keys of the entity's references to people, whose labels are names. */
function personReferences(entity: Entity): string[] {
  return Object.entries(entity.fields).flatMap(([key, field]) =>
    field.kind === 'reference' && ENTITIES.get(field.entity)?.personalName === true ? [key] : [],
  );
}

/** Do records of the entity show names of people, as their own or by reference? */
export function showsNames(entity: Entity): boolean {
  return entity.personalName === true || personReferences(entity).length > 0;
}

/** Are the names of people in a register those of the asker's own enterprise? They are needed to work with them. */
export function knowsNames({ kind }: Scope): boolean {
  return kind === 'organisation';
}

type Maskable = Readonly<Record<string, unknown>> & { readonly labels?: Readonly<Record<string, string>> };

/** A copy of the record with personal data masked; with `names` the names of people stay. */
export function masked<R extends Maskable>(entity: Entity, record: R, names = false): R {
  const keys = [...personalFields(entity), ...(entity.personalName === true && !names ? ['name'] : [])];
  const hidden = keys.flatMap((key) => {
    const value = record[key];
    return typeof value === 'string' ? [[key, mask(value)] as const] : [];
  });
  const copy = { ...record, ...Object.fromEntries(hidden) };
  const people = names || record.labels === undefined ? [] : personReferences(entity);
  if (people.length === 0) return copy;
  const labels = Object.entries(record.labels ?? {});
  return {
    ...copy,
    labels: Object.fromEntries(labels.map(([key, label]) => [key, people.includes(key) ? mask(label) : label])),
  };
}

/** The name of a record as it is shown beside other things: a person's is masked. */
export function shownName(entity: Entity, name: string, names = false): string {
  return entity.personalName === true && !names ? mask(name) : name;
}
