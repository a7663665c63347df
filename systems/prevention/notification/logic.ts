/** A worker of the register, as coverage needs it. */
export interface Told {
  readonly id: string;
  readonly post: string;
}

/** A current card: for one post, or for everybody (''). */
export interface CurrentCard {
  readonly id: string;
  readonly post: string;
}

export interface Coverage {
  readonly employees: number;
  /** Those who signed every card that concerns them; who has no card has not been told. */
  readonly signed: number;
  /** Share 0…1; null without employees. */
  readonly rate: number | null;
  /** Who is not told, with the cards still to be signed; none = nobody wrote a card for the post. */
  readonly missing: readonly { readonly worker: string; readonly cards: readonly string[] }[];
}

/** Cards that concern a post. */
export function cardsFor<C extends CurrentCard>(post: string, cards: readonly C[]): C[] {
  return cards.filter((card) => card.post === '' || card.post === post);
}

/** Notification rate of an enterprise (S71): signed / employees. `signatures` holds `card worker`. */
export function coverageOf(
  workers: readonly Told[],
  cards: readonly CurrentCard[],
  signatures: ReadonlySet<string>,
): Coverage {
  const missing = workers.flatMap((worker) => {
    const own = cardsFor(worker.post, cards);
    const open = own.filter((card) => !signatures.has(`${card.id} ${worker.id}`)).map((card) => card.id);
    return own.length > 0 && open.length === 0 ? [] : [{ worker: worker.id, cards: open }];
  });
  const signed = workers.length - missing.length;
  return {
    employees: workers.length,
    signed,
    rate: workers.length === 0 ? null : signed / workers.length,
    missing,
  };
}
