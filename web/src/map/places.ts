import { decodePlaces, idAt, type Bounds, type PlaceColumns } from '@anlan/kernel/map';
import { PlaceIndex } from './place-index.ts';

/** What the page is told of a layer once it is held by the worker. */
export interface LayerSummary {
  readonly key: string;
  readonly rows: number;
  /** Rows by level code: none, blue, yellow, orange, red. */
  readonly levels: readonly number[];
  readonly bytes: number;
  /** Changes with the content. */
  readonly tag: string;
  /** ms in the worker: reading the answer and building the index. */
  readonly ms: number;
}

/** Places of a layer that stand alone in a view, as columns the graphics layer reads directly. */
export interface Singles {
  readonly length: number;
  readonly lonlat: Float64Array;
  readonly level: Uint8Array;
  readonly silent: Uint8Array;
  readonly ids: Uint8Array;
  readonly names: readonly string[] | null;
}
export interface LayerPart {
  readonly key: string;
  readonly clusters: Float64Array;
  readonly singles: Singles;
  readonly count: number;
}

export interface PartWish {
  readonly key: string;
  readonly mask: number;
  readonly together: boolean;
}
export type Order =
  | { readonly kind: 'load'; readonly id: number; readonly key: string; readonly url: string }
  | {
      readonly kind: 'view';
      readonly id: number;
      readonly bounds: Bounds;
      readonly zoom: number;
      readonly pad?: number;
      readonly layers: readonly PartWish[];
    };
export type Answer =
  | { readonly id: number; readonly loaded: LayerSummary }
  | { readonly id: number; readonly parts: readonly LayerPart[]; readonly ms: number }
  | { readonly id: number; readonly status: number };

interface Held {
  readonly columns: PlaceColumns;
  readonly index: PlaceIndex;
  readonly summary: LayerSummary;
}

/** The layers a worker holds, and what it answers; pure but for `fetch`. */
export class PlaceHolder {
  readonly #held = new Map<string, Held>();
  readonly #ask: typeof fetch;

  constructor(ask: typeof fetch) {
    this.#ask = ask;
  }

  async answer(order: Order): Promise<Answer> {
    return order.kind === 'load' ? this.#load(order) : this.#view(order);
  }

  /** Asks for a layer; the same tag means that what is held is still right. */
  async #load({ id, key, url }: Extract<Order, { kind: 'load' }>): Promise<Answer> {
    const known = this.#held.get(key);
    const headers: Record<string, string> = known === undefined ? {} : { 'if-none-match': known.summary.tag };
    const response = await this.#ask(url, { headers, credentials: 'same-origin' });
    if (response.status === 304 && known !== undefined) return { id, loaded: known.summary };
    if (!response.ok) return { id, status: response.status };
    const buffer = await response.arrayBuffer();
    const begun = performance.now();
    const columns = decodePlaces(buffer);
    if (columns === undefined) return { id, status: 0 };
    const levels = [0, 0, 0, 0, 0];
    for (const code of columns.level) levels[code] = (levels[code] ?? 0) + 1;
    const index = new PlaceIndex(columns);
    const summary: LayerSummary = {
      key,
      rows: columns.length,
      levels,
      bytes: buffer.byteLength,
      tag: response.headers.get('etag') ?? '',
      ms: performance.now() - begun,
    };
    // Of past registers only the newest is kept: `enterprises@12` takes the place of `enterprises@9`.
    const [name, past] = key.split('@');
    if (past !== undefined) {
      for (const other of this.#held.keys()) if (other.startsWith(`${name}@`)) this.#held.delete(other);
    }
    this.#held.set(key, { columns, index, summary });
    return { id, loaded: summary };
  }

  #view({ id, bounds, zoom, pad = 0, layers }: Extract<Order, { kind: 'view' }>): Answer {
    const begun = performance.now();
    const parts = layers.flatMap(({ key, mask, together }): LayerPart[] => {
      const held = this.#held.get(key);
      if (held === undefined) return [];
      const { clusters, singles, count } = held.index.view({ bounds, zoom, mask, together, pad });
      return [{ key, clusters, count, singles: singlesOf(held.columns, singles) }];
    });
    return { id, parts, ms: performance.now() - begun };
  }
}

/** Rows as columns of their own, the gravest last, so that it is drawn on top. */
export function singlesOf(columns: PlaceColumns, rows: Uint32Array): Singles {
  const order = rows.slice().sort((a, b) => (columns.level[a] ?? 0) - (columns.level[b] ?? 0));
  const made = {
    length: order.length,
    lonlat: new Float64Array(2 * order.length),
    level: new Uint8Array(order.length),
    silent: new Uint8Array(order.length),
    ids: new Uint8Array(16 * order.length),
    names: columns.names === null ? null : Array.from(order, (row) => columns.names?.[row] ?? ''),
  };
  order.forEach((row, i) => {
    made.lonlat[2 * i] = (columns.lon[row] ?? 0) / 1e7;
    made.lonlat[2 * i + 1] = (columns.lat[row] ?? 0) / 1e7;
    made.level[i] = columns.level[row] ?? 0;
    made.silent[i] = columns.silent[row] ?? 0;
    made.ids.set(columns.ids.subarray(16 * row, 16 * row + 16), 16 * i);
  });
  return made;
}

/** Buffers of an answer that change hands instead of being copied. */
export function transfers(answer: Answer): ArrayBuffer[] {
  if (!('parts' in answer)) return [];
  return answer.parts.flatMap(({ clusters, singles }) =>
    [clusters, singles.lonlat, singles.level, singles.silent, singles.ids].map(
      (column) => column.buffer as ArrayBuffer,
    ),
  );
}

export const idOf = (singles: Singles, row: number): string => idAt(singles.ids, row);
