/** A picture, sound or film of a terminal, whole. */
export interface Medium {
  /** Tells it apart within the device, so that what comes twice is kept once. */
  readonly source: string;
  /** The alarm it belongs to, by its sign. */
  readonly sign: string | null;
  /** It was taken because the platform asked. */
  readonly ordered: boolean;
  readonly name: string;
  readonly channel: number | null;
  /** As in `content-type`. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Epoch ms. */
  readonly at: number;
  readonly lon: number | null;
  readonly lat: number | null;
}

const BY_FORMAT = ['image/jpeg', 'image/tiff', 'audio/mpeg', 'audio/wav', 'video/x-ms-wmv'] as const;
const BY_ENDING: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  wav: 'audio/wav',
  mp4: 'video/mp4',
};
const UNKNOWN = 'application/octet-stream';

/** The type of a multimedia format, JT/T 808 0x0801. */
export function typeOfFormat(format: number): string {
  return BY_FORMAT[format] ?? UNKNOWN;
}

/** The type of a file by its name. */
export function typeOfName(name: string): string {
  return BY_ENDING[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? UNKNOWN;
}

/** The channel in a file's name, T/JSATL 12-2017: type_channel_alarm_sequence_number.ending. */
export function channelOfName(name: string): number | null {
  const channel = /^\d{1,2}_(\d{1,2})_/.exec(name)?.[1];
  return channel === undefined ? null : Number(channel);
}
