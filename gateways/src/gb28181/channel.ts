/** A stream's name for this source: live pictures of a channel, or what was recorded of it between two times (epoch ms). */
export interface Channel {
  readonly device: string;
  readonly channel: string;
  readonly recorded: { readonly from: number; readonly to: number } | undefined;
}

const FORM = /^(\d{20})\/(\d{20})(?:\?from=(\d{1,15})&to=(\d{1,15}))?$/;

/** Reads `device/channel` or `device/channel?from=…&to=…`; undefined for what is none. */
export function readChannel(text: string): Channel | undefined {
  const found = FORM.exec(text);
  if (found === null) return undefined;
  const recorded = found[3] === undefined ? undefined : { from: Number(found[3]), to: Number(found[4]) };
  if (recorded !== undefined && recorded.to <= recorded.from) return undefined;
  return { device: found[1]!, channel: found[2]!, recorded };
}
