/** Another program that raises alarms, set up to be as quick as its settings allow. */
export interface AlarmPeer {
  readonly name: string;
  /** By which steps and settings an alarm reaches a page. */
  readonly how: string;
  /** Address of the WebSocket on which a page is told `{"point": …}` of a value above the limit, once until it falls. */
  readonly push: string;
  /** Gives a point a value, as its device would. */
  write(point: string, value: number): void;
  end(): Promise<void>;
}

/** What readings are judged by. */
export const LIMIT = 90;

/** Why a program is left out. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}
