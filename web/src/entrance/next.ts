/** An address inside the platform to go on to; anything else is ignored. */
export function safeNext(next: string | null): string | undefined {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : undefined;
}
