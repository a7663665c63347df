import type { CaseKind } from './kind.ts';

export interface DiagramNode {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly end: 'closed' | 'void' | null;
  /** Column from the left: steps from the start by the shortest way. */
  readonly column: number;
  /** Place within the column, from the top. */
  readonly row: number;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
  readonly labelsEn: readonly string[];
  /** Leads to an earlier or the same column: drawn as an arc back. */
  readonly back: boolean;
}

/** The kind's states and ways as a picture's data: what is drawn is what the engine does. */
export function diagramOf(kind: CaseKind): { nodes: DiagramNode[]; edges: DiagramEdge[] } {
  const column = columns(kind);
  const used = new Map<number, number>();
  const nodes = Object.entries(kind.states).map(([key, state]) => {
    const at = column.get(key) ?? 0;
    const row = used.get(at) ?? 0;
    used.set(at, row + 1);
    return { key, label: state.label, labelEn: state.labelEn, end: state.end ?? null, column: at, row };
  });
  const edges = new Map<string, DiagramEdge>();
  for (const action of Object.values(kind.actions)) {
    for (const from of action.to === null ? [] : action.from) {
      const to = action.to as string;
      const known = edges.get(`${from} ${to}`);
      edges.set(`${from} ${to}`, {
        from,
        to,
        labels: [...(known?.labels ?? []), action.label],
        labelsEn: [...(known?.labelsEn ?? []), action.labelEn],
        back: (column.get(to) ?? 0) <= (column.get(from) ?? 0),
      });
    }
  }
  return { nodes, edges: [...edges.values()] };
}

function columns(kind: CaseKind): Map<string, number> {
  const column = new Map([[kind.opening.to, 0]]);
  let frontier = [kind.opening.to];
  while (frontier.length > 0) {
    const next: string[] = [];
    for (const state of frontier) {
      for (const action of Object.values(kind.actions)) {
        if (action.to === null || !action.from.includes(state) || column.has(action.to)) continue;
        column.set(action.to, (column.get(state) ?? 0) + 1);
        next.push(action.to);
      }
    }
    frontier = next;
  }
  return column;
}
