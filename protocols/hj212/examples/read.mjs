// node examples/read.mjs [packet]: what a pollution station measured, and what it is answered.
import { dataTimeOf, encodeFrame, Hj212Stream, measuredOf, platformAnswer } from '@anlan/hj212';

const sample =
  '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80';
const stream = new Hj212Stream();
for (const item of stream.push(new TextEncoder().encode(`${process.argv[2] ?? sample}\r\n`))) {
  if (!item.ok) {
    console.log('refused', item.reason, item.offset, item.detail);
    continue;
  }
  console.log(item.packet.mn, item.packet.cn, dataTimeOf(item.packet), measuredOf(item.packet));
  const answer = platformAnswer(item.packet);
  const bytes = answer && encodeFrame(answer);
  if (bytes instanceof Uint8Array) console.log('answer', Buffer.from(bytes).toString('latin1').trim());
}
