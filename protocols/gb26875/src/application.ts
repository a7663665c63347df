import { type Field, fieldBytes, readField } from './fields.ts';
import { type Refusal, refuse } from './refusal.ts';
import { type ObjectOf, objectType, type TypeFlag } from './types.ts';

/** A value of an object. */
export type ObjectValues = Readonly<Record<string, unknown>>;

/** An application data unit. Objects of known types are decoded; `surplus` holds the bytes no object accounts for. */
export interface Application {
  readonly typeFlag: number;
  /** Objects as stated; undefined in the one-byte units of some vendors. It may differ from what is there. */
  readonly count: number | undefined;
  readonly objects: readonly ObjectValues[];
  readonly surplus: Uint8Array;
}

/** The largest application data unit in bytes. */
export const LONGEST_APPLICATION = 1024;

/** Decodes an application data unit; undefined when there is none. Never fails: what is not understood is surplus. */
export function decodeApplication(bytes: Uint8Array): Application | undefined {
  if (bytes.length === 0) return undefined;
  const typeFlag = bytes[0]!;
  const none = { typeFlag, count: undefined, objects: [], surplus: bytes.slice(1) };
  if (bytes.length === 1) return none;
  const count = bytes[1]!;
  const type = objectType(typeFlag);
  if (!type) return { typeFlag, count, objects: [], surplus: bytes.slice(2) };
  const fields = fieldsSent(type.fields, count, bytes.length - 2);
  const objects: ObjectValues[] = [];
  let at = 2;
  while (objects.length < count) {
    const read = readObject(fields, bytes, at);
    if (!read) break;
    objects.push(read.object);
    at = read.end;
  }
  return { typeFlag, count, objects, surplus: bytes.slice(at) };
}

/** Some vendors leave the description out: the size of the objects tells. */
function fieldsSent(fields: readonly Field[], count: number, size: number): readonly Field[] {
  const short = fields.filter((field) => field.kind !== 'text');
  const shortSize = short.reduce((sum, field) => sum + field.size, 0);
  return short.length < fields.length && count > 0 && size === count * shortSize ? short : fields;
}

function readObject(
  fields: readonly Field[],
  bytes: Uint8Array,
  from: number,
): { object: ObjectValues; end: number } | undefined {
  const object: Record<string, unknown> = {};
  let at = from;
  for (const field of fields) {
    const read = readField(field, bytes, at);
    if (!read) return undefined;
    object[field.name] = read.value;
    at += read.size;
  }
  return { object, end: at };
}

/** Encodes an application data unit; refuses values beyond their fields, reserved types with objects, and over 1024 bytes. */
export function encodeApplication(application: Application): Uint8Array | Refusal {
  const { typeFlag, count, objects, surplus } = application;
  const type = objectType(typeFlag);
  if (!type && objects.length > 0) return refuse('bad-value', 0, `type ${typeFlag} has no objects`);
  const bytes = count === undefined ? [typeFlag] : [typeFlag, count];
  for (const object of objects) {
    for (const field of type!.fields) {
      if (field.kind === 'text' && object[field.name] === undefined) continue;
      const part = fieldBytes(field, object[field.name]);
      if (!part) return refuse('bad-value', bytes.length, `${field.name} does not fit its field`);
      bytes.push(...part);
    }
  }
  bytes.push(...surplus);
  if (bytes.length > LONGEST_APPLICATION) return refuse('too-long', LONGEST_APPLICATION, `${bytes.length} bytes`);
  return Uint8Array.from(bytes);
}

/** Application data of a known type with its objects. */
export function applicationOf<T extends TypeFlag>(typeFlag: T, objects: readonly ObjectOf<T>[]): Application {
  return { typeFlag, count: objects.length, objects: objects, surplus: new Uint8Array(0) };
}

/** The objects of application data if it is of the type asked for, else none. */
export function objectsOf<T extends TypeFlag>(
  application: Application | undefined,
  typeFlag: T,
): readonly ObjectOf<T>[] {
  return application?.typeFlag === typeFlag ? (application.objects as unknown as readonly ObjectOf<T>[]) : [];
}
