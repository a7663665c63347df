import type { CaseStanding, Input } from '@anlan/kernel/case';
import type { Tx } from '../access/scoped.ts';
import type { CaseRow } from './row.ts';

/** What the platform finds out itself before an act is judged; its members are kept with the case. */
export type Look = (tx: Tx, row: CaseRow, standing: CaseStanding, input: Input, at: number) => Promise<Input>;
/** What follows an act in another word's tables, in the same transaction. */
export type Happen = (tx: Tx, row: CaseRow, at: number) => Promise<void>;

const LOOKS = new Map<string, Look>();
const HAPPENS = new Map<string, Happen>();

/** Words that know more about a kind of case say so when they start; the case itself knows none of them. */
export function lookBefore(kind: string, action: string, look: Look): void {
  LOOKS.set(`${kind} ${action}`, look);
}

export function happenAfter(kind: string, action: string, happen: Happen): void {
  HAPPENS.set(`${kind} ${action}`, happen);
}

/** The standing with what the platform has to know for the act. */
export async function withKnown(
  tx: Tx,
  row: CaseRow,
  standing: CaseStanding,
  act: { readonly action: string; readonly input: Input },
  at: number,
): Promise<CaseStanding> {
  const look = LOOKS.get(`${row.kind} ${act.action}`);
  if (look === undefined) return standing;
  return { ...standing, detail: { ...standing.detail, ...(await look(tx, row, standing, act.input, at)) } };
}

/** Lets follow what other words do after the act. */
export async function afterwards(tx: Tx, row: CaseRow, action: string, at: number): Promise<void> {
  await HAPPENS.get(`${row.kind} ${action}`)?.(tx, row, at);
}
