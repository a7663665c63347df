// node examples/read.mjs [hex]: a JT/T 809 frame, and its answer where one is due.
import { decodeFrame, encodeFrame, FrameSplitter, plainAnswer } from '@anlan/jt809';

const hex =
  process.argv[2] ??
  '5b0000005a0200000aa112000000350b0100010000000000b6f5414c45313536000000000000000000000000000212020000002400110407e20a3b1106ccbea501cc71c700000000000098f70144000700000002000000008ce65d';
for (const cut of new FrameSplitter().push(Uint8Array.from(Buffer.from(hex, 'hex')))) {
  const message = cut.ok ? decodeFrame(cut.frame) : cut;
  if (!message.ok) console.log('refused', message.reason, message.offset, message.detail);
  else {
    console.dir(message, { depth: null });
    const { edition, accessCode } = message.header;
    const answer = plainAnswer(message.kind);
    if (answer)
      console.log('answer', Buffer.from(encodeFrame(answer, { edition, accessCode, serial: 1 })).toString('hex'));
  }
}
