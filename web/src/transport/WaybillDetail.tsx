import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { WAYBILL_STATES, WAYBILL_STEPS } from '@anlan/kernel/position';
import { api } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Facts, Failed, Loading, numberText, RefusalNote, Reveal, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { Findings } from './Findings.tsx';
import { waybillSchema } from '@anlan/systems/monitoring/hazchem-transport';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

/** One waybill with what was found at its last check and the steps it may take. */
export function WaybillDetail({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const may = useMay('registry.write');
  const client = useQueryClient();
  const bill = useQuery({
    queryKey: ['waybills', 'one', id],
    queryFn: ({ signal }) => api.get(`/waybills/${id}`, waybillSchema, signal),
  });
  const step = useMutation({
    mutationFn: (to: string) => api.post(`/waybills/${id}/step`, { to, version: bill.data?.version }, waybillSchema),
    onSuccess: (next) => {
      client.setQueryData(['waybills', 'one', id], next);
      void client.invalidateQueries({ queryKey: ['waybills'] });
    },
  });
  if (bill.isPending) return <Loading rows={8} />;
  if (bill.isError && bill.data === undefined) return <Failed error={bill.error} retry={() => void bill.refetch()} />;
  const row = bill.data;
  return (
    <div className={styles.stack} data-testid="waybill" data-state={row.state}>
      <Facts
        columns={2}
        rows={[
          [t('number'), row.number],
          [t('steps'), label(WAYBILL_STATES[row.state])],
          [t('plate'), <Link to={keep(`/transport/${row.vehicle}`)}>{row.plate}</Link>],
          [t('trailer'), row.trailer],
          [t('cargo'), `${row.cargo}${row.un === null ? '' : ` · UN ${row.un}`}`],
          [t('quantity'), numberText(row.quantity)],
          [t('goodsClass'), row.goodsClass],
          [t('packing'), row.packing],
          [t('consignor'), row.consignor],
          [t('consignee'), row.consignee],
          [t('carrier'), row.enterpriseName],
          [
            t('driver'),
            <span key="driver">
              {row.driverName ?? '—'} / {row.escortName ?? '—'}
              <Reveal path={`/waybills/${id}`} queryKey={['waybills', 'one', id]} />
            </span>,
          ],
          [t('route'), row.routeName],
          [t('from'), `${row.origin} → ${row.destination}`],
          [t('start'), stampText(row.plannedStart)],
          [t('end'), stampText(row.plannedEnd)],
        ]}
      />
      <section>
        <h3>{t('findings')}</h3>
        <Findings findings={row.findings} />
      </section>
      {step.isError ? <RefusalNote error={step.error} /> : null}
      {may ? (
        <div className={styles.acts}>
          {WAYBILL_STEPS[row.state].map((to) => (
            <Button
              key={to}
              type={to === 'cancelled' ? 'default' : 'primary'}
              danger={to === 'cancelled'}
              loading={whileSlow(step.isPending && step.variables === to)}
              onClick={() => step.mutate(to)}
            >
              {label(WAYBILL_STATES[to])}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
