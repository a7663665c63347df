/** Why a stream could not be opened, or ended. */
export const STREAM_ENDS = {
  'unknown-source': 'no source speaks this protocol',
  refused: 'the camera or its device refused',
  offline: 'the camera or its device is not connected',
  silent: 'agreed on, and no picture has come',
  lost: 'the connection broke off',
  changed: 'the stream has become another one; ask again',
  full: 'as many streams or viewers as allowed',
  network: 'the address is outside the networks that cameras may be in',
  credentials: 'the camera does not accept its user name and password',
  unplayable: 'neither H.264 nor H.265',
  idle: 'nobody watches any more',
  over: 'what was recorded has been shown to its end',
  closed: 'the relay is closing',
} as const;

export type StreamEnd = keyof typeof STREAM_ENDS;

/** What a source throws when a stream cannot be opened; `detail` is for the log and names no credentials. */
export class StreamProblem extends Error {
  readonly end: StreamEnd;

  constructor(end: StreamEnd, detail: string = STREAM_ENDS[end]) {
    super(detail);
    this.end = end;
  }
}

/** The word for how a stream ended, whatever a source says. */
export function endOf(reason: unknown): StreamEnd {
  if (reason instanceof StreamProblem) return reason.end;
  return typeof reason === 'string' && reason in STREAM_ENDS ? (reason as StreamEnd) : 'lost';
}
