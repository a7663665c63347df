const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const CHINA_MS = 8 * 3_600_000;

/** Milliseconds since 1970 of "yyyy-MM-dd HH:mm:ss" in China; null when it is no time. */
export function timeMs(text: string): number | null {
  if (!TIME.test(text)) return null;
  const iso = text.replace(' ', 'T');
  const asUtc = Date.parse(`${iso}Z`);
  // Date.parse takes 31 February for 2 March.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(iso)) return null;
  return asUtc - CHINA_MS;
}

/** "yyyy-MM-dd HH:mm:ss" in China. */
export function timeText(epochMs: number): string {
  return new Date(epochMs + CHINA_MS).toISOString().slice(0, 19).replace('T', ' ');
}
