import type { ReceiptOf } from './queries.ts';

/** A receipt handed from one page to the next in memory: neither address nor history keep it. */
let handed: ReceiptOf | undefined;

export function handReceipt(receipt: ReceiptOf): void {
  handed = receipt;
}

/** Gives it once. */
export function takeReceipt(): ReceiptOf | undefined {
  const taken = handed;
  handed = undefined;
  return taken;
}
