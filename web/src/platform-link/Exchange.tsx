import { EXCHANGE_REASONS, type LinkDetail } from '@anlan/kernel/platform-link';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, RefusalNote, StatusWord, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Links.module.css';
import { useAskVehicle } from './queries.ts';
import { WORDS } from './words.ts';

/** Ended, or chosen, by an officer: the same number in both lists of reasons. */
const BY_HAND = 1;

/** What is asked and given of single vehicles: drivers and waybills of those the lower platform reports, positions of others. */
export function Exchange({ detail }: { readonly detail: LinkDetail }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const may = useMay('link.answer');
  const { link, exchanges } = detail;
  const ask = useAskVehicle(link.id);
  const upper = link.role === 'upper';
  return (
    <Card title={t('exchange')} note={t(upper ? 'exchangeDown' : 'exchangeTaken')}>
      <div className={styles.form} data-testid="link-exchange">
        {upper && may ? <Start detail={detail} /> : null}
        {exchanges.length === 0 ? t('noExchange') : null}
        {exchanges.map(({ id, plate, reason, since }) => (
          <span key={id} className={styles.row} data-testid="exchanged" data-taken={since !== null}>
            <Link to={keep(`/transport/${id}`)}>{plate}</Link>
            <StatusWord state={since === null ? 'wait' : 'done'}>
              {since === null ? t('notTaken') : t('since', { time: stampText(since) })}
            </StatusWord>
            <small>{label(EXCHANGE_REASONS.start[reason] ?? { label: String(reason), labelEn: String(reason) })}</small>
            {upper && may ? (
              <Button
                size="small"
                loading={whileSlow(ask.isPending)}
                onClick={() => ask.mutate({ kind: 'exchange-end', plate, reason: BY_HAND })}
              >
                {t('exchangeEnd')}
              </Button>
            ) : null}
          </span>
        ))}
        {ask.isError ? <RefusalNote error={ask.error} /> : null}
        {upper && may ? <Ask detail={detail} /> : null}
      </div>
    </Card>
  );
}

function Start({ detail: { link } }: { readonly detail: LinkDetail }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const ask = useAskVehicle(link.id);
  const [plate, setPlate] = useState('');
  const [reason, setReason] = useState(BY_HAND);
  return (
    <>
      <span className={styles.row}>
        <Input
          aria-label={t('exchangePlate')}
          placeholder={t('exchangePlate')}
          value={plate}
          maxLength={40}
          onChange={(event) => setPlate(event.target.value)}
        />
        <Select
          aria-label={t('reason')}
          style={{ minWidth: 150 }}
          value={reason}
          onChange={(chosen: number) => setReason(chosen)}
          options={EXCHANGE_REASONS.start.map((one, value) => ({ value, label: label(one) }))}
        />
        <Button
          disabled={plate.trim() === ''}
          loading={whileSlow(ask.isPending)}
          onClick={() =>
            ask.mutate({ kind: 'exchange-start', plate: plate.trim(), reason }, { onSuccess: () => setPlate('') })
          }
        >
          {t('exchangeStart')}
        </Button>
      </span>
      {ask.isError ? <RefusalNote error={ask.error} kept /> : null}
    </>
  );
}

/** Asks for the driver or the waybill of a vehicle that the lower platform reports; the answer stands among the messages. */
function Ask({ detail: { link, vehicles } }: { readonly detail: LinkDetail }) {
  const t = useWords(WORDS);
  const ask = useAskVehicle(link.id);
  const [chosen, setChosen] = useState<string>();
  const plate = chosen ?? vehicles[0]?.plate;
  if (plate === undefined) return null;
  return (
    <>
      <span className={styles.row}>
        <Select
          showSearch
          aria-label={t('askedVehicle')}
          style={{ minWidth: 130 }}
          value={plate}
          onChange={(picked: string) => setChosen(picked)}
          options={vehicles.map(({ plate: value }) => ({ value, label: value }))}
        />
        {(['driver', 'waybill'] as const).map((kind) => (
          <Button key={kind} loading={whileSlow(ask.isPending)} onClick={() => ask.mutate({ kind, plate })}>
            {t(kind === 'driver' ? 'askDriver' : 'askWaybill')}
          </Button>
        ))}
      </span>
      {ask.isError ? <RefusalNote error={ask.error} /> : null}
    </>
  );
}
