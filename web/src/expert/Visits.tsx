import type { Field } from '@anlan/kernel/entity';
import type { Assignment } from '@anlan/systems/prevention';
import { ClipboardList } from 'lucide-react';
import { Link } from 'react-router';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RegionName } from '../language/RegionName.tsx';
import { AskButton, Empty, Failed, Loading, PageHead, StatusWord } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import styles from '../parts/Dossier.module.css';
import { useSendTo, useVisits } from './queries.ts';
import { WORDS } from './words.ts';

/** What was given to the signed-in expert, and nothing else. */
export function ExpertMinePage() {
  const t = useWords(WORDS);
  const { scope } = useSession();
  const found = useVisits();
  return (
    <Page title={t('mine')}>
      <PageHead title={t(scope.kind === 'participant' ? 'mine' : 'visits')} note={t('mineNote')} />
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.length === 0 ? (
        <Empty icon={<ClipboardList size={20} strokeWidth={1.6} />} title={t('mineNone')} note={t('mineNoneNote')} />
      ) : null}
      {found.data === undefined || found.data.length === 0 ? null : (
        <div className={styles.cards}>
          <Visits rows={found.data} mayWithdraw={false} />
        </div>
      )}
    </Page>
  );
}

const REASON: Readonly<Record<string, Field>> = {
  reason: { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 300 },
};

export function Visits({ rows, mayWithdraw }: { readonly rows: readonly Assignment[]; readonly mayWithdraw: boolean }) {
  return (
    <ul className={styles.lines}>
      {rows.map((row) => (
        <Row key={row.id} row={row} mayWithdraw={mayWithdraw && row.state === 'assigned'} />
      ))}
    </ul>
  );
}

function Row({ row, mayWithdraw }: { readonly row: Assignment; readonly mayWithdraw: boolean }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const today = stampText(useNow(60_000)).slice(0, 10);
  const withdraw = useSendTo(`/visits/${row.id}/withdraw`);
  const late = row.state === 'assigned' && row.dueOn < today;
  const state = row.state === 'reported' ? 'done' : row.state === 'withdrawn' ? 'draft' : late ? 'late' : 'wait';
  return (
    <li>
      <span>
        <Link to={keep(`/expert-service/visits/${row.id}`)}>{row.enterpriseName}</Link>
        <small>
          {row.expertName} · <RegionName of={row.regionName} /> · {row.contractName}
        </small>
        <small>
          {t('due', { day: row.dueOn })} · {t('found')} {row.found} · {t('rectified')} {row.rectified}
        </small>
      </span>
      <StatusWord state={state}>{t(`visit.${row.state}`)}</StatusWord>
      {mayWithdraw ? (
        <AskButton label={t('withdraw')}>
          {(close) => (
            <AskForm
              asks={REASON}
              verb={t('withdraw')}
              danger
              pending={withdraw.isPending}
              error={withdraw.error}
              cancel={close}
              send={(values) => withdraw.mutate(values, { onSuccess: close })}
            />
          )}
        </AskButton>
      ) : null}
    </li>
  );
}
