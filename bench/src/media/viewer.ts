import { WebSocket } from 'ws';

/** A browser's end of a stream, without the browser. */
export interface Viewer {
  /** Of each picture since `begin`: ms from its sending to its last byte here. */
  readonly ages: number[];
  readonly bytes: number;
  /** Pictures that were sent between two that came, and did not come. */
  readonly lost: number;
  begin(): void;
  close(): void;
}

/** Where the number of a fragment stands: after the heads of moof and mfhd. */
const NUMBER_AT = 8 + 12;

/** Watches a camera as a page does; settles with the first picture. Pictures are told by the numbers of their fragments. */
export async function watch(
  url: string,
  cookie: string,
  camera: { readonly id: string; readonly sentAt: readonly number[] },
): Promise<Viewer> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/streams/${camera.id}/live`, {
    headers: { cookie: `anlan_session=${cookie}`, origin: url },
    maxPayload: 64 * 1024 * 1024,
  });
  const viewer = { ages: [] as number[], bytes: 0, lost: 0 };
  let held: Buffer = Buffer.alloc(0);
  let begun = false;
  let last: number | undefined;

  function take(chunk: Buffer): void {
    if (begun) viewer.bytes += chunk.length;
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= 8 && held.length >= held.readUInt32BE(0)) {
      const size = held.readUInt32BE(0);
      const type = held.toString('latin1', 4, 8);
      if (type === 'moof') number = held.readUInt32BE(NUMBER_AT);
      if (type === 'mdat') shown(number);
      held = held.subarray(size);
    }
  }
  let number = 0;
  function shown(picture: number): void {
    if (begun && last !== undefined) viewer.lost += Math.max(0, picture - last - 1);
    last = picture;
    const sent = camera.sentAt[picture - 1];
    if (begun && sent !== undefined) viewer.ages.push(Date.now() - sent);
  }

  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the stream was closed')));
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) {
        take(data);
        resolve();
      } else if ((JSON.parse(data.toString()) as { kind: string }).kind === 'end') reject(new Error(data.toString()));
    });
  });
  return Object.assign(viewer, {
    begin: () => void (begun = true),
    close: () => socket.terminate(),
  });
}
