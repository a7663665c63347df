/** How often a request is sent and how long each answer is waited for (ms). */
export interface Patience {
  readonly wait: number;
  readonly times: number;
}

/**
 * Sends now and again after every `wait` until the returned function is called or it was sent `times` times
 * (HJ 212-2017 6.5.3 and GB/T 26875.3-2011 7.2.2 both resend three times).
 */
export function resending({ wait, times }: Patience, send: () => void): () => void {
  let sent = 1;
  send();
  const timer = setInterval(() => {
    if (sent >= times) return clearInterval(timer);
    sent += 1;
    send();
  }, wait);
  return () => clearInterval(timer);
}
