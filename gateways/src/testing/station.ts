import { connect, type Socket } from 'node:net';
import {
  encodeFrame,
  executionResult,
  formatQn,
  formatTime,
  Hj212Stream,
  type Item,
  type Packet,
  requestAnswer,
} from '@anlan/hj212';
import { until } from './wait.ts';

/** An HJ 212 station on a real socket. */
export class HjStation {
  readonly received: Packet[] = [];
  readonly socket: Socket;
  readonly mn: string;
  readonly pw: string;
  closed = false;
  /** Answers requests of the platform with 9011 and 9012; `undefined` stays silent. */
  obeys: { qnRtn: number; exeRtn?: number } | undefined = { qnRtn: 1, exeRtn: 1 };
  #qn = Date.UTC(2026, 2, 1);

  constructor(port: number, mn: string, pw: string) {
    this.mn = mn;
    this.pw = pw;
    this.socket = connect(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    const stream = new Hj212Stream();
    this.socket.on('data', (chunk) => {
      for (const item of stream.push(chunk)) {
        if (!item.ok) throw new Error(`the platform sent a bad frame: ${item.detail}`);
        this.received.push(item.packet);
        this.#obey(item.packet);
      }
    });
    this.socket.on('close', () => (this.closed = true));
    this.socket.on('error', () => {});
  }

  /** A packet of values at `at` (epoch ms): `a24088-Rtd=0.8,a24088-Flag=N` is one item. */
  packet(cn: string, at: number | undefined, items: readonly string[], change: Partial<Packet> = {}): Packet {
    const time: Item[] = at === undefined ? [] : [[['DataTime', formatTime(at)]]];
    const flag = { needAck: true, hasPacketNumbers: false, version: 1 };
    const values = items.map((item) => item.split(',').map((pair) => pair.split('=') as [string, string]));
    return {
      qn: formatQn((this.#qn += 1)),
      st: '27',
      cn,
      pw: this.pw,
      mn: this.mn,
      flag,
      pnum: undefined,
      pno: undefined,
      items: [...time, ...values],
      ...change,
    };
  }

  send(packet: Packet): void {
    this.write(frameOf(packet));
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** QNs of the 9014 answers so far. */
  answered(): (string | undefined)[] {
    return this.received.flatMap((packet) => (packet.cn === '9014' ? [packet.qn] : []));
  }

  /** Sends and waits for the 9014 of the packet. */
  async deliver(packet: Packet): Promise<void> {
    this.send(packet);
    await until(() => this.answered().includes(packet.qn));
  }

  end(): void {
    this.socket.destroy();
  }

  #obey(packet: Packet): void {
    if (!this.obeys || packet.cn.startsWith('90')) return;
    this.send(requestAnswer(packet, this.obeys.qnRtn));
    if (this.obeys.exeRtn !== undefined) this.send(executionResult(packet, this.obeys.exeRtn));
  }
}

export function frameOf(packet: Packet, crc: 'hj212' | 'modbus' = 'hj212'): Uint8Array {
  const frame = encodeFrame(packet, { crc });
  if (!(frame instanceof Uint8Array)) throw new Error(frame.detail);
  return frame;
}
