import { streamWordSchema, type Past, type StreamEndWord, type StreamHello } from '@anlan/kernel/media';
import { query } from '../api/index.ts';
import { pastStepOf, stepOf, type Parts } from './edge.ts';

/** What a film tells its page. */
export interface FilmWatcher {
  hello(hello: StreamHello): void;
  /** The picture shown reached the platform, or was recorded, at this time (ms of the platform's clock), so many seconds ago. */
  shows(at: number, age: number): void;
  end(end: FilmEnd): void;
}

/** Why a film is over; `again` says whether another attempt may help. */
export interface FilmEnd {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly again: boolean;
}

const STEP_MS = 200;
/** Film that waits to be taken by the browser; a browser that takes none is better begun anew. */
const MOST_WAITING = 16 * 1024 * 1024;

const UNPLAYABLE = (mime: string): FilmEnd => ({
  code: 'unplayable-here',
  zh: `这个浏览器不能播放这种编码（${mime.replace(/^.*codecs="|"$/g, '')}），请把摄像机设为 H.264`,
  en: `This browser cannot play the coding (${mime.replace(/^.*codecs="|"$/g, '')}); set the camera to H.264`,
  again: false,
});
const BROKEN: FilmEnd = {
  code: 'broken',
  zh: '与平台的连接断了',
  en: 'The connection to the platform broke off',
  again: true,
};
const UNDECODED: FilmEnd = { code: 'undecoded', zh: '画面不能解码', en: 'The pictures cannot be decoded', again: true };

/** One connection to a stream, shown in a video element until it ends; `close` ends it without a word. */
export class Film {
  readonly #video: HTMLVideoElement;
  readonly #watcher: FilmWatcher;
  readonly #socket: WebSocket;
  readonly #media = new MediaSource();
  readonly #url: string;
  #buffer: SourceBuffer | undefined;
  #waiting: ArrayBuffer[] = [];
  #waitingBytes = 0;
  #forget: number | undefined;
  #hello: StreamHello | undefined;
  /** Clock of the platform less ours, in ms. */
  #ahead = 0;
  #timer: number | undefined;
  #over = false;
  readonly #past: Past | undefined;

  constructor(
    { stream, past }: { readonly stream: string; readonly past: Past | undefined },
    video: HTMLVideoElement,
    watcher: FilmWatcher,
  ) {
    this.#past = past;
    this.#video = video;
    this.#watcher = watcher;
    this.#url = URL.createObjectURL(this.#media);
    video.src = this.#url;
    video.addEventListener('error', this.#failed);
    const { protocol, host } = window.location;
    this.#socket = new WebSocket(
      `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/streams/${stream}/live${query({ ...past })}`,
    );
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => this.#take(data));
    this.#socket.addEventListener('close', () => this.#end(BROKEN));
    this.#timer = window.setInterval(() => this.#step(), STEP_MS);
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    window.clearInterval(this.#timer);
    this.#video.removeEventListener('error', this.#failed);
    this.#socket.close();
    this.#waiting = [];
    URL.revokeObjectURL(this.#url);
  }

  readonly #failed = (): void => this.#end(UNDECODED);

  #end(end: FilmEnd): void {
    if (this.#over) return;
    this.close();
    this.#watcher.end(end);
  }

  #take(data: string | ArrayBuffer): void {
    if (this.#over) return;
    if (typeof data === 'string') return this.#word(data);
    this.#waiting.push(data);
    this.#waitingBytes += data.byteLength;
    if (this.#waitingBytes > MOST_WAITING) return this.#end(UNDECODED);
    this.#pump();
  }

  #word(text: string): void {
    const word = streamWordSchema.safeParse(JSON.parse(text));
    if (!word.success) return;
    if (word.data.kind === 'end') return this.#end(word.data satisfies StreamEndWord);
    if (!MediaSource.isTypeSupported(word.data.mime)) return this.#end(UNPLAYABLE(word.data.mime));
    this.#hello = word.data;
    this.#ahead = word.data.now - Date.now();
    this.#watcher.hello(word.data);
    if (this.#media.readyState === 'open') this.#open();
    else this.#media.addEventListener('sourceopen', () => this.#open(), { once: true });
  }

  #open(): void {
    if (this.#over || this.#hello === undefined || this.#buffer !== undefined) return;
    this.#buffer = this.#media.addSourceBuffer(this.#hello.mime);
    this.#buffer.addEventListener('updateend', () => this.#pump());
    this.#pump();
  }

  /** Hands the browser the next piece, or lets it forget what was shown. */
  #pump(): void {
    const buffer = this.#buffer;
    if (this.#over || buffer === undefined || buffer.updating || this.#media.readyState !== 'open') return;
    try {
      if (this.#forget !== undefined) {
        const until = this.#forget;
        this.#forget = undefined;
        return buffer.remove(0, until);
      }
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#waitingBytes -= next.byteLength;
      buffer.appendBuffer(next);
    } catch {
      this.#end(UNDECODED);
    }
  }

  #step(): void {
    const video = this.#video;
    if (this.#buffer === undefined) return;
    const parts: Parts = Array.from(
      { length: video.buffered.length },
      (_, index) => [video.buffered.start(index), video.buffered.end(index)] as const,
    );
    const { seek, rate, forget } =
      this.#past === undefined
        ? stepOf(parts, video.currentTime, video.paused && video.currentTime > 0)
        : pastStepOf(parts, video.currentTime);
    if (seek !== undefined) video.currentTime = seek;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    if (forget !== undefined) this.#forget = forget;
    this.#pump();
    if (parts.length === 0 || video.readyState < 2 || this.#hello === undefined) return;
    const at = this.#hello.epoch + video.currentTime * 1000;
    this.#watcher.shows(at, Math.max(0, (Date.now() + this.#ahead - at) / 1000));
  }
}
