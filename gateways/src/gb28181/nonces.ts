import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type DigestMembers, digestResponse, type Hash } from '@anlan/gb28181';

const HASHES: Readonly<Record<string, Hash>> = {
  MD5: (text) => createHash('md5').update(text).digest('hex'),
  'SHA-256': (text) => createHash('sha256').update(text).digest('hex'),
};
/** Spent challenges that are remembered; more within one life are refused as stale. */
const MOST_SPENT = 50_000;

/** How an answer to a challenge is judged. `stale`: right or not, it is to be answered anew. */
export type Judgement = 'right' | 'wrong' | 'stale' | 'replayed';

/** Challenges that live for a while and are good once; nothing is kept of one until it is answered. */
export class Nonces {
  readonly #life: number;
  readonly #key = randomBytes(32);
  /** Greatest counter by spent nonce, with the time it dies. */
  readonly #spent = new Map<string, { readonly until: number; counter: number }>();

  /** @param life ms */
  constructor(life: number) {
    this.#life = life;
  }

  issue(now: number): string {
    const stem = `${Math.floor(now).toString(36)}.${randomBytes(6).toString('hex')}`;
    return `${stem}.${this.#sign(stem)}`;
  }

  /** Judges the answer to a challenge of ours. `realm` and `method` are what was asked for. */
  judge(answer: DigestMembers, wanted: { realm: string; method: string; password: string }, now: number): Judgement {
    const { nonce = '', response = '', username = '', uri = '', qop, nc, cnonce, algorithm = 'MD5' } = answer;
    const until = this.#deathOf(nonce);
    const hash = HASHES[algorithm.toUpperCase()];
    if (until === undefined || now > until) return 'stale';
    if (hash === undefined || answer['realm'] !== wanted.realm) return 'wrong';
    const right = digestResponse({ ...wanted, username, uri, nonce, qop, nc, cnonce }, hash);
    if (!same(right, response.toLowerCase())) return 'wrong';
    return this.#spend(nonce, qop === undefined ? 1 : Number.parseInt(nc ?? '1', 16), until, now);
  }

  /** A nonce is good once, or with counters that grow (RFC 7616 3.4, nc). */
  #spend(nonce: string, counter: number, until: number, now: number): Judgement {
    const spent = this.#spent.get(nonce);
    if (spent !== undefined && !(counter > spent.counter)) return 'replayed';
    if (spent !== undefined) spent.counter = counter;
    else {
      this.#forget(now);
      if (this.#spent.size >= MOST_SPENT) return 'stale';
      this.#spent.set(nonce, { until, counter });
    }
    return 'right';
  }

  #forget(now: number): void {
    // In the order they were spent, which is nearly that of their death.
    for (const [nonce, { until }] of this.#spent) {
      if (until >= now) return;
      this.#spent.delete(nonce);
    }
  }

  #deathOf(nonce: string): number | undefined {
    const cut = nonce.lastIndexOf('.');
    const stem = nonce.slice(0, Math.max(0, cut));
    if (!same(this.#sign(stem), nonce.slice(cut + 1))) return undefined;
    return Number.parseInt(stem, 36) + this.#life;
  }

  #sign(stem: string): string {
    return createHmac('sha256', this.#key).update(stem).digest('hex').slice(0, 16);
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
