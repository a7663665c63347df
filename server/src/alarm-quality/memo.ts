/** Answers that are shared for a while by whoever asks the same. */
export interface Memo<T> {
  read(key: string, make: () => Promise<T>): Promise<T>;
}

/** Keeps each answer for `ms` from when it was asked for; one that failed is not kept. */
export function openMemo<T>(ms: number, clock: () => number = Date.now): Memo<T> {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();
  return {
    read(key, make) {
      const now = clock();
      for (const [old, { at }] of kept) if (now - at >= ms) kept.delete(old);
      const known = kept.get(key);
      if (known !== undefined) return known.answer;
      const answer = make();
      kept.set(key, { at: now, answer });
      answer.catch(() => kept.delete(key));
      return answer;
    },
  };
}
