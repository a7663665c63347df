/** Eigenvalues of a symmetric matrix, the largest first, each with its unit eigenvector. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: readonly Float64Array[];
}

/** Sweeps after which even a large matrix has long converged; Jacobi's method converges quadratically. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues and vectors of a symmetric matrix (rows of equal length) by Jacobi's cyclic rotations (Golub & Van Loan,
 * Matrix Computations, 8.5): slower than reduction to tridiagonal form, exact to the last digits and short.
 */
export function eigenOf(matrix: readonly Float64Array[]): Eigen {
  const size = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  // Rows of `v` are the eigenvectors, so that a rotation touches two whole rows.
  const v = a.map((_, i) => Float64Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
  const scale = Math.hypot(...a.map((row) => Math.hypot(...row)));
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > 1e-14 * scale; sweep++)
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, v, p, q);
  const order = a.map((_, i) => i).toSorted((i, j) => (a[j]?.[j] ?? 0) - (a[i]?.[i] ?? 0));
  return { values: order.map((i) => a[i]?.[i] ?? 0), vectors: order.map((i) => v[i] as Float64Array) };
}

function offDiagonal(a: readonly Float64Array[]): number {
  let sum = 0;
  for (const [i, row] of a.entries()) for (let j = i + 1; j < row.length; j++) sum += 2 * (row[j] ?? 0) ** 2;
  return Math.sqrt(sum);
}

/** Turns the plane of p and q so that the entry between them vanishes. */
function rotate(a: readonly Float64Array[], v: readonly Float64Array[], p: number, q: number): void {
  const rowP = a[p] as Float64Array;
  const rowQ = a[q] as Float64Array;
  const apq = rowP[q] as number;
  if (apq === 0) return;
  const theta = ((rowQ[q] as number) - (rowP[p] as number)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (const row of a) {
    const x = row[p] as number;
    const y = row[q] as number;
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  turn(rowP, rowQ, c, s);
  turn(v[p] as Float64Array, v[q] as Float64Array, c, s);
}

function turn(first: Float64Array, second: Float64Array, c: number, s: number): void {
  for (let k = 0; k < first.length; k++) {
    const x = first[k] as number;
    const y = second[k] as number;
    first[k] = c * x - s * y;
    second[k] = s * x + c * y;
  }
}
