/** One device of a simulation. */
export interface Simulated {
  /** Signed on, and not too much unacknowledged. */
  readonly ready: boolean;
  start(): void;
  /** Sends one message of values or a position. */
  send(): void;
  end(): void;
}

export interface SimulatedOptions {
  readonly host: string;
  readonly port: number;
  /** Identity in the register without its protocol. */
  readonly name: string;
  /** Key of demonstration secrets; devices of protocols without secrets pass over it. */
  readonly key: string;
  readonly answered: (milliseconds: number) => void;
  readonly lost: (messages: number) => void;
  /** Turned away, or a message refused. */
  readonly refused: () => void;
}
