/** A reading or a fix that was sent, and whether its acknowledgement came. */
export interface Sent {
  readonly id: string;
  readonly at: number;
  readonly value: number;
  acknowledged: boolean;
}

/** What a person did. `outcome`: the platform said yes, said no, or the connection broke before it said anything. */
export interface Deed {
  readonly kind: 'enterprise' | 'note' | 'acknowledged' | 'handled' | 'closed';
  /** Credit code, text of the note, or id of the alarm. */
  readonly subject: string;
  outcome: 'yes' | 'no' | 'unknown';
  /** Id the platform gave. */
  id?: string;
}

/** An excursion that was driven: so many alarms of the rule about the subject must be there, each raised and recovered once. */
export interface Driven {
  readonly rule: string;
  readonly subject: string;
  readonly alarms: number;
}

/** All that was done to the platform from outside. */
export interface Ledger {
  readonly readings: Sent[];
  readonly fixes: Sent[];
  readonly deeds: Deed[];
  readonly driven: Driven[];
}

export const openLedger = (): Ledger => ({ readings: [], fixes: [], deeds: [], driven: [] });
