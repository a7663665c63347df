import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, numberText, Reveal } from '../parts/index.ts';
import { useKeepScope } from '../shell/scope.ts';
import { cardSchema } from '@anlan/systems/monitoring/hazchem-transport';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

/** What a rescuer must know of a vehicle. */
export function useEmergencyCard(id: string | null) {
  return useQuery({
    queryKey: ['vehicles', 'card', id],
    enabled: id !== null,
    queryFn: ({ signal }) => api.get(`/vehicles/${id}/card`, cardSchema, signal),
  });
}

/** The card beside other facts of a vehicle, on the map and with its alarm: only where the vehicle carries dangerous goods. */
export function CargoOf({ kind, id }: { readonly kind: string; readonly id: string }) {
  const card = useEmergencyCard(kind === 'vehicle' ? id : null);
  return card.data?.vehicle.category === 'dangerous-goods' ? <EmergencyCard vehicle={id} /> : null;
}

/** Cargo, quantity and response card of a vehicle; the same on its page, on the map and with its alarm. */
export function EmergencyCard({ vehicle }: { readonly vehicle: string }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const card = useEmergencyCard(vehicle);
  if (card.isPending) return <Loading rows={4} />;
  if (card.isError && card.data === undefined) return <Failed error={card.error} />;
  const { waybill, response, vehicle: own } = card.data;
  const chinese = language === 'zh';
  if (waybill === null)
    return (
      <Card title={t('card')}>
        <Empty title={t('cardNone')} note={t('cardNoneNote')} />
      </Card>
    );
  return (
    <Card title={t('card')} extra={<Link to={keep(`/waybills?open=${waybill.id}`)}>{waybill.number}</Link>}>
      <div data-testid="emergency-card">
        <Facts
          columns={2}
          rows={[
            [t('cargo'), `${waybill.cargo}${waybill.un === null ? '' : ` · UN ${waybill.un}`}`],
            [
              t('quantity'),
              `${numberText(waybill.quantity)} t${waybill.packing === null ? '' : ` · ${waybill.packing}`}`,
            ],
            [t('goodsClass'), `${waybill.goodsClass} ${(chinese ? response?.className : response?.classNameEn) ?? ''}`],
            [t('cas'), waybill.cas],
            [t('operator'), own.enterprise === null ? null : `${own.enterprise} ${own.phone ?? ''}`],
            [
              t('driver'),
              <span key="driver">
                {waybill.driver ?? '—'} / {waybill.escort ?? '—'}
                <Reveal path={`/vehicles/${vehicle}/card`} queryKey={['vehicles', 'card', vehicle]} />
              </span>,
            ],
            [t('from'), `${waybill.origin} → ${waybill.destination}`],
            [t('barrier'), own.barrier === null ? null : own.barrier ? t('yes') : t('no')],
          ]}
        />
        {response === null ? null : (
          <div data-testid="response-card">
            <div className={styles.measures}>
              <div>
                <span>{t('isolation')}</span>
                <b>{numberText(response.measures.isolation)} m</b>
              </div>
              <div>
                <span>{t('fireIsolation')}</span>
                <b>{numberText(response.measures.fireIsolation)} m</b>
              </div>
              {response.distances.map((one) => (
                <div key={one.size}>
                  <span>{t(one.size as 'small')}</span>
                  <b>{numberText(one.isolation)} m</b>
                  {one.protectKm === null ? null : (
                    <small>{t('downwind', { n: `${one.beyond ? '> ' : ''}${numberText(one.protectKm)}` })}</small>
                  )}
                </div>
              ))}
            </div>
            <Facts
              rows={(['hazard', 'fire', 'spill', 'protection'] as const).map((key) => [
                t(key),
                (chinese ? response.measures : response.measures.en)[key],
              ])}
            />
            <p className={styles.source}>{chinese ? response.source : response.sourceEn}</p>
          </div>
        )}
      </div>
    </Card>
  );
}
