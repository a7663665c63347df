import { readFileSync } from 'node:fs';
import { camerasOf, demonstrationCity, packFile } from '@anlan/data';

const SEED = 'anlan';

let made: ReturnType<typeof camerasOf> | undefined;

/** Recorders and cameras of the demonstration city. */
export function demonstrationCameras(): ReturnType<typeof camerasOf> {
  made ??= camerasOf(SEED, demonstrationCity(SEED));
  return made;
}

/** Codes and names of what is connected to a recorder of the demonstration city; undefined for another. */
export function camerasOfRecorder(code: string): (readonly [code: string, name: string])[] | undefined {
  const own = demonstrationCameras().cameras.filter(({ recorderCode }) => recorderCode === code);
  return own.length === 0 ? undefined : own.map((camera) => [camera.code, camera.name] as const);
}

let video: Uint8Array | undefined;

/** The committed short stream; `data/packs/media/README.md` says how it was made. */
export function recordedVideo(): Uint8Array {
  video ??= Uint8Array.from(readFileSync(packFile('media/testsrc.h264')));
  return video;
}
