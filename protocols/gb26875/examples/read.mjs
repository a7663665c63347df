// node examples/read.mjs [hex]: a GB/T 26875.3 frame, and its confirmation.
import { confirmationOf, encodeFrame, Gb26875Stream, wantsConfirmation } from '@anlan/gb26875';

const hex = process.argv[2] ?? '404001000101233a091a090c385b01000000790300000000000003ab2323';
for (const item of new Gb26875Stream().push(Uint8Array.from(Buffer.from(hex, 'hex')))) {
  if (!item.ok) console.log('refused', item.reason, item.offset, item.detail);
  else {
    console.dir(item.message, { depth: null });
    const answer = wantsConfirmation(item.message) && encodeFrame(confirmationOf(item.message, Date.now()));
    if (answer instanceof Uint8Array) console.log('answer', Buffer.from(answer).toString('hex'));
  }
}
