import type { Step } from '@anlan/kernel/trace';

/** A step as it is noted. Times epoch ms with fractions; `key` tells apart several of one name under one cause. */
export interface Noted {
  readonly cause: string;
  readonly name: Step;
  readonly key?: string;
  /** The step above; left out for the root and for what follows it directly. */
  readonly under?: readonly [name: Step, key: string];
  readonly began: number;
  readonly ended: number;
  /** Nobody's data: kinds, counts and ids of records. */
  readonly facts?: Readonly<Record<string, string | number>>;
  readonly trouble?: string;
}
