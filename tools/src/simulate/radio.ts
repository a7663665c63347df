import { createSocket } from 'node:dgram';
import { type ClassAPosition, encodeMessage } from '@anlan/ais';
import type { Simulated } from './simulated.ts';

const UNDER_WAY = 0;

/** A vessel heard by an AIS station over UDP: nothing is acknowledged, so that it is only counted what was sent. */
export function simulatedVessel({ host, port, name }: { host: string; port: number; name: string }): Simulated {
  const socket = createSocket('udp4');
  // Nobody listening is no fault of a radio.
  socket.on('error', () => {});
  let step = 0;
  return {
    ready: true,
    start: () => {},
    send: () => {
      step += 1;
      const message: ClassAPosition = {
        type: 1,
        repeat: 0,
        mmsi: Number(name),
        status: UNDER_WAY,
        turn: 0,
        speed: 8,
        accuracy: true,
        lon: 106.55 + (step % 600) / 6000,
        lat: 29.57,
        course: 90,
        heading: 90,
        second: Math.floor(Date.now() / 1000) % 60,
        maneuver: 0,
        raim: false,
        radio: 0,
      };
      socket.send(
        encodeMessage(message)
          .map((line) => `${line}\r\n`)
          .join(''),
        port,
        host,
        () => {},
      );
    },
    end: () => socket.close(),
  };
}
