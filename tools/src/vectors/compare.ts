/** What a vector said and what came of it. */
export interface VectorResult {
  readonly id: string;
  readonly ok: boolean;
  readonly difference?: string;
}

/** Runs a check on every vector; the check returns the first difference, or undefined when there is none. */
export function checkEach<V extends { readonly id: string }>(
  vectors: readonly unknown[],
  differenceOf: (vector: V) => string | undefined,
): VectorResult[] {
  return (vectors as readonly V[]).map((vector) => {
    const difference = differenceOf(vector);
    return difference === undefined ? { id: vector.id, ok: true } : { id: vector.id, ok: false, difference };
  });
}

/**
 * The first difference between what is expected and what is there, as "path: expected …, got …"; members that are only
 * in `actual` do not count, numbers agree within `tolerance`.
 */
export function firstDifference(expected: unknown, actual: unknown, tolerance = 0, path = ''): string | undefined {
  if (typeof expected === 'number' && typeof actual === 'number' && Math.abs(expected - actual) <= tolerance) {
    return undefined;
  }
  if (isTree(expected) && isTree(actual)) {
    if (Array.isArray(expected) && expected.length !== (actual as unknown as unknown[]).length) {
      return `${path}: expected ${expected.length} items, got ${(actual as unknown as unknown[]).length}`;
    }
    for (const [key, value] of Object.entries(expected)) {
      const difference = firstDifference(value, actual[key], tolerance, path === '' ? key : `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (Object.is(expected, actual)) return undefined;
  return `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

/** The first difference both ways, for a member that only one side has is a difference too. */
export function difference(expected: unknown, actual: unknown): string | undefined {
  return firstDifference(expected, actual) ?? firstDifference(actual, expected);
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
