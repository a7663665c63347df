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
import { Caller } from './caller.ts';
import { until } from './wait.ts';

function packetsOf(): (chunk: Uint8Array) => Packet[] {
  const stream = new Hj212Stream();
  return (chunk) =>
    stream.push(chunk).map((item) => {
      if (!item.ok) throw new Error(`the platform sent a bad frame: ${item.detail}`);
      return item.packet;
    });
}

/** An HJ 212 station on a real socket. */
export class HjStation extends Caller<Packet> {
  readonly mn: string;
  readonly pw: string;
  /** Answers requests of the platform with 9011 and 9012; `undefined` stays silent. */
  obeys: { qnRtn: number; exeRtn?: number } | undefined = { qnRtn: 1, exeRtn: 1 };
  #qn = Date.UTC(2026, 2, 1);

  constructor(port: number, mn: string, pw: string) {
    super(port, packetsOf());
    this.mn = mn;
    this.pw = pw;
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

  /** QNs of the 9014 answers so far. */
  answered(): (string | undefined)[] {
    return this.received.flatMap((packet) => (packet.cn === '9014' ? [packet.qn] : []));
  }

  /** Sends and waits for the 9014 of the packet. */
  async deliver(packet: Packet): Promise<void> {
    this.send(packet);
    await until(() => this.answered().includes(packet.qn));
  }

  protected override heard(packet: Packet): void {
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
