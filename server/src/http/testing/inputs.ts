import { z } from 'zod';
import { withAllRoutes } from '../openapi.ts';
import type { Labels } from '../types.ts';

type Shape = Readonly<Record<string, unknown>>;

/** One route with what it takes, as JSON schemas, and the names it gives its members. */
interface Taken {
  readonly route: string;
  readonly body: Shape | undefined;
  readonly query: Shape | undefined;
  readonly labels: Labels;
}

/** What every route of the platform takes. */
export async function takenByRoutes(): Promise<Taken[]> {
  const taken: Taken[] = [];
  await withAllRoutes(
    [
      (app) =>
        void app.addHook('onRoute', ({ method, url, schema, config }) => {
          const route = `${String(method)} ${url}`;
          const [body, query] = [shapeOf(schema?.body), shapeOf(schema?.querystring)];
          taken.push({ route, body, query, labels: config?.labels ?? {} });
        }),
    ],
    () => undefined,
  );
  return taken;
}

function shapeOf(schema: unknown): Shape | undefined {
  return schema instanceof z.ZodType ? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) : undefined;
}

/** A member that holds a value of its own, anywhere inside a shape. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
}

/** Every member of a shape, those of lists, of groups and of alternatives too; what is defined elsewhere once. */
export function membersIn(shape: Shape | undefined): Member[] {
  const seen = new Set<unknown>();
  const definitions = (shape?.['$defs'] ?? {}) as Shape;
  const walk = (node: unknown): Member[] => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return [];
    seen.add(node);
    const at = node as Shape;
    const own = Object.entries((at['properties'] ?? {}) as Readonly<Record<string, Shape>>);
    const inside = ['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf', 'prefixItems'].flatMap((key) =>
      [at[key]].flat().flatMap(walk),
    );
    const reference = typeof at['$ref'] === 'string' ? definitions[at['$ref'].replace('#/$defs/', '')] : undefined;
    return [...own.flatMap(([name, one]) => [{ name, shape: one }, ...walk(one)]), ...inside, ...walk(reference)];
  };
  return walk(shape);
}
