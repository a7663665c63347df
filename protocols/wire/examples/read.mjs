// node examples/read.mjs: bytes written and read back, a plate in GB 18030 among them.
import { ByteReader, ByteWriter, decodeGb18030, encodeGb18030, fromHex, toHex } from '@anlan/wire';

const output = new ByteWriter();
output.u16(0x0102);
output.write(encodeGb18030('测A12345'));
const hex = toHex(output.finish());
const input = new ByteReader(fromHex(hex));
console.log(hex, input.u16(), decodeGb18030(input.rest()), input.overrun);
