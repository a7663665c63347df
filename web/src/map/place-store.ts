import { Unreachable } from '../api/index.ts';
import type { Answer, LayerPart, LayerSummary, Order, PartWish } from './places.ts';
import type { Bounds } from '@anlan/kernel/map';

/** Degrees that are drawn beyond the edge of the view. */
const PAD = 0.05;

type Waiting = (answer: Answer) => void;

/** The page's side of the worker that holds the static layers: the page itself never walks their rows. */
class PlaceStore {
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  /** Has the worker read a layer; throws `Unreachable` when the server does not give it. */
  async load(key: string, url: string): Promise<LayerSummary> {
    const answer = await this.#send({ kind: 'load', id: 0, key, url });
    if ('loaded' in answer) return answer.loaded;
    throw new Unreachable(`${'status' in answer ? answer.status : ''} ${url}`);
  }

  /** What is drawn of the layers for a view, and the worker's ms for it. */
  async view(
    bounds: Bounds,
    zoom: number,
    layers: readonly PartWish[],
  ): Promise<{ parts: readonly LayerPart[]; ms: number }> {
    const answer = await this.#send({ kind: 'view', id: 0, bounds, zoom, layers, pad: PAD });
    return 'parts' in answer ? answer : { parts: [], ms: 0 };
  }

  #send(order: Order): Promise<Answer> {
    this.#worker ??= this.#open();
    this.#next += 1;
    const id = this.#next;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker?.postMessage({ ...order, id });
    });
  }

  #open(): Worker {
    const worker = new Worker(new URL('./places.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    };
    return worker;
  }
}

export const placeStore = new PlaceStore();
