import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableName, type Entity } from '@anlan/kernel/entity';
import type { App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type PersonOf, type Stage } from '../http/testing/stage.ts';
import { ENTITIES, entityOf, insertRecord } from './index.ts';
import { sampleOf } from './testing/sample.ts';

const TOWN = 'cn.36.11.02.001.';
const NEXT_TOWN = 'cn.36.11.02.002.';
const RIVER_TOWN = 'cn.50.115.004.';
const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;

/** Three owners in three places and two sectors; each has one record of every entity. */
const OWNERS = [
  { key: 'ours', id: uuid(1), region: TOWN, sector: 'non-coal-mine' },
  { key: 'next', id: uuid(2), region: NEXT_TOWN, sector: 'fireworks' },
  { key: 'river', id: uuid(3), region: RIVER_TOWN, sector: 'fireworks' },
] as const;
type Owner = (typeof OWNERS)[number]['key'];

const ACTORS: readonly (PersonOf & { sees: readonly Owner[] })[] = [
  { id: uuid(11), account: 'town', role: 'town-officer', region: TOWN, sees: ['ours'] },
  { id: uuid(12), account: 'county', role: 'inspector', region: 'cn.36.11.02.', sees: ['ours', 'next'] },
  { id: uuid(13), account: 'city', role: 'inspector', region: 'cn.36.11.', sees: ['ours', 'next'] },
  { id: uuid(14), account: 'sector', role: 'inspector', region: 'cn.36.11.', sectors: ['fireworks'], sees: ['next'] },
  { id: uuid(15), account: 'enterprise', role: 'safety-officer', organisation: uuid(1), sees: ['ours'] },
  { id: uuid(16), account: 'river', role: 'inspector', region: 'cn.50.', sees: ['river'] },
  { id: uuid(17), account: 'all', role: 'inspector', sees: ['ours', 'next', 'river'] },
  // An expert: what was opened to them, in whatever place, and nothing else.
  { id: uuid(18), account: 'participant', role: 'inspector', region: TOWN, participant: true, sees: ['next', 'river'] },
];

let stage: Stage;
let app: App;
const records = new Map<string, string>();
const asks = new Map<string, Ask>();
const idOf = (entity: string, owner: Owner): string => records.get(`${entity} ${owner}`)!;

beforeAll(async () => {
  stage = await openStage();
  app = await stage.app();
  await stage.db.transaction().execute(async (tx) => {
    let number = 100;
    for (const entity of ENTITIES.values()) {
      for (const owner of OWNERS) {
        const isOwner = entity.key === 'enterprise';
        const input = sampleOf(entity, number++, owner.region, owner.id, (key) => records.get(`${key} ${owner.key}`));
        const given = isOwner ? { ...input, id: owner.id, sector: owner.sector } : input;
        const id = await insertRecord(tx, entity, given, { provenance: 'manual', demonstration: false, by: 'test' });
        if (typeof id !== 'string') throw new Error(JSON.stringify(id));
        records.set(`${entity.key} ${owner.key}`, id);
      }
    }
  });
  for (const actor of ACTORS) {
    await enterPerson(stage.db, actor);
    if (actor.participant === true) await openTo(actor.id, actor.sees);
    asks.set(actor.account, await askAs(app, stage.db, actor.id));
  }
});
afterAll(() => stage.close());

/** Opens every record of the owners to a person. */
async function openTo(person: string, owners: readonly Owner[]): Promise<void> {
  for (const entity of ENTITIES.values())
    for (const owner of owners)
      await sql`
        INSERT INTO participation (entity_kind, entity_id, person_id, capacity, reason, added_by)
        VALUES (${tableName(entity)}, ${idOf(entity.key, owner)}, ${person}, 'expert', '会诊', ${ACTORS[0]!.id})`.execute(
        stage.db,
      );
}

/** A record of no enterprise and no sector is nobody's own: organisations and sector departments do not see it. */
function seen(entity: Entity, actor: (typeof ACTORS)[number]): readonly Owner[] {
  if (actor.participant === true) return actor.sees;
  // What a department of its own watches is no other trade's to see.
  if (entity.watchedBy !== undefined && entity.watchedBy.when === undefined && actor.sectors !== undefined) {
    return actor.sectors.includes(entity.watchedBy.sector) ? actor.sees : [];
  }
  const nobodys = entity.key !== 'enterprise' && entity.ownerField === undefined && entity.sectorField === undefined;
  return nobodys && (actor.organisation !== undefined || actor.sectors !== undefined) ? [] : actor.sees;
}

const MATRIX = ACTORS.flatMap((actor) => [...ENTITIES.keys()].map((entity) => [actor.account, entity, actor] as const));

