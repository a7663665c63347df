/** How far a number may be off: relative or absolute; a relative 1e-6 when neither is given. */
export interface Tolerance {
  readonly rel?: number;
  readonly abs?: number;
}

const near = (expected: number, actual: number, { rel, abs }: Tolerance): boolean => {
  const width = abs ?? Math.abs(expected) * (rel ?? 1e-6);
  return Math.abs(expected - actual) <= width + Number.EPSILON * Math.abs(expected);
};

/** The first expected key whose value differs, in words; undefined when all match. Numbers within tolerance, others exactly. */
export function differenceOf(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
  tolerance: Tolerance = {},
): string | undefined {
  for (const [key, wanted] of Object.entries(expected)) {
    const got = actual[key];
    const same =
      typeof wanted === 'number' && typeof got === 'number' ? near(wanted, got, tolerance) : Object.is(wanted, got);
    if (!same) return `${key}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`;
  }
  return undefined;
}
