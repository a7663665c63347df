import { Session } from 'node:inspector';

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Taken {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly functionName: string; readonly ranges: readonly Range[] }[];
  }[];
}

/** Code of the codecs, built or as source; coverage of anything else says nothing about a decoder. */
const CODECS = /\/protocols\/[a-z0-9-]+\/(?:dist|src)\//;

/** Which blocks of the codecs run, by V8's own block coverage; one at a time in a process. */
export interface Coverage {
  /** The blocks that ran since the last call. */
  take(): ReadonlySet<string>;
  close(): void;
}

export function openCoverage(): Coverage {
  const session = new Session();
  session.connect();
  const post = (method: string, parameters: object = {}): unknown => {
    let answer: unknown;
    // Within one process the answer comes before `post` returns.
    session.post(method, parameters, (error, result) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  };
  post('Profiler.enable');
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    take: () => new Set(blocksOf(post('Profiler.takePreciseCoverage') as Taken)),
    close() {
      post('Profiler.stopPreciseCoverage');
      post('Profiler.disable');
      session.disconnect();
    },
  };
}

/** Blocks that ran, with how often in powers of two: a loop that ran ten times more is news, too. */
function* blocksOf({ result }: Taken): Iterable<string> {
  for (const { url, functions } of result) {
    if (!CODECS.test(url)) continue;
    for (const { ranges } of functions) {
      for (const { startOffset, endOffset, count } of ranges) {
        if (count > 0) yield `${url} ${startOffset} ${endOffset} ${Math.min(6, Math.floor(Math.log2(count) / 2))}`;
      }
    }
  }
}