describe.each(MATRIX)('scope %s × entity %s', (account, key, actor) => {
  const entity = entityOf(key);
  const path = `/api/${entity.plural}`;
  const sees = seen(entity, actor);
  const hidden = OWNERS.map((owner) => owner.key).filter((owner) => !sees.includes(owner));

  it('shows its own in list, export and record, and counts no other', async () => {
    const ask = asks.get(account)!;
    const mine = sees.map((owner) => idOf(key, owner)).sort();
    const list = (await ask('GET', path)).json();
    expect(list.rows.map(({ id }: { id: string }) => id).sort()).toEqual(mine);
    expect(list.total).toBe(mine.length);
    const lines = (await ask('GET', `${path}/export.csv`)).body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(mine.length + 1);
    for (const id of mine) expect((await ask('GET', `${path}/${id}`)).json()).toMatchObject({ id, version: 1 });
  });

  it('answers for every other exactly as for one that does not exist, changes nothing, and is audited', async () => {
    const ask = asks.get(account)!;
    const attempts = [
      ['GET', '', undefined],
      ['GET', '/history', undefined],
      ['PATCH', '', { version: 1, changes: { name: '改名' } }],
      ['POST', '/retire', { reason: '试' }],
      ['GET', '/standing', undefined],
      ['GET', `/as-of?at=${encodeURIComponent('2030-01-01T00:00:00Z')}`, undefined],
      ['GET', '/qr.svg', undefined],
    ] as const;
    const before = await refusals(actor.id);
    for (const [method, tail, body] of attempts) {
      const { instance: _, ...nothing } = (await ask(method, `${path}/${randomUUID()}${tail}`, body)).json();
      expect(nothing).toMatchObject({ code: 'not-found', status: 404 });
      for (const owner of hidden) {
        const answer = await ask(method, `${path}/${idOf(key, owner)}${tail}`, body);
        const { instance: __, ...problem } = answer.json();
        expect({ method, tail, owner, problem }).toEqual({ method, tail, owner, problem: nothing });
      }
    }
    expect((await refusals(actor.id)) - before).toBe(attempts.length * hidden.length);
    const { rows } = await sql<{
      version: number;
    }>`SELECT max(version)::int AS version FROM ${sql.table(tableName(entity))}`.execute(stage.db);
    expect(rows[0]!.version).toBe(1);
  });

  it('cannot enter or move a record outside, nor refer to one', async () => {
    const ask = asks.get(account)!;
    // A place that does not exist lies outside every scope.
    const outside = { river: TOWN, all: 'cn.99.' }[account] ?? RIVER_TOWN;
    const placed = await ask(
      'POST',
      path,
      sampleOf(entity, 900, outside, idOf('enterprise', actor.sees[0]!), (other) => idOf(other, actor.sees[0]!)),
    );
    expect([422, 403]).toContain(placed.statusCode);
    if (sees.length === 0) return;
    const moved = await ask('PATCH', `${path}/${idOf(key, actor.sees[0]!)}`, {
      version: 1,
      changes: { regionPath: outside },
    });
    expect(moved.json()).toMatchObject({ code: 'field-invalid', field: 'regionPath' });
    const { ownerField } = entity;
    if (ownerField === undefined) return;
    for (const owner of hidden) {
      const answers = [idOf('enterprise', owner), randomUUID()].map(async (foreign) => {
        const { instance: _, ...problem } = (
          await ask('PATCH', `${path}/${idOf(key, actor.sees[0]!)}`, { version: 1, changes: { [ownerField]: foreign } })
        ).json();
        return problem;
      });
      const [foreign, unknown] = await Promise.all(answers);
      expect(foreign).toMatchObject({ code: 'field-invalid', field: ownerField });
      expect(foreign).toEqual(unknown);
    }
  });

  it('finds nothing of others by name, initials or number', async () => {
    const ask = asks.get(account)!;
    const found = (await ask('GET', `/api/search?q=${encodeURIComponent(entity.label)}`)).json() as {
      kind: string;
      id: string;
    }[];
    expect(
      found
        .filter(({ kind }) => kind === key)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(sees.map((owner) => idOf(key, owner)).sort());
  });
});

async function refusals(person: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM audit WHERE actor_id = ${person} AND outcome = 'refused' AND detail ->> 'why' = 'outside-scope'`.execute(
    stage.db,
  );
  return rows[0]!.count;
}

describe('regions', () => {
  it.each([
    ['town', 1],
    ['county', 9],
    ['river', 1073],
  ])('%s sees those under its own', async (account, least) => {
    const regions = (await asks.get(account)!('GET', '/api/regions')).json() as { path: string }[];
    const own = ACTORS.find((actor) => actor.account === account)!.region!;
    expect(regions.every(({ path }) => path.startsWith(own))).toBe(true);
    expect(regions.length).toBeGreaterThanOrEqual(least);
  });

  it('an enterprise sees its jurisdiction, and nobody sees beyond by asking for it', async () => {
    const own = (await asks.get('enterprise')!('GET', '/api/regions')).json() as { path: string }[];
    expect(own[0]!.path).toBe('cn.36.11.');
    expect((await asks.get('town')!('GET', '/api/regions?under=cn.50.')).json()).toEqual([]);
  });
});

describe('an organisation', () => {
  it('owns what it enters, and registers no enterprise', async () => {
    const ask = asks.get('enterprise')!;
    const { enterprise: _, ...vehicle } = sampleOf(entityOf('vehicle'), 950, TOWN, null);
    const made = (await ask('POST', '/api/vehicles', vehicle)).json();
    expect(made).toMatchObject({ enterprise: uuid(1), organisationId: uuid(1), labels: { enterprise: '企业100号' } });
    const refused = await ask('POST', '/api/enterprises', sampleOf(entityOf('enterprise'), 951, TOWN, null));
    expect(refused.json()).toMatchObject({
      code: 'not-permitted',
      en: 'Your role may not register a new enterprise; the supervising authority can grant it',
    });
  });
});

describe('a column nobody may read', () => {
  it('is closed to every scope: the secret of a device', async () => {
    const { withScope } = await import('../access/scoped.ts');
    const reading = withScope(stage.db, { kind: 'all' }, (tx) => sql`SELECT secret_hash FROM device`.execute(tx));
    await expect(reading).rejects.toThrow('permission denied');
  });
});
