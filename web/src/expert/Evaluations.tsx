import type { Field } from '@anlan/kernel/entity';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { AskButton, Card } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import styles from '../parts/Dossier.module.css';
import { useSendTo } from './queries.ts';
import { WORDS } from './words.ts';
import { type Props } from './Targets.tsx';

const mark = (label: string, labelEn: string): Field => ({
  kind: 'number',
  label,
  labelEn,
  unit: '分',
  integer: true,
  required: true,
  min: 1,
  max: 5,
});

const SCORES: Readonly<Record<string, Field>> = {
  quality: mark('检查质量', 'Quality'),
  punctuality: mark('及时', 'Punctuality'),
  attitude: mark('态度', 'Attitude'),
  effect: mark('成效', 'Effect'),
  text: { kind: 'text', label: '意见', labelEn: 'Opinion', max: 500 },
};

export function Evaluations({ report }: Props) {
  const t = useWords(WORDS);
  const { verbs, scope } = useSession();
  const { contract, evaluations } = report;
  const evaluate = useSendTo(`/contracts/${contract.id}/evaluation`);
  const visited = report.assignments.some(({ state }) => state === 'reported');
  const mayEvaluate = verbs.includes('contract.write') && (scope.kind === 'organisation' ? visited : contract.own);
  return (
    <Card title={t('evaluations')} note={t('evaluateNote')}>
      {mayEvaluate ? (
        <div className={styles.acts}>
          <AskButton label={t('evaluate')}>
            {(close) => (
              <AskForm
                asks={SCORES}
                verb={t('evaluate')}
                pending={evaluate.isPending}
                error={evaluate.error}
                cancel={close}
                send={(values) => evaluate.mutate(values, { onSuccess: close })}
              />
            )}
          </AskButton>
        </div>
      ) : null}
      <ul className={styles.lines}>
        {evaluations.map(({ side, enterpriseName, text, by, at, ...scores }) => (
          <li key={`${side}-${enterpriseName ?? ''}-${at}`}>
            <span>
              {enterpriseName ?? t('buyer')}
              <small>
                {t('scores', scores)} · {by} · {stampText(at).slice(0, 10)}
              </small>
              {text === null ? null : <small>{text}</small>}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
