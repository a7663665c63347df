import { refuse, type Refused } from '../working/index.ts';
import { sha256 } from './sha256.ts';

/** Something that may be drawn: an enterprise, an inspector, an expert. */
export interface Candidate {
  readonly id: string;
  /** Whole number of tickets; 1 when absent. A weight of 1.5 against 1 is written 3 against 2. */
  readonly weight?: number;
}

/** A candidate left out, and the reason published with the list. */
export interface Exclusion {
  readonly id: string;
  readonly reason: string;
}

/** All that decides a draw, but for the public seed. */
export interface Pool {
  /** Names the draw, so that one seed serves several. */
  readonly title: string;
  readonly candidates: readonly Candidate[];
  readonly exclusions: readonly Exclusion[];
  /** How many are drawn. */
  readonly count: number;
}

/** Everything anyone needs to repeat a draw. */
export interface Draw {
  readonly pool: Pool;
  /** SHA-256 of the pool in canonical form, published before the seed is known. */
  readonly commitment: string;
  /** A public number fixed after the commitment and out of anyone's hand: a lottery result, a closing index. */
  readonly seed: string;
  /** Ids in the order in which they were drawn. */
  readonly drawn: readonly string[];
}

const MOST = 2 ** 32;
const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** Text of the pool that is hashed: sorted by id, so that the order in which a list was typed decides nothing. */
export function canonical({ title, candidates, exclusions, count }: Pool): string {
  return JSON.stringify([
    title,
    count,
    candidates.toSorted(byId).map(({ id, weight = 1 }) => [id, weight]),
    exclusions.toSorted(byId).map(({ id, reason }) => [id, reason]),
  ]);
}

/** SHA-256 of the pool, to be published before the seed is drawn. */
export function commit(pool: Pool): string {
  return sha256(canonical(pool));
}

function eligible({ candidates, exclusions }: Pool): Required<Candidate>[] {
  const out = new Set(exclusions.map(({ id }) => id));
  return candidates
    .filter(({ id }) => !out.has(id))
    .toSorted(byId)
    .map(({ id, weight = 1 }) => ({ id, weight }));
}

function fault(pool: Pool): Refused | undefined {
  const { candidates, exclusions, count } = pool;
  const ids = new Set(candidates.map(({ id }) => id));
  if (ids.size !== candidates.length) return refuse('名录中有重复的对象');
  if (candidates.some(({ weight = 1 }) => !Number.isSafeInteger(weight) || weight < 1)) return refuse('权重应为正整数');
  if (candidates.reduce((sum, { weight = 1 }) => sum + weight, 0) > MOST) return refuse('权重之和过大');
  const stranger = exclusions.find(({ id }) => !ids.has(id));
  if (stranger) return refuse(`排除的“${stranger.id}”不在名录中`);
  if (exclusions.some(({ reason }) => reason.trim() === '')) return refuse('排除应写明理由');
  if (!Number.isInteger(count) || count < 1) return refuse('抽取数量应为正整数');
  if (count > eligible(pool).length) return refuse('抽取数量多于可抽取的对象');
  return undefined;
}

/** A source of whole numbers below `limit`, each equally likely: 48 bits of SHA-256(key:counter), the biased rest rejected. */
function numbers(key: string): (limit: number) => number {
  let counter = 0;
  return (limit) => {
    const fair = Math.floor(2 ** 48 / limit) * limit;
    for (;;) {
      const value = Number.parseInt(sha256(`${key}:${counter}`).slice(0, 12), 16);
      counter += 1;
      if (value < fair) return value % limit;
    }
  };
}

/**
 * Draws `pool.count` different candidates, each time with chances in proportion to the weights of those left, from the
 * commitment and the public seed alone. Integers only, so every machine draws the same. Refuses doubled ids, weights
 * that are no positive whole numbers, exclusions without a reason or of strangers, and more than can be drawn.
 */
export function draw(pool: Pool, seed: string): Draw | Refused {
  const wrong = fault(pool) ?? (seed.trim() === '' ? refuse('缺少公开种子') : undefined);
  if (wrong) return wrong;
  const commitment = commit(pool);
  const next = numbers(`${commitment}:${seed}`);
  const left = eligible(pool);
  const drawn: string[] = [];
  while (drawn.length < pool.count) {
    let ticket = next(left.reduce((sum, { weight }) => sum + weight, 0));
    const at = left.findIndex(({ weight }) => (ticket -= weight) < 0);
    drawn.push(...left.splice(at, 1).map(({ id }) => id));
  }
  return { pool, commitment, seed, drawn };
}

/** All candidates not excluded, in an order decided by the pool and the seed. */
export function shuffle(pool: Omit<Pool, 'count'>, seed: string): Draw | Refused {
  return draw({ ...pool, count: eligible({ ...pool, count: 0 }).length }, seed);
}

/** Why a published draw cannot be trusted; undefined when repeating it gives the commitment and the result published. */
export function doubt({ pool, commitment, seed, drawn }: Draw): string | undefined {
  const again = draw(pool, seed);
  if ('ok' in again) return again.reason;
  if (again.commitment !== commitment) return '名录与事先公布的摘要不符';
  return again.drawn.length === drawn.length && again.drawn.every((id, index) => id === drawn[index])
    ? undefined
    : '结果与种子不符';
}
