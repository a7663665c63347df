import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ReceivedWarning } from '@anlan/gateways';
import type { Tx } from '../access/scoped.ts';
import { ofOrganisations, ofPlaces, type Recipient } from '../notify/recipients.ts';
import type { Concerned } from './places.ts';

const COLOURS = { red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色' } as const;
const HAPPENINGS: Readonly<Record<string, readonly [word: string, happening: string]>> = {
  Alert: ['预警', 'issued'],
  Update: ['预警更新', 'updated'],
  Cancel: ['预警解除', 'cancelled'],
};

/** Tells the desks of the places and the safety people of the enterprises, each person once. */
export async function tell(
  tx: Tx,
  id: string,
  warning: ReceivedWarning,
  concerned: readonly Concerned[],
  now: number,
): Promise<void> {
  const told = new Map<string, Recipient & { readonly at: Concerned }>();
  const places = concerned.filter(({ organisationId }) => organisationId === null);
  // A warning may concern thousands of enterprises: asked for one by one they would hold up every other warning.
  const ofThePlaces = await ofPlaces(tx, [...new Set(places.map(({ regionPath }) => regionPath))], null, now);
  const ofTheFirms = await ofOrganisations(tx, [
    ...new Set(concerned.flatMap(({ organisationId }) => organisationId ?? [])),
  ]);
  for (const at of concerned) {
    const people = at.organisationId === null ? ofThePlaces.get(at.regionPath) : ofTheFirms.get(at.organisationId);
    for (const person of people ?? []) if (!told.has(person.personId)) told.set(person.personId, { ...person, at });
  }
  if (told.size === 0) return;
  const [word, happening] = HAPPENINGS[warning.msgType] ?? ['预警', 'issued'];
  const colour = warning.level === null ? '' : COLOURS[warning.level];
  const issuer = warning.senderName ?? warning.sender;
  const text = `【${colour}${word}】${warning.headline}（${issuer}，${warning.areaText || '区域见正文'}）`.slice(
    0,
    500,
  );
  const { rows } = await sql<{ cause: number }>`SELECT nextval('message_cause') AS cause`.execute(tx);
  const messages = [...told.values()].map(({ personId, name, why, at }) => ({
    id: randomUUID(),
    person_id: personId,
    person_name: name,
    why: `${at.why} · ${at.name} · ${why}`,
    region_path: at.regionPath,
    organisation_id: at.organisationId,
    sector: at.sector,
  }));
  await sql`
    INSERT INTO message (id, cause, person_id, person_name, channel, address, topic, subject_id, happening, level, text, why, at, state,
      sent_at, delivered_at, region_path, organisation_id, sector)
    SELECT x.id, ${rows[0]!.cause}, x.person_id, x.person_name, 'in-app', '', 'warning', ${id}, ${happening},
      ${warning.msgType === 'Cancel' ? 'blue' : warning.level}, ${text}, x.why, ${new Date(now)}, 'delivered',
      ${new Date(now)}, ${new Date(now)}, x.region_path, x.organisation_id, x.sector
    FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
      AS x(id uuid, person_id uuid, person_name text, why text, region_path text, organisation_id uuid, sector text)`.execute(
    tx,
  );
}
