// node examples/read.mjs [NMEA line …]: what AIS sentences say.
import { AisStream, navStatusLabel, positionOf, shipTypeLabel } from '@anlan/ais';

const lines = process.argv.length > 2 ? process.argv.slice(2) : ['!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A'];
const stream = new AisStream();
for (const item of stream.push(new TextEncoder().encode(`${lines.join('\r\n')}\r\n`), Date.now())) {
  if (!item.ok) console.log('refused', item.reason, item.offset, item.detail);
  else if (item.message.type === 5) console.log(item.message.shipname, shipTypeLabel(item.message.shipType).en);
  else console.log(item.message.mmsi, positionOf(item.message), navStatusLabel(item.message.status ?? 15)?.en);
}
