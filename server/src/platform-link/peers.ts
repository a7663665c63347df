import { sql } from 'kysely';
import type { PeerLink } from '@anlan/gateways';
import type { Database } from '../access/scoped.ts';
import type { SecretBox } from '../identity/secret-box.ts';

/** Told whenever links, their vehicles or what waits to be sent has changed. */
export const LINK_CHANNEL = 'platform-link';

/** What is sealed of a link. */
export interface LinkSecrets {
  readonly password: string;
  readonly constants: PeerLink['constants'];
}

/** A vehicle as JT/T 809 names it. */
export interface ExchangedVehicle {
  readonly id: string;
  readonly plate: string;
  /** JT/T 415 and JT/T 697.7. */
  readonly colour: number;
  readonly terminalId: string;
  readonly sim: string;
}

/** A vehicle whose positions go down, from `since` (epoch ms) on. */
export interface GivenVehicle extends ExchangedVehicle {
  readonly since: number;
}

/** A link in use, with what the sending of positions needs. */
export interface UsedLink {
  readonly peer: PeerLink;
  readonly answerMinutes: number;
  /** What arrived here until then (epoch ms) is with the upper platform. */
  readonly forwardedUntil: number;
  /** Those the lower platform reports. */
  readonly vehicles: readonly ExchangedVehicle[];
  /** Upper: those whose positions are given to the lower platform. */
  readonly given: readonly GivenVehicle[];
  readonly place: {
    readonly regionPath: string;
    readonly organisationId: string | null;
    readonly sector: string | null;
  };
}

const COLOURS: Readonly<Record<string, number>> = { blue: 1, yellow: 2, green: 5, 'yellow-green': 93 };
/** The colour of a plate as JT/T 809 has it. */
export const colourOf = (plateColour: string | null): number => COLOURS[plateColour ?? ''] ?? OTHER_COLOUR;
/** JT/T 415: a plate of another colour, or of none that is known. */
export const OTHER_COLOUR = 9;

interface Row {
  id: string;
  role: 'upper' | 'lower';
  edition: 2011 | 2019;
  access_code: number;
  user_id: number;
  sealed: string;
  encrypted: boolean;
  peer_host: string;
  peer_port: number | null;
  own_host: string | null;
  idle_seconds: number;
  dead_seconds: number;
  answer_minutes: number;
  forwarded_until: Date | null;
  created_at: Date;
  region_path: string;
  organisation_id: string | null;
  sector: string | null;
}

/** Every link that is switched on, with its vehicles. */
export async function readLinks(db: Database, box: SecretBox): Promise<readonly UsedLink[]> {
  const { rows } = await sql<Row>`SELECT * FROM platform_link WHERE enabled AND retired_at IS NULL ORDER BY id`.execute(
    db,
  );
  const [vehicles, given] = [
    await readVehicles(db, 'platform_link_vehicle'),
    await readVehicles(db, 'platform_link_exchange'),
  ];
  return rows.map((row) => ({
    peer: peerOf(row, JSON.parse(box.open(row.sealed)) as LinkSecrets),
    answerMinutes: row.answer_minutes,
    forwardedUntil: (row.forwarded_until ?? row.created_at).getTime(),
    vehicles: vehicles.get(row.id) ?? [],
    given: row.role === 'upper' ? (given.get(row.id) ?? []) : [],
    place: { regionPath: row.region_path, organisationId: row.organisation_id, sector: row.sector },
  }));
}

function peerOf(row: Row, { password, constants }: LinkSecrets): PeerLink {
  return {
    id: row.id,
    role: row.role,
    edition: row.edition,
    accessCode: row.access_code,
    userId: row.user_id,
    password,
    peerHost: row.peer_host,
    peerPort: row.peer_port,
    ownHost: row.own_host,
    constants,
    encrypted: row.encrypted,
    patience: { idleMs: row.idle_seconds * 1000, deadMs: row.dead_seconds * 1000 },
  };
}

async function readVehicles(
  db: Database,
  from: 'platform_link_vehicle' | 'platform_link_exchange',
): Promise<ReadonlyMap<string, GivenVehicle[]>> {
  const { rows } = await sql<{
    link_id: string;
    id: string;
    name: string;
    plate_colour: string | null;
    terminal_id: string | null;
    identity: string | null;
    since: Date;
  }>`
    SELECT e.link_id, v.id, v.name, v.plate_colour, v.terminal_id, d.identity, e.since
    FROM ${sql.table(from)} e JOIN vehicle v ON v.id = e.vehicle AND v.retired_at IS NULL
    LEFT JOIN LATERAL (SELECT identity FROM device WHERE vehicle = v.id AND protocol = 'jt808' AND retired_at IS NULL LIMIT 1) d ON true
    WHERE e.until IS NULL AND e.since IS NOT NULL`.execute(db);
  const vehicles = new Map<string, GivenVehicle[]>();
  for (const { link_id, id, name, plate_colour, terminal_id, identity, since } of rows) {
    const own = vehicles.get(link_id) ?? [];
    vehicles.set(link_id, own);
    own.push({
      id,
      plate: name,
      colour: colourOf(plate_colour),
      terminalId: (terminal_id ?? '').slice(0, 7),
      sim: (identity ?? '').slice('jt808:'.length).slice(-12),
      since: since.getTime(),
    });
  }
  return vehicles;
}
