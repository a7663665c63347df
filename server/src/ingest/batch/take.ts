import { createHash } from 'node:crypto';
import { PACKED, unpackReadings, type IntakeRefusal, type Packed } from '@anlan/kernel/telemetry';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { draftOf, UNKNOWN } from '../draft.ts';
import type { OpenIntake } from '../intake.ts';
import { text } from '../points.ts';
import { QUALITY } from '../record.ts';
import type { SenderList } from './lists.ts';

/** What became of a batch; a repeated one is answered as the first was. */
export interface Answered {
  readonly accepted: number;
  readonly refused: Readonly<Partial<Record<IntakeRefusal, number>>>;
  readonly repeated: boolean;
}

export interface Batches {
  take(list: SenderList, bytes: Uint8Array): Promise<Answered | Refusal>;
}

/** Numbers of batches remembered; beyond that the journal's own bound is a point's time. */
const MOST_REMEMBERED = 200_000;
/** Refusals of one batch that are counted against their devices, with a word on each; the answer counts them all. */
const MOST_TOLD = 100;

/**
 * Takes packed batches, each number of a sender once: a repetition waits for the first and gets its answer. `known` are
 * numbers that an earlier process made durable, with their readings.
 */
export function openBatches(
  intake: Pick<OpenIntake, 'enter' | 'take' | 'refused'>,
  known: ReadonlyMap<string, number>,
): Batches {
  const remembered = new Map<string, Promise<Answered | Refusal>>();
  for (const [key, accepted] of known) remembered.set(key, Promise.resolve({ accepted, refused: {}, repeated: true }));
  const draft = draftOf(PACKED.most);

  /** All columns of a batch with what the list says of its points. */
  function fill(list: SenderList, { at, value, place, quality }: Packed): void {
    const count = value.length;
    draft.count = count;
    draft.value.set(value);
    if (at.length === 1) draft.at.fill(at[0]!, 0, count);
    else draft.at.set(at);
    if (quality === undefined) draft.quality.fill(0, 0, count);
    else draft.quality.set(quality);
    for (let index = 0; index < count; index += 1) {
      const own = place[index]!;
      const known = own < list.size;
      draft.source[index] = own;
      draft.point[index] = known ? list.point[own]! : UNKNOWN;
      draft.low[index] = known ? list.low[own]! : 0;
      draft.high[index] = known ? list.high[own]! : 0;
    }
  }

  async function keep(list: SenderList, packed: Packed, key: string): Promise<Answered | Refusal> {
    const entered = intake.enter();
    if (entered !== true && !(await entered)) return refuse('intake-busy');
    const refused: Partial<Record<IntakeRefusal, number>> = {};
    let told = 0;
    fill(list, packed);
    const taken = await intake.take(draft, key, (reason, place) => {
      refused[reason] = (refused[reason] ?? 0) + 1;
      if ((told += 1) > MOST_TOLD) return;
      const { device, point } = place < list.size ? list.nameOf(place) : { device: undefined, point: `place ${place}` };
      intake.refused('batch', reason, device, point);
    });
    if (!taken.accepted) return refuse('intake-stopped', { detail: taken.detail });
    return { accepted: taken.count, refused, repeated: false };
  }

  return {
    async take(list, bytes) {
      const packed = unpackReadings(bytes);
      if (typeof packed === 'string') return refuse('batch-malformed', { detail: packed });
      const wrong = packed.quality?.find((quality) => quality >= QUALITY.length);
      if (wrong !== undefined) return refuse('batch-malformed', { detail: `quality ${wrong}` });
      const key = keyOf(list.sender, packed.batch);
      const earlier = remembered.get(key);
      if (earlier !== undefined) {
        const answer = await earlier;
        return 'refused' in answer && !('accepted' in answer) ? answer : { ...answer, repeated: true };
      }
      const keeping = keep(list, packed, key);
      remembered.set(key, keeping);
      if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!);
      const answer = await keeping.catch((error: unknown) => {
        remembered.delete(key);
        throw error;
      });
      // What is not on disk may come again under the same number.
      if (!('accepted' in answer)) remembered.delete(key);
      return answer;
    },
  };
}

/** The number of a batch as the journal keeps it: a UUID of its own for each sender. */
function keyOf(sender: string, batch: Uint8Array): string {
  return text(createHash('sha256').update(sender).update(batch).digest().subarray(0, 16));
}
