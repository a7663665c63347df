/** A named set of filters kept in this browser. */
export interface SavedView {
  readonly name: string;
  readonly query: string;
}

const keyOf = (plural: string): string => `anlan.views.${plural}`;

export function readViews(plural: string, storage: Pick<Storage, 'getItem'> = localStorage): readonly SavedView[] {
  try {
    const views = JSON.parse(storage.getItem(keyOf(plural)) ?? '[]') as SavedView[];
    return Array.isArray(views) ? views : [];
  } catch {
    return [];
  }
}

export function keepViews(
  plural: string,
  views: readonly SavedView[],
  storage: Pick<Storage, 'setItem'> = localStorage,
): void {
  storage.setItem(keyOf(plural), JSON.stringify(views));
}

/** The part of an address a view stands for: no page, no opened record, no scope; in a stable order. */
export function viewQuery(params: URLSearchParams): string {
  const kept = [...params.entries()].filter(([key]) => !['page', 'open', 'edit', 'scope', 'size'].includes(key));
  return new URLSearchParams(kept.toSorted(([a], [b]) => a.localeCompare(b))).toString();
}
