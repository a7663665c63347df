import type { Criteria } from '@anlan/kernel/campaign';
import type { ReactNode } from 'react';
import { stampText } from '../time/index.ts';

export interface Draft {
  readonly name: string;
  readonly category: string;
  readonly goal: string;
  readonly from: string;
  readonly to: string;
  readonly departments: readonly string[];
  readonly items: readonly string[];
  readonly share: number;
  readonly criteria: Criteria;
}

const day = (ahead: number): string => stampText(Date.now() + ahead * 86_400_000).slice(0, 10);

export const first = (): Draft => ({
  name: '',
  category: 'strike',
  goal: '',
  from: day(0),
  to: day(90),
  departments: [],
  items: [],
  share: 100,
  criteria: { regions: [], sectors: [], levels: [], scales: [], running: false },
});

export interface PartProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

export function Field({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <label>
      <span>{label}</span>
      {children}
      {hint === undefined ? null : <small>{hint}</small>}
    </label>
  );
}
