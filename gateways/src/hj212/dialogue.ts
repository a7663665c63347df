import {
  EXECUTION_RESULTS,
  formatQn,
  formatTime,
  type Packet,
  type Parameters,
  REQUEST_RESULTS,
  requestPacket,
  valueOf,
} from '@anlan/hj212';
import type { Command, CommandResult, QueryData } from '../listener.ts';
import { resending } from '../resend.ts';
import type { KnownStation } from './known.ts';

const READY = 1;
const DONE = 1;
const QUERIES: Readonly<Record<QueryData, string>> = { realtime: '2011', minute: '2051', hour: '2061', day: '2031' };
const SET_CLOCK = '1012';
const HOUR = 3_600_000;

interface Open {
  readonly settle: (result: CommandResult) => void;
  /** Stops sending the request again; called with its first answer. */
  readonly heard: () => void;
}

/** Requests of the platform to one station: 9011 whether it will, then 9012 how it ended (HJ 212-2017 6.4.2). */
export class Dialogue {
  readonly #station: KnownStation;
  readonly #open = new Map<string, Open>();
  #lastQn = 0;

  constructor(station: KnownStation) {
    this.#station = station;
  }

  /** Asks and settles with the station's result; never rejects. */
  async send(command: Command): Promise<CommandResult> {
    const wanted = requestOf(command, this.#now());
    return wanted ? this.request(wanted.cn, wanted.parameters) : { result: 'unsupported' };
  }

  /** Sends a request under a QN of its own, again while nothing is answered. */
  request(cn: string, parameters: Parameters): Promise<CommandResult> {
    this.#lastQn = Math.max(this.#now(), this.#lastQn + 1);
    const qn = formatQn(this.#lastQn);
    const { identity, centre, packet: newest } = this.#station;
    const { mn, pw } = newest;
    const speaks = centre.memory.of(identity).speaks ?? { st: newest.st };
    const packet = requestPacket({ mn, pw, ...speaks }, cn, qn, parameters);
    if ('ok' in packet) return Promise.resolve({ result: 'malformed', detail: packet.detail });
    const { request, execution } = this.#station.centre.limits;
    return new Promise<CommandResult>((resolve) => {
      const settle = (result: CommandResult): void => {
        this.#open.delete(qn);
        clearTimeout(timer);
        stop();
        resolve(result);
      };
      let timer = setTimeout(() => settle({ result: 'timeout' }), request.wait * request.times);
      const stop = resending(request, () => this.#station.send(packet));
      const heard = (): void => {
        stop();
        clearTimeout(timer);
        timer = setTimeout(() => settle({ result: 'timeout', detail: '9011, no 9012' }), execution);
      };
      this.#open.set(qn, { settle, heard });
    });
  }

  /** Takes an answer of the station; false when nothing was asked under its QN. */
  answered(packet: Packet): boolean {
    const open = this.#open.get(packet.qn ?? '') ?? this.#open.get(valueOf(packet, 'QN') ?? '');
    if (!open) return false;
    const qnRtn = valueOf(packet, 'QnRtn');
    const exeRtn = valueOf(packet, 'ExeRtn');
    if (packet.cn === '9011' && Number(qnRtn) === READY) open.heard();
    else if (packet.cn === '9011') open.settle({ result: 'failed', detail: textOf(REQUEST_RESULTS, qnRtn) });
    else if (packet.cn === '9012') {
      const detail = textOf(EXECUTION_RESULTS, exeRtn);
      open.settle({ result: Number(exeRtn) === DONE ? 'done' : 'failed', detail });
    } else open.settle({ result: 'done' });
    return true;
  }

  /** The connection is gone. */
  abandon(): void {
    for (const { settle } of this.#open.values()) settle({ result: 'offline' });
  }

  #now(): number {
    return this.#station.centre.options.clock();
  }
}

/** The request of a command at `now`; kept data of the last hour (of the last day for days) unless said otherwise. */
function requestOf(command: Command, now: number): { cn: string; parameters: Parameters } | undefined {
  if (command.kind === 'clock') return { cn: SET_CLOCK, parameters: { SystemTime: formatTime(now) } };
  if (command.kind !== 'query') return undefined;
  const data = command.data ?? 'realtime';
  if (data === 'realtime') return { cn: QUERIES.realtime, parameters: {} };
  const from = command.from ?? now - (data === 'minute' ? HOUR : 24 * HOUR);
  return { cn: QUERIES[data], parameters: { BeginTime: formatTime(from), EndTime: formatTime(command.to ?? now) } };
}

function textOf(table: Readonly<Record<number, string>>, code: string | undefined): string {
  return code === undefined ? '' : `${code} ${table[Number(code)] ?? ''}`.trim();
}
