import { sql, type RawBuilder } from 'kysely';
import type { AlarmView, Side } from '@anlan/kernel/alarm';
import type { Scope } from '@anlan/kernel/access';
import type { AlarmRow } from './row.ts';

/** On whose side somebody stands to an alarm: the enterprise's whose it is, or the governments' that watch it. */
export const sideOf = ({ kind }: Pick<Scope, 'kind'>): Side => (kind === 'organisation' ? 'plant' : 'government');

/** Does the side shelve the alarm for its owner? An alarm without an enterprise is the governments' own. */
const owns = (side: Side, { organisation_id: organisation }: Pick<AlarmRow, 'organisation_id'>): boolean =>
  side === 'plant' || organisation === null;

/** The column that holds till when the side has shelved the alarm. */
export const shelfOf = (side: Side, row: Pick<AlarmRow, 'organisation_id'>): 'shelved_until' | 'desk_shelved_until' =>
  owns(side, row) ? 'shelved_until' : 'desk_shelved_until';

/** The same as SQL on `alarm`. */
export const shelvedFor = (side: Side): RawBuilder<Date | null> =>
  side === 'plant'
    ? sql`shelved_until`
    : sql`(CASE WHEN organisation_id IS NULL THEN shelved_until ELSE desk_shelved_until END)`;

/** An alarm as a side sees it: in the enterprise's list what the enterprise has shelved, in the governments' what they have. */
export function seenBy(side: Side, view: AlarmView): AlarmView {
  if (side === 'government' || view.organisationId === null) return view;
  return { ...view, shelvedUntil: view.plant?.shelvedUntil ?? null };
}
