import { describe, expect, it } from 'vitest';
import { PERSONAL } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import { openapiDocument } from './openapi.ts';

interface Shape {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly additionalProperties?: Shape | boolean;
  readonly type?: string | readonly string[];
  readonly [key: string]: unknown;
}
interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Shape }>> }>
  >;
}

const entities = SYSTEMS.flatMap((system) => system.entities);
/** Members that are declared personal in a register or a case, and the names hand-made answers give to people. */
const declared = [
  ...entities.map(({ fields }) => fields),
  ...SYSTEMS.flatMap((system) => (system.cases ?? []).map(({ fields }) => fields)),
];
const NAMES = new Set(
  declared.flatMap((fields) =>
    Object.entries(fields).flatMap(([key, field]) => (field.personal === true ? [key] : [])),
  ),
);
for (const key of ['driverName', 'escortName']) NAMES.add(key);

/** The generated routes mask by the declaration itself. */
const GENERATED = entities.map(({ plural }) => `/api/${plural}`);

/** Members of the same name that are nobody's personal data, or that a door of their own guards; each with its reason. */
const OTHERWISE: readonly (readonly [RegExp, string])[] = [
  [
    /\.supervisor$/,
    'the level that supervises a case, no person; the person of that name is a field of the case itself',
  ],
  [/^(get|post) \/api\/waybills\S* \.(rows\[\]\.)?driver$/, 'id of the record; the name is driverName'],
  [
    /^get \/api\/(account|people\/\{id\}) .*\.holder$/,
    'who holds a grant, told to the holder, the giver and their administrator',
  ],
  [/^get \/api\/internal-rules\/.*\.holder$/, 'masked where it is read, with its own test'],
  [/^(get|post) \/api\/campaigns\S* \.teams\[\]\.leader$/, 'officials named in an order to those who carry it out'],
  [/^get \/api\/campaigns\/key-counties .*\.responsible$/, 'the leader in office who answers for a county'],
  [
    /^post \/api\/public-reports\/\{id\}\/identity \.phone$/,
    'the answer’s very purpose, sealed and audited (decision 0017)',
  ],
  [/^get \/api\/waterways\/alarms .*\.bases\[\]\.phone$/, 'whom to ring in the alarm that is being told'],
  [/^get \/api\/audit\/chain \.head$/, 'the last link of a chain'],
];

describe('personal data in the answers of every route', async () => {
  const document = (await openapiDocument()) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Shape> };
  };

  /** Addresses of members of those names that are text and not marked, e.g. `rows[].driverName`. */
  function bare(shape: Shape | undefined, where: string, seen: ReadonlySet<string> = new Set()): string[] {
    if (shape === undefined || shape[PERSONAL] === true) return [];
    const name = shape.$ref?.split('/').at(-1);
    if (name !== undefined)
      return seen.has(name) ? [] : bare(document.components.schemas[name], where, new Set([...seen, name]));
    const parts = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])];
    const isText = [shape.type].flat().includes('string') || parts.some((part) => part.type === 'string');
    const own = NAMES.has(where.split('.').at(-1)!) && isText ? [where] : [];
    const below = Object.entries(shape.properties ?? {}).flatMap(([key, part]) => bare(part, `${where}.${key}`, seen));
    const more =
      typeof shape.additionalProperties === 'object' ? bare(shape.additionalProperties, `${where}.*`, seen) : [];
    return [
      ...own,
      ...below,
      ...more,
      ...bare(shape.items, `${where}[]`, seen),
      ...parts.flatMap((part) => bare(part, where, seen)),
    ];
  }

  const found = Object.entries(document.paths).flatMap(([path, methods]) =>
    GENERATED.some((start) => path === start || path.startsWith(`${start}/{id}`))
      ? []
      : Object.entries(methods).flatMap(([method, { responses }]) =>
          Object.entries(responses).flatMap(([, { content }]) =>
            bare(content?.['application/json']?.schema, '').map((where) => `${method} ${path} ${where}`),
          ),
        ),
  );

  it('leaves the server by the masking door, or for a reason', () => {
    const unexplained = [...new Set(found)].filter((line) => !OTHERWISE.some(([known]) => known.test(line)));
    expect(unexplained).toEqual([]);
  });

  it('has no reason left over for a member that is gone', () => {
    const idle = OTHERWISE.filter(([known]) => !found.some((line) => known.test(line)));
    expect(idle.map(([, reason]) => reason)).toEqual([]);
  });
});
