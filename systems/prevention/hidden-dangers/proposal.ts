import { match, type CatalogueItem, type Facts, type Match } from '@anlan/kernel/catalogue';
import { LEVEL_LABELS, LEVELS, type Level } from '@anlan/kernel/entity';
import type { GuardFacts } from '@anlan/kernel/case';
import { refuse, type Refusal, asIs, both, named, type Words } from '@anlan/kernel/refusal';
import { GRADES } from './fields.ts';

/** An item of a standard with the name of its list. */
export interface StandardItem extends CatalogueItem {
  readonly list: string;
}

export interface Proposal {
  readonly grade: 'general' | 'major';
  readonly level: Level;
  readonly class: string | null;
  /** The items that matched, gravest first, as a sentence. */
  readonly basis: string;
  readonly matches: readonly Match<StandardItem>[];
}

/** How grave a proposing item is: the grade first, then the colour. */
function weightOf({ item }: Match<StandardItem>): number {
  if (item.effect.kind !== 'propose') return 0;
  const { grade, level } = item.effect.values;
  const rank = LEVELS.includes(level as Level) ? LEVEL_LABELS[level as Level].rank : 0;
  return (grade === 'major' ? 10 : 0) + rank;
}

/** What the standard says of a hidden danger on a day: the gravest item that matches decides; undefined = nothing. */
export function proposalOf(items: readonly StandardItem[], facts: Facts, day: string): Proposal | undefined {
  const matches = match(items, facts, day)
    .filter(({ item }) => item.effect.kind === 'propose')
    .sort((a, b) => weightOf(b) - weightOf(a));
  const [first] = matches;
  if (first === undefined || first.item.effect.kind !== 'propose') return undefined;
  const { grade, level, class: kind } = first.item.effect.values;
  return {
    grade: grade === 'major' ? 'major' : 'general',
    level: LEVELS.includes(level as Level) ? (level as Level) : grade === 'major' ? 'red' : 'yellow',
    class: typeof kind === 'string' ? kind : null,
    basis: basisOf(matches),
    matches,
  };
}

/** 《标准》3 条目；另 2 条 — with the article where the item cites one; at most 300 signs. */
function basisOf(matches: readonly Match<StandardItem>[]): string {
  const [first] = matches;
  if (first === undefined) return '';
  const { list, code, title, clauses } = first.item;
  const cited = clauses.length === 0 ? '' : `（${clauses.slice(0, 2).join('、')}）`;
  const more = matches.length === 1 ? '' : `；另有 ${matches.length - 1} 条相符`;
  const room = 296 - list.length - code.length - cited.length - more.length;
  return `《${list}》${code} ${title.slice(0, Math.max(20, room))}${cited}${more}`.slice(0, 300);
}

function gradeName(grade: string): Words {
  const known = GRADES.find(({ value }) => value === grade);
  return known === undefined ? asIs(grade) : named(known);
}

/** Whoever grades otherwise than the standard proposes says why (S61). */
export function asProposed({ standing, input }: Pick<GuardFacts, 'standing' | 'input'>): Refusal | undefined {
  const { proposedGrade, proposedLevel } = standing.detail;
  if (typeof proposedGrade !== 'string' || input['gradeReason'] !== undefined) return undefined;
  const other = (key: string, wanted: unknown) =>
    typeof wanted === 'string' && input[key] !== undefined && input[key] !== wanted;
  if (!other('grade', proposedGrade) && !other('level', proposedLevel)) return undefined;
  const { zh, en } = gradeName(proposedGrade);
  const colour = LEVELS.includes(proposedLevel as Level) ? LEVEL_LABELS[proposedLevel as Level] : undefined;
  const proposed = colour === undefined ? both(zh, en) : both(`${zh}（${colour.risk}）`, `${en} (${colour.en})`);
  return refuse('grade-reason', { proposed }, 'gradeReason');
}
