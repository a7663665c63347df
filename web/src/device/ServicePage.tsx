import { Button } from 'antd';
import { CirclePause, Factory } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RefusalNote, Table } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { useDeclare, useOutOfService, useUnitStates } from './standing.ts';
import { useStateName } from './StandingCard.tsx';
import { WORDS } from './words.ts';

/** Everything in one's scope that raises no process alarm at present, soonest back first. */
export function ServicePage() {
  const t = useWords(WORDS);
  const name = useStateName();
  const [out, states] = [useOutOfService(), useUnitStates()];
  return (
    <Page title={t('notJudged')}>
      <PageHead title={t('notJudged')} note={t('notJudgedNote')} />
      <Spans
        title={t('outs')}
        kind="out-of-service"
        icon={<CirclePause size={20} strokeWidth={1.6} />}
        found={out}
        rows={out.data?.map((row) => ({ ...row, name: row.subjectName, what: t(row.subjectKind) }))}
      />
      <Spans
        title={t('states')}
        kind="unit-states"
        icon={<Factory size={20} strokeWidth={1.6} />}
        found={states}
        rows={states.data?.map((row) => ({ ...row, name: row.unitName, what: name(row.state) }))}
      />
    </Page>
  );
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  readonly reason: string;
  readonly from: number;
  readonly until: number;
  readonly by: string;
}

interface SpansProps {
  readonly title: string;
  readonly kind: 'out-of-service' | 'unit-states';
  readonly icon: ReactNode;
  readonly found: { readonly isPending: boolean; readonly error: unknown; readonly refetch: () => unknown };
  readonly rows: readonly Row[] | undefined;
}

function Spans({ title, kind, icon, found, rows }: SpansProps) {
  const t = useWords(WORDS);
  const may = useMay('alarm.service');
  const { end } = useDeclare();
  return (
    <Card title={title} note={rows === undefined ? undefined : t('rows', { n: rows.length })} flush>
      {found.isPending ? <Loading rows={3} /> : null}
      {rows === undefined && found.error != null ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {end.isError ? <RefusalNote error={end.error} /> : null}
      {rows?.length === 0 ? <Empty icon={icon} title={t('allJudged')} /> : null}
      {rows === undefined || rows.length === 0 ? null : (
        <Table
          heads={[
            ...(['subject', 'state', 'why', 'from', 'until', 'by'] as const).map((key) => t(key)),
            ...(may ? [{ label: t('end'), quiet: true }] : []),
          ]}
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <td title={row.name}>{row.name}</td>
              <td>{row.what}</td>
              <td className={table.wide} title={row.reason}>
                {row.reason}
              </td>
              <td>{stampText(row.from).slice(0, 16)}</td>
              <td>{stampText(row.until).slice(0, 16)}</td>
              <td>{row.by}</td>
              {may ? (
                <td>
                  <Button size="small" disabled={end.isPending} onClick={() => end.mutate({ kind, id: row.id })}>
                    {t('end')}
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
