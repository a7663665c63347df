import { randomBytes } from 'node:crypto';
import {
  encodeSip,
  type Header,
  headerValue,
  headerValues,
  parseCSeq,
  parseVia,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '@anlan/gb28181';
import { Recent } from '../recent.ts';
import type { Peer } from './transport.ts';

/** RFC 3261 17.1.1.1, 17.1.2.1: first and longest pause between repetitions over UDP (ms). */
const T1 = 500;
const T2 = 4000;
/** Answers kept for requests that come again. */
const REMEMBERED = 8192;
const PHRASES: Readonly<Record<number, string>> = {
  100: 'Trying',
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  415: 'Unsupported Media Type',
  423: 'Interval Too Brief',
  481: 'Call/Transaction Does Not Exist',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
};

interface Waiting {
  readonly settle: (response: SipResponse | undefined) => void;
  provisional: boolean;
}

/** Requests of ours and their final responses, and our responses to requests that come again (RFC 3261 §17). */
export class Exchange {
  readonly #timeout: number;
  readonly #waiting = new Map<string, Waiting>();
  readonly #answered = new Recent<Uint8Array | null>(REMEMBERED);

  /** @param timeout ms after which an unanswered request settles as undefined */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Sends a request and waits for its final response; undefined when none came. Over UDP it is repeated. */
  ask(peer: Peer, request: SipRequest): Promise<SipResponse | undefined> {
    const key = branchOf(request);
    const bytes = encodeSip(request);
    return new Promise((resolve) => {
      const timers = new Set<NodeJS.Timeout>();
      const settle = (response: SipResponse | undefined): void => {
        for (const timer of timers) clearTimeout(timer);
        this.#waiting.delete(key);
        resolve(response);
      };
      const waiting: Waiting = { settle, provisional: false };
      this.#waiting.set(key, waiting);
      const again = (pause: number): void => {
        peer.send(bytes);
        if (peer.transport === 'TCP') return;
        timers.add(setTimeout(() => !waiting.provisional && again(Math.min(T2, 2 * pause)), pause));
      };
      again(T1);
      timers.add(setTimeout(() => settle(undefined), this.#timeout));
    });
  }

  /** A response has come; false when nobody waits for it. */
  settle(response: SipResponse): boolean {
    const waiting = this.#waiting.get(branchOf(response));
    if (waiting === undefined) return false;
    if (response.status < 200) waiting.provisional = true;
    else waiting.settle(response);
    return true;
  }

  /**
   * Is this request new? One that comes again gets the same answer again, or none while the first is on its way; `null`
   * marks that.
   */
  isNew(request: SipRequest, peer: Peer): boolean {
    const key = keyOf(request, peer);
    const earlier = this.#answered.get(key);
    if (earlier === undefined) {
      this.#answered.add(key, null);
      return true;
    }
    if (earlier !== null) peer.send(earlier);
    return false;
  }

  /** Answers a request and remembers the answer; `undefined` forgets the request, so that it can come again. */
  answer(peer: Peer, request: SipRequest, status: number, headers: readonly Header[] = [], body = NOTHING): void {
    const bytes = encodeSip(responseTo(request, peer, status, headers, body));
    if (status === 503) this.#answered.forget(keyOf(request, peer));
    else this.#answered.add(keyOf(request, peer), bytes);
    peer.send(bytes);
  }

  close(): void {
    for (const { settle } of this.#waiting.values()) settle(undefined);
  }
}

const NOTHING = new Uint8Array(0);

function branchOf(message: SipMessage): string {
  const via = parseVia(headerValue(message, 'Via') ?? '');
  const method = parseCSeq(headerValue(message, 'CSeq') ?? '')?.method ?? '';
  return `${via?.parameters['branch'] ?? ''} ${method}`;
}

/** Devices of old leave out the branch: the call and its number tell a request apart then. */
function keyOf(request: SipRequest, peer: Peer): string {
  const parts = [
    headerValue(request, 'Call-ID'),
    headerValue(request, 'CSeq'),
    headerValue(request, 'From'),
    peer.host,
  ];
  return `${branchOf(request)} ${parts.join(' ')}`;
}

function responseTo(
  request: SipRequest,
  peer: Peer,
  status: number,
  more: readonly Header[],
  body: Uint8Array,
): SipResponse {
  const to = headerValue(request, 'To') ?? '';
  const tagged = status > 100 && !/;\s*tag=/i.test(to) ? `${to};tag=${token()}` : to;
  const vias = headerValues(request, 'Via').map((via, index): Header => [
    'Via',
    index === 0 ? seenFrom(via, peer) : via,
  ]);
  const headers: Header[] = [
    ...vias,
    ['From', headerValue(request, 'From') ?? ''],
    ['To', tagged],
    ['Call-ID', headerValue(request, 'Call-ID') ?? ''],
    ['CSeq', headerValue(request, 'CSeq') ?? ''],
    ...more,
  ];
  return { kind: 'response', status, phrase: PHRASES[status] ?? '', headers, body };
}

/** RFC 3581: where the request was seen to come from. */
function seenFrom(via: string, peer: Peer): string {
  const bare = via.replace(/;\s*(received|rport)(=[^;]*)?/gi, '');
  return `${bare};received=${peer.host};rport=${peer.port}`;
}

/** A branch, tag or call that is nobody else's. */
export function token(): string {
  return randomBytes(8).toString('hex');
}
