import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { type AccessUnit, encodeRtp, frameRtp, packetize, Pictures, type Session, writePack } from '@anlan/gb28181';

/** ms between pictures. */
const STEP = 80;
const PS = 96;

/** Pictures of an H.264 stream in byte-stream form (annex B), to be sent over and over. */
export function picturesOf(stream: Uint8Array): readonly AccessUnit[] {
  const splitter = new Pictures('h264');
  return [...splitter.push(stream, 0), ...splitter.end()].filter((item) => 'codec' in item);
}

/** Where the sender has its socket. */
interface Line {
  write(packet: Uint8Array): void;
  end(): void;
}

/** Sends pictures over and over as PS in RTP to where a session says, until it is stopped; a recording has an end. */
export function sendStream(
  session: Session,
  units: readonly AccessUnit[],
  options: { readonly lost: () => void; readonly over: () => void },
): () => void {
  const line = session.transport === 'RTP/AVP' ? udpLine(session) : tcpLine(session, options.lost);
  const ssrc = Number(session.ssrc ?? 1);
  const last = session.name === 'Playback' ? Math.floor(((session.to - session.from) * 1000) / STEP) : Infinity;
  let count = 0;
  let sequence = Math.floor(Math.random() * 65_536);
  const timer = setInterval(() => {
    if (count >= last) {
      clearInterval(timer);
      options.over();
      return;
    }
    const at = count * STEP;
    const pack = writePack({ ...units[count % units.length]!, at }, { video: 'h264' });
    const packets = packetize(pack, { payloadType: PS, sequence, timestamp: (at * 90) % 2 ** 32, ssrc });
    for (const packet of packets) line.write(encodeRtp(packet));
    sequence = (sequence + packets.length) & 0xffff;
    count += 1;
  }, STEP);
  return () => {
    clearInterval(timer);
    line.end();
  };
}

function udpLine({ address, port }: Session): Line {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('error', () => {});
  return { write: (packet) => socket.send(packet, port, address, () => {}), end: () => socket.close() };
}

/** The platform is passive: the camera comes to it. */
function tcpLine({ address, port }: Session, lost: () => void): Line {
  const socket = connect({ host: address, port, noDelay: true });
  socket.on('error', () => {});
  socket.on('close', lost);
  return { write: (packet) => void socket.write(frameRtp(packet)), end: () => void socket.destroySoon() };
}
