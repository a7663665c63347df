import { sql } from 'kysely';
import type { StreamAddress } from '@anlan/gateways/media';
import { STREAM_NAME, VEHICLE_CHANNELS, type Past } from '@anlan/kernel/media';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';

/** A stream somebody may watch: what it is of, and where the relay finds it. */
export interface KnownStream {
  readonly name: string;
  readonly title: string;
  readonly place: string | null;
  readonly protocol: string;
  readonly cameraId: string | null;
  readonly deviceId: string | null;
  readonly channel: number | null;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
  /** What was recorded of a time, not what is seen now. */
  readonly past: Past | undefined;
  /** Undefined: the register does not say enough to ask for it. */
  readonly address: StreamAddress | undefined;
}

interface Row {
  id: string;
  name: string;
  place: string | null;
  protocol: string;
  code: string | null;
  channel: string | null;
  device: string | null;
  identity: string | null;
  regionPath: string;
  organisationId: string | null;
  sector: string | null;
}

/** What each protocol's source calls a camera. */
const CHANNELS: Readonly<Record<string, (row: Row) => string | undefined>> = {
  rtsp: ({ id }) => id,
  jt1078: ({ identity, channel }) =>
    identity === null || channel === null ? undefined : `${identity}/${Number(channel)}`,
  gb28181: ({ identity, code }) =>
    identity?.startsWith('gb28181:') && code !== null ? `${identity.slice('gb28181:'.length)}/${code}` : undefined,
};

const LONGEST_PAST_MS = 86_400_000;

/** The time a request asks recordings of; undefined where it asks for live pictures. */
export function pastIn({ from, to }: Partial<Past>): Past | Refusal | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined || to <= from || to - from > LONGEST_PAST_MS)
    return refuse(
      'field-invalid',
      {
        field: both('时段', 'Span'),
        problem: both(
          '起止都要有，结束应晚于开始，最长 24 小时',
          'both ends are needed; it ends after it begins and lasts 24 hours at most',
        ),
      },
      'to',
    );
  return { from, to };
}

/**
 * The stream of a name, when the reader's scope (the transaction's) covers it; undefined otherwise. A recording is played
 * for its viewer alone: two who look at the same time each begin at its beginning.
 */
export async function streamOf(tx: Tx, name: string, past?: Past, viewer = ''): Promise<KnownStream | undefined> {
  const [, id = '', channel] = STREAM_NAME.exec(name) ?? [];
  if (id === '') return undefined;
  const row = channel === undefined ? await cameraRow(tx, id) : await terminalRow(tx, id, channel);
  if (row === undefined) return undefined;
  const found = addressOf(row, past, viewer);
  const { name: title, place, protocol, device, regionPath, organisationId, sector } = row;
  return {
    name,
    title,
    place,
    protocol,
    cameraId: channel === undefined ? id : null,
    deviceId: device,
    channel: row.channel === null ? null : Number(row.channel),
    regionPath,
    organisationId,
    sector,
    past,
    address: found,
  };
}

/** A channel is one stream, whether it is asked for as a camera of the register or as a channel of its terminal. */
function addressOf(row: Row, past: Past | undefined, viewer: string): StreamAddress | undefined {
  const { protocol } = row;
  const channel = CHANNELS[protocol]?.(row);
  if (channel === undefined) return undefined;
  if (past === undefined) return { id: `${protocol} ${channel}`, source: protocol, channel };
  if (protocol !== 'gb28181') return undefined;
  const played = `${channel}?from=${past.from}&to=${past.to}`;
  return { id: `${protocol} ${played} ${viewer}`, source: protocol, channel: played };
}

async function cameraRow(tx: Tx, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    SELECT c.id, c.name, c.place, c.protocol, c.code, c.channel, d.id AS device, d.identity, c.region_path AS "regionPath",
      c.organisation_id AS "organisationId", c.sector
    FROM camera c LEFT JOIN device d ON d.id = c.device WHERE c.id = ${id} AND c.retired_at IS NULL`.execute(tx);
  return rows[0];
}

/** A channel of a vehicle's terminal needs no place in the register of cameras. */
async function terminalRow(tx: Tx, id: string, channel: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    SELECT d.id, d.name, NULL AS place, 'jt1078' AS protocol, NULL AS code, ${channel}::text AS channel, d.id AS device, d.identity,
      d.region_path AS "regionPath", d.organisation_id AS "organisationId", d.sector
    FROM device d WHERE d.id = ${id} AND starts_with(d.identity, 'jt808:') AND d.retired_at IS NULL`.execute(tx);
  const [row] = rows;
  const label = VEHICLE_CHANNELS[Number(channel)]?.label;
  return row && { ...row, name: `${row.name} · ${label ?? `通道 ${channel}`}` };
}
