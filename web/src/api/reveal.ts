/** Answers (paths without query) that are asked for with personal data in clear, and by how many who look at them. */
const looking = new Map<string, number>();

/** From now on the answer is asked for in clear, where the role may see it; each reading is audited. Gives back what ends it. */
export function reveal(path: string): () => void {
  looking.set(path, (looking.get(path) ?? 0) + 1);
  return () => {
    const left = (looking.get(path) ?? 1) - 1;
    if (left === 0) looking.delete(path);
    else looking.set(path, left);
  };
}

/** Is the answer asked for in clear at the moment? What is, is kept on no device. */
export function isRevealed(path: string): boolean {
  return looking.has(path.split('?')[0]!);
}
