import type { Field } from '@anlan/kernel/entity';
import { useWords } from '../language/index.tsx';
import { AskButton, Card, numberText } from '../parts/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import styles from '../parts/Dossier.module.css';
import { useSendTo } from './queries.ts';
import { WORDS } from './words.ts';
import { type Props, useMayWrite } from './Targets.tsx';

const PAYMENT: Readonly<Record<string, Field>> = {
  stage: { kind: 'text', label: '阶段', labelEn: 'Stage', required: true, max: 60 },
  yuan: { kind: 'number', label: '金额', labelEn: 'Amount', unit: '元', required: true, min: 0.01, max: 1_000_000_000 },
  paidOn: { kind: 'date', label: '支付日期', labelEn: 'Paid on', required: true },
  voucher: { kind: 'text', label: '凭证号', labelEn: 'Voucher', max: 60 },
};

export function Payments({ report }: Props) {
  const t = useWords(WORDS);
  const mayWrite = useMayWrite(report);
  const { contract, payments } = report;
  const pay = useSendTo(`/contracts/${contract.id}/payments`);
  return (
    <Card
      title={t('payments')}
      note={`${t('yuan', { n: numberText(contract.funds) })} · ${t('left', { n: numberText(contract.funds - (contract.paid ?? 0)) })}`}
    >
      {mayWrite ? (
        <div className={styles.acts}>
          <AskButton label={t('pay')}>
            {(close) => (
              <AskForm
                asks={PAYMENT}
                verb={t('pay')}
                pending={pay.isPending}
                error={pay.error}
                cancel={close}
                send={(values) => pay.mutate(values, { onSuccess: close })}
              />
            )}
          </AskButton>
        </div>
      ) : null}
      <ul className={styles.lines}>
        {payments.map((one) => (
          <li key={one.id}>
            <span>
              {one.stage}
              <small>
                {one.paidOn} · {one.by}
                {one.voucher === null ? '' : ` · ${one.voucher}`}
              </small>
            </span>
            <b>{t('yuan', { n: numberText(one.yuan) })}</b>
          </li>
        ))}
      </ul>
    </Card>
  );
}
