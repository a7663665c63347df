import type { Field } from '@anlan/kernel/entity';
import type { LedgerEntry } from '@anlan/systems/prevention';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { AskButton, Failed, Loading, numberText, Scroll } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import styles from '../parts/Dossier.module.css';
import table from '../parts/Table.module.css';
import own from './Fund.module.css';
import { useEntries, useFundAct } from './queries.ts';
import { WORDS } from './words.ts';

const HEADS = ['day', 'kind', 'amount', 'after', 'about', 'firm', 'text', 'by'] as const;

/** The last two hundred lines, newest first, each with what was there after it. */
export function Ledger({ fund, mayCorrect }: { readonly fund: string; readonly mayCorrect: boolean }) {
  const t = useWords(WORDS);
  const found = useEntries(fund, true);
  if (found.isPending) return <Loading rows={8} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <Scroll className={styles.box}>
      <table className={`${table.table} ${table.tight}`} aria-label={t('ledger')}>
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col">
                <span>{t(head)}</span>
              </th>
            ))}
            <th scope="col" aria-label={t('correct')} />
          </tr>
        </thead>
        <tbody>
          {found.data.map((line) => (
            <Line key={line.id} line={line} fund={fund} mayCorrect={mayCorrect} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const NOTE: Readonly<Record<string, Field>> = {
  note: { kind: 'text', label: '错在哪里', labelEn: 'What was wrong', required: true, max: 300 },
};

function Line({
  line,
  fund,
  mayCorrect,
}: {
  readonly line: LedgerEntry;
  readonly fund: string;
  readonly mayCorrect: boolean;
}) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const correct = useFundAct(`${fund}/corrections`);
  const about = line.danger ?? line.project ?? line.applicationNumber;
  const open = mayCorrect && !line.corrected && line.kind !== 'correction';
  return (
    <tr className={own.line} data-corrected={line.corrected}>
      <td>{line.onDate}</td>
      <td>
        {t(`kind.${line.kind}`)}
        {line.corrected ? <small> {t('corrected')}</small> : null}
      </td>
      <td className={table.number}>{numberText(line.yuan, 2)}</td>
      <td className={table.number}>{numberText(line.balance, 2)}</td>
      <td className={styles.long} title={about ?? undefined}>
        {line.application === null ? (
          (about ?? '—')
        ) : (
          <Link to={keep(`/fund-applications/${line.application}`)}>{about}</Link>
        )}
      </td>
      <td className={styles.long} title={line.enterpriseName ?? undefined}>
        {line.enterpriseName ?? '—'}
      </td>
      <td className={styles.long} title={line.note}>
        {line.note}
      </td>
      <td>{line.by}</td>
      <td className={own.act}>
        {open ? (
          <AskButton label={t('correct')}>
            {(close) => (
              <AskForm
                asks={NOTE}
                verb={t('correct')}
                pending={correct.isPending}
                error={correct.error}
                cancel={close}
                send={({ note }) => correct.mutate({ entry: line.id, note }, { onSuccess: close })}
              />
            )}
          </AskButton>
        ) : null}
      </td>
    </tr>
  );
}
