import type { Command, CommandResult } from '@anlan/gateways';

/** A terminal answers within 15 s or not at all. */
const PATIENCE_MS = 20_000;

/** Sends commands over the terminals' own connections, which the intake's process holds. */
export function askTerminals({ port, token }: { readonly port: number; readonly token: string }) {
  return async (identity: string, command: Command): Promise<CommandResult> => {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/instruct`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ identity, command }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return response.ok ? ((await response.json()) as CommandResult) : { result: 'offline' };
    } catch {
      return { result: 'offline' };
    }
  };
}
