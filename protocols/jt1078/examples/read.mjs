// node examples/read.mjs: a picture cut into packets, sent a byte at a time, and put together again.
import { Assembler, LOAD_TYPES, packetsOf, PacketStream, writePacket } from '@anlan/jt1078';

const picture = Uint8Array.from({ length: 2000 }, (_, i) => i);
const frame = { phone: '013912345678', channel: 1, loadType: 98, dataType: 'i-frame', timestamp: 40n, data: picture };
const bytes = packetsOf(frame, 0).flatMap((packet) => [...writePacket(packet)]);
const stream = new PacketStream();
const assembler = new Assembler();
for (const byte of bytes) {
  for (const item of stream.push(Uint8Array.of(byte))) {
    const whole = item.ok ? assembler.push(item) : item;
    if (whole?.ok)
      console.log(whole.phone, whole.channel, LOAD_TYPES[whole.loadType], whole.dataType, whole.data.length);
    else if (whole) console.log('refused', whole.reason, whole.offset);
  }
}
