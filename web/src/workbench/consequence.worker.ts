import { work, type Order } from './compute.ts';

// The page's library knows windows only; a worker's `postMessage` takes no target.
const post = globalThis.postMessage as unknown as (answer: object) => void;

globalThis.onmessage = ({ data }: MessageEvent<{ id: number; order: Order }>) => {
  post({ id: data.id, answered: work(data.order) });
};
