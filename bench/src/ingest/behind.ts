import type { Platform } from '@anlan/journeys';

/** How many entries history and rules have still to take. */
export async function behind(platform: Platform): Promise<number> {
  const response = await fetch(`${platform.url}/api/health`, { signal: AbortSignal.timeout(20_000) });
  const { parts } = (await response.json()) as { parts: { name: string; detail: string | null }[] };
  const late = parts.filter(({ name }) => name === 'history' || name === 'rules');
  if (late.length !== 2) return Number.POSITIVE_INFINITY;
  return late.reduce((sum, { detail }) => sum + Number(/\d+/.exec(detail ?? '')?.[0] ?? Number.POSITIVE_INFINITY), 0);
}
