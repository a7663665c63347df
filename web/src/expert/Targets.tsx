import type { Field } from '@anlan/kernel/entity';
import type { ContractReport } from '@anlan/systems/prevention';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { AskButton, Card, Scroll } from '../parts/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import styles from '../parts/Dossier.module.css';
import table from '../parts/Table.module.css';
import { useSendTo } from './queries.ts';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

export interface Props {
  readonly report: ContractReport;
}

const TARGET: Readonly<Record<string, Field>> = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '企业', labelEn: 'Enterprise', required: true },
};

const ASSIGN: Readonly<Record<string, Field>> = {
  expert: { kind: 'reference', entity: 'expert', label: '专家', labelEn: 'Expert', required: true },
  enterprise: { kind: 'reference', entity: 'enterprise', label: '企业', labelEn: 'Enterprise', required: true },
  dueOn: { kind: 'date', label: '完成期限', labelEn: 'Due', required: true },
};

export function useMayWrite(report: ContractReport): boolean {
  const { verbs } = useSession();
  return verbs.includes('contract.write') && report.contract.own && report.contract.state === 'active';
}

export function Targets({ report }: Props) {
  const t = useWords(WORDS);
  const mayWrite = useMayWrite(report);
  const { id, mode } = report.contract;
  const target = useSendTo(`/contracts/${id}/targets`);
  const assign = useSendTo(`/contracts/${id}/assignments`);
  return (
    <Card title={t('targets')} note={`${report.targets.length}`}>
      {mayWrite ? (
        <div className={styles.acts}>
          <AskButton label={t('assign')} primary>
            {(close) => (
              <AskForm
                asks={ASSIGN}
                initial={mode === 'enterprise' ? { enterprise: report.contract.enterprise } : {}}
                verb={t('assign')}
                pending={assign.isPending}
                error={assign.error}
                cancel={close}
                send={(values) => assign.mutate(values, { onSuccess: close })}
              />
            )}
          </AskButton>
          <AskButton label={t('addTarget')}>
            {(close) => (
              <AskForm
                asks={TARGET}
                verb={t('addTarget')}
                pending={target.isPending}
                error={target.error}
                cancel={close}
                send={({ enterprise }) => target.mutate({ enterprises: [enterprise] }, { onSuccess: close })}
              />
            )}
          </AskButton>
        </div>
      ) : null}
      <Scroll className={styles.box}>
        <table className={`${table.table} ${table.tight}`} aria-label={t('targets')}>
          <thead>
            <tr>
              {(['enterprise', 'region', 'progress', 'found', 'rectified', 'score'] as const).map((head) => (
                <th key={head} scope="col">
                  <span>{t(head)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.targets.map((row) => (
              <tr key={row.enterprise}>
                <td className={styles.long} title={row.name}>
                  {row.name}
                </td>
                <td>
                  <RegionName of={row.regionName} />
                </td>
                <td>{t(row.covered ? 'yes' : 'no')}</td>
                <td>{row.found}</td>
                <td>{row.rectified}</td>
                <td>{row.score ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}
