import { PlaceHolder, transfers, type Answer, type Order } from './places.ts';

const holder = new PlaceHolder(fetch.bind(globalThis));

// The page's library knows windows only; a worker's `postMessage` takes what changes hands.
const post = globalThis.postMessage as unknown as (answer: Answer, transfer: ArrayBuffer[]) => void;

globalThis.onmessage = ({ data }: MessageEvent<Order>) => {
  void holder.answer(data).then(
    (answer) => post(answer, transfers(answer)),
    () => post({ id: data.id, status: 0 }, []),
  );
};
