import { fileOf, waiting } from './queue.ts';

const base64 = async (blob: Blob): Promise<string> => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
};

/** Everything that waits as one file, signatures and pictures included, for the worst case. */
export async function backUp(name: string): Promise<void> {
  const line = await waiting();
  const whole = await Promise.all(
    line.map(async (entry) => ({
      ...entry,
      contents: await Promise.all(
        entry.files.map(async (file) => {
          const blob = await fileOf(entry.id, file);
          return { ...file, base64: blob === undefined ? null : await base64(blob) };
        }),
      ),
    })),
  );
  const blob = new Blob([JSON.stringify({ format: 'anlan-offline-1', at: Date.now(), entries: whole }, null, 1)], {
    type: 'application/json',
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${name}-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
