// node examples/read.mjs [hex]: a JT/T 808 frame field by field, and its answer.
import { answering, decodeFrame, encodeFrame, FrameSplitter, generalAnswer, RESULT } from '@anlan/jt808';

const hex =
  process.argv[2] ??
  '7e02000026123456789012007d02000000010000000200ba7f0e07e4f11c0028003c00001810151010100104000000640202007d01137e';
for (const cut of new FrameSplitter().push(Uint8Array.from(Buffer.from(hex, 'hex')))) {
  const message = cut.ok ? decodeFrame(cut.frame) : cut;
  if (!message.ok) console.log('refused', message.reason, message.offset, message.detail);
  else {
    console.dir(message, { depth: null });
    const answer = encodeFrame(generalAnswer(message.header, RESULT.done), answering(message.header, 0));
    console.log('answer', Buffer.from(answer).toString('hex'));
  }
}
