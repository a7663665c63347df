import { vi } from 'vitest';

/** Keeps what the server prints at its machine; answers the newest link there by which a request is decided. */
export function listenAtMachine(): { token: () => string; lines: string[] } {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
  return { lines, token: () => /approve\?token=(\S+)/.exec(lines.at(-1) ?? '')?.[1] ?? '' };
}
