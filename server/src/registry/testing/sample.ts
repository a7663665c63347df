import { creditCodeCheck, idNumberCheck } from '@anlan/domain/identity-codes';
import { PHONE, type Entity, type Field } from '@anlan/kernel/entity';

const pad = (number: number, length: number): string => number.toString().padStart(length, '0');

/** A valid unified social credit code for every number. */
export function creditCode(number: number): string {
  const body = `91361100${pad(number, 9)}`;
  return `${body}${creditCodeCheck(body)}`;
}

/** Values of fields that have a form of their own. */
const FORMS: Readonly<Record<string, (number: number) => string>> = {
  creditCode,
  mmsi: (number) => `413${pad(number, 6)}`,
  identity: (number) => `mqtt:gw-${number}`,
  cas: () => '67-56-1',
  goodsClasses: () => '3、8',
  classes: () => '3、8',
  categories: () => 'tanker',
  point: (number) => `00000000-0000-4000-8000-${pad(number, 12)}`,
  curve: () => '0:12.5; 2:11.8',
  profile: () => '0:412.6; 20:412.3',
  idNumber: (number) => {
    const body = `36110219800101${pad(number % 1000, 3)}`;
    return `${body}${idNumberCheck(body)}`;
  },
};

/** Values that hang together in one entity. */
const TOGETHER: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  camera: { protocol: 'rtsp', address: 'rtsp://10.1.2.3:554/stream1', code: null, channel: null },
};

const KINDS: { readonly [K in Field['kind']]: (field: Extract<Field, { kind: K }>, number: number) => unknown } = {
  text: (field, number) => (field.pattern === PHONE.pattern ? '0793-8200000' : `值${number}`),
  number: (field) => field.min ?? 1,
  choice: (field) => field.options[0]!.value,
  level: () => 'orange',
  'yes-no': () => true,
  date: ({ ahead = 0 }) => (ahead > 1 ? `${new Date().getFullYear() + 1}-06-30` : '2024-06-30'),
  reference: () => null,
};

/** A complete input for the entity, different for each number; references are empty but for the owner and `others`. */
export function sampleOf(
  entity: Entity,
  number: number,
  regionPath: string,
  owner: string | null,
  others: (entity: string) => string | undefined = () => undefined,
): Record<string, unknown> & { name: string; regionPath: string } {
  const fields = Object.entries(entity.fields).map(([key, field]) => {
    const make = KINDS[field.kind] as (field: Field, number: number) => unknown;
    if (key === entity.ownerField) return [key, owner] as const;
    if (field.kind === 'reference' && field.required === true) return [key, others(field.entity) ?? null] as const;
    return [key, FORMS[key]?.(number) ?? make(field, number)] as const;
  });
  return {
    ...Object.fromEntries(fields),
    ...TOGETHER[entity.key],
    name: `${entity.label}${number}号`,
    regionPath,
    lon: 117.9,
    lat: 28.4,
  };
}
