import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import type { Facts } from '@anlan/kernel/catalogue';
import type { Input } from '@anlan/kernel/case';
import { proposalOf, type Proposal } from '@anlan/systems/prevention';
import type { Database, Tx } from '../access/scoped.ts';
import { itemsFor } from './lists.ts';

/** A hidden danger as far as the standards ask about it. */
export interface DangerFacts {
  readonly organisationId: string | null;
  readonly regionPath: string;
  readonly sector: string | null;
  readonly source: string;
  readonly detail: Input;
}

const OWN_SOURCES = new Set(['self', 'alarm']);

/**
 * What the standards propose for a hidden danger at `at` (epoch ms): the enterprise's own for what it found itself,
 * the jurisdictions' for everything, and the criterion that was chosen. undefined = no standard says anything.
 */
export async function proposalFor(db: Database | Tx, danger: DangerFacts, at: number): Promise<Proposal | undefined> {
  const day = dayOf(at);
  const own = OWN_SOURCES.has(danger.source) ? danger.organisationId : null;
  const place = { regionPath: danger.regionPath, organisationId: own };
  const standard = await itemsFor(db, 'grading-standard', place, day);
  const criteria =
    typeof danger.detail['criterion'] === 'string'
      ? await itemsFor(db, 'major-danger', { ...place, organisationId: null }, day)
      : [];
  if (standard.length === 0 && criteria.length === 0) return undefined;
  return proposalOf([...standard, ...criteria], await factsOf(db, danger), day);
}

async function factsOf(db: Database | Tx, { detail, sector, source }: DangerFacts): Promise<Facts> {
  const words = ['title', 'description', 'place'].map((key) => detail[key]).filter((part) => typeof part === 'string');
  const point = detail['riskPoint'];
  const { rows } =
    typeof point === 'string'
      ? await sql<{ level: string }>`SELECT level FROM risk_point WHERE id = ${point}`.execute(db)
      : { rows: [] };
  const known = (key: string) => detail[key] as string | number | undefined;
  return {
    text: words.join(' '),
    class: known('class'),
    sector,
    source,
    riskLevel: rows[0]?.level,
    exposed: known('exposed'),
    excess: known('excess'),
    criterion: known('criterion'),
  };
}

/** The proposal as the case keeps it; empty members where nothing is proposed any more. */
export async function proposedFields(db: Tx, danger: DangerFacts, at: number): Promise<Input> {
  const proposal = await proposalFor(db, danger, at);
  return {
    proposedGrade: proposal?.grade ?? null,
    proposedLevel: proposal?.level ?? null,
    proposedBasis: proposal?.basis ?? null,
  };
}
