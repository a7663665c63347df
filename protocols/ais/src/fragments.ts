import type { Sentence } from './sentence.ts';

interface Group {
  readonly parts: (Sentence | undefined)[];
  readonly since: number;
  /** Where in the stream the first part stood. */
  readonly position: number;
  missing: number;
}

/** What one part led to: the complete message, and groups given up (their positions in the stream). */
export interface Assembly {
  readonly parts: readonly Sentence[] | undefined;
  readonly givenUp: readonly number[];
}

const NOTHING: Assembly = { parts: undefined, givenUp: [] };

/** Collects the parts of multi-sentence messages in any order; at most `most` groups, none older than `oldest` ms. */
export class Fragments {
  readonly #groups = new Map<string, Group>();
  readonly #most: number;
  readonly #oldest: number;

  constructor(most: number, oldest: number) {
    this.#most = most;
    this.#oldest = oldest;
  }

  /** How many messages are incomplete. */
  get size(): number {
    return this.#groups.size;
  }

  /** Adds a part received at `now` (ms); a repeated part is ignored, a different one under the same number restarts. */
  add(sentence: Sentence, position: number, now: number): Assembly {
    const { index, total, group: id, channel, talker, tag } = sentence;
    const key = `${id ?? ''}|${total}|${channel}|${talker}|${tag?.source ?? ''}`;
    let group = this.#groups.get(key);
    const twin = group?.parts[index - 1];
    if (twin?.payload === sentence.payload) return NOTHING;
    const givenUp: number[] = [];
    if (group && twin) {
      givenUp.push(group.position);
      this.#groups.delete(key);
      group = undefined;
    }
    if (!group) {
      if (this.#groups.size >= this.#most) givenUp.push(this.#dropOldest());
      group = { parts: Array.from({ length: total }), since: now, position, missing: total };
      this.#groups.set(key, group);
    }
    group.parts[index - 1] = sentence;
    group.missing -= 1;
    if (group.missing > 0) return { parts: undefined, givenUp };
    this.#groups.delete(key);
    return { parts: group.parts as Sentence[], givenUp };
  }

  /** Gives up groups begun more than the allowed age before `now`; returns their positions in the stream. */
  expire(now: number): number[] {
    const givenUp: number[] = [];
    for (const [key, group] of this.#groups) {
      if (now - group.since <= this.#oldest) break;
      givenUp.push(group.position);
      this.#groups.delete(key);
    }
    return givenUp;
  }

  #dropOldest(): number {
    const [key, group] = this.#groups.entries().next().value!;
    this.#groups.delete(key);
    return group.position;
  }
}
