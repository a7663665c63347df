import { pushSchema, type Push } from '@anlan/kernel/live';

/** The part of a WebSocket that a link needs. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export type LinkState = 'connecting' | 'open' | 'waiting';

export interface LinkPorts {
  /** Opens a socket that resumes after `cursor`; null = from now. */
  open(cursor: number | null): Socket;
  /** Runs `task` after `ms`; returns its cancellation. */
  later(task: () => void, ms: number): () => void;
  push(message: Push): void;
  state(state: LinkState): void;
  /** The server's history does not reach back to our cursor: lists must be asked for again. */
  reset(): void;
  /** Epoch ms of this browser. */
  now(): number;
  /** 0…1, so that many browsers do not come back at the same instant. */
  random(): number;
}

const PAUSES = [500, 1000, 2000, 4000, 8000, 15_000];

/** A connection to `/api/live` that comes back by itself and never shows an event twice. */
export class Link {
  private readonly ports: LinkPorts;
  private socket: Socket | undefined;
  private cursor: number | null = null;
  private failures = 0;
  private cancel: (() => void) | undefined;
  private wish: readonly string[] = [];
  private ended = false;

  constructor(ports: LinkPorts) {
    this.ports = ports;
    this.connect();
  }

  /** Asks for readings of these points, now and after every reconnect. */
  watch(points: readonly string[]): void {
    this.wish = points;
    this.sendWish();
  }

  /** Comes back at once, for example when the browser says it is online again. */
  retry(): void {
    if (this.cancel === undefined) return;
    this.cancel();
    this.connect();
  }

  close(): void {
    this.ended = true;
    this.cancel?.();
    this.socket?.close();
  }

  private connect(): void {
    this.cancel = undefined;
    this.ports.state('connecting');
    const socket = this.ports.open(this.cursor);
    this.socket = undefined;
    socket.onopen = () => {
      this.failures = 0;
      this.socket = socket;
      this.ports.state('open');
      if (this.wish.length > 0) this.sendWish();
    };
    socket.onmessage = ({ data }) => this.receive(data);
    socket.onclose = () => this.lost();
  }

  private lost(): void {
    this.socket = undefined;
    if (this.ended) return;
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)] as number;
    this.failures += 1;
    this.ports.state('waiting');
    this.cancel = this.ports.later(() => this.connect(), pause * (0.75 + 0.5 * this.ports.random()));
  }

  private receive(data: unknown): void {
    const message = pushSchema.safeParse(parse(data));
    if (!message.success) return;
    const push = message.data;
    if (push.kind === 'hello') this.greet(push.cursor);
    if (push.kind === 'event' || push.kind === 'case') {
      if (this.cursor !== null && push.cursor <= this.cursor) return;
      this.cursor = push.cursor;
      if (push.trace !== undefined) this.confirm(push.cursor);
    }
    this.ports.push(push);
  }

  /** The first greeting tells where "now" is; later ones may only reveal that the server has forgotten us. */
  private greet(cursor: number): void {
    if (this.cursor !== null && cursor < this.cursor) {
      this.cursor = cursor;
      this.ports.reset();
    }
    this.cursor ??= cursor;
  }

  /** The server wants to know how long an event took to get here. */
  private confirm(cursor: number): void {
    this.socket?.send(JSON.stringify({ seen: { cursor, at: this.ports.now() } }));
  }

  private sendWish(): void {
    this.socket?.send(JSON.stringify({ watch: this.wish.slice(0, 200) }));
  }
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
