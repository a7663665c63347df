// node examples/read.mjs: a keep-alive of a recorder in its SIP message, made and read again.
import { decodeDocument, decodeSip, encodeDocument, encodeSip } from '@anlan/gb28181';

const keepalive = { name: 'Notify/Keepalive', sn: 1, deviceId: '36110000001180000001', fields: { Status: 'OK' } };
const request = {
  kind: 'request',
  method: 'MESSAGE',
  uri: 'sip:36110000002000000001@3611000000',
  headers: [
    ['Via', 'SIP/2.0/UDP 10.1.2.3:5060;branch=z9hG4bK1'],
    ['From', '<sip:36110000001180000001@3611000000>;tag=1'],
    ['To', '<sip:36110000002000000001@3611000000>'],
    ['Call-ID', '1@10.1.2.3'],
    ['CSeq', '1 MESSAGE'],
    ['Content-Type', 'Application/MANSCDP+xml'],
  ],
  body: encodeDocument(keepalive),
};
const message = decodeSip(encodeSip(request));
if (message.kind !== 'request') console.log('refused', message);
else console.log(message.method, decodeDocument(message.body));
