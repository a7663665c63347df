import { Link, useParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, PageHead } from '../parts/index.ts';
import { VehicleVideo } from '../player/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { useCategory } from './category.ts';
import { CorridorStrip } from './CorridorStrip.tsx';
import { CutCard } from './CutCard.tsx';
import { Driver } from './Driver.tsx';
import { EmergencyCard, useEmergencyCard } from './EmergencyCard.tsx';
import { IncidentCard } from './IncidentCard.tsx';
import { JourneyCard } from './JourneyCard.tsx';
import { StateRecords } from './StateRecords.tsx';
import styles from './Transport.module.css';
import { Violations } from './Violations.tsx';
import { WORDS } from './words.ts';

/** One vehicle: what it carries, how it is fitted out, what it did. */
export function VehiclePage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const category = useCategory();
  const { id = '' } = useParams();
  const card = useEmergencyCard(id);
  if (card.isPending) return <Loading rows={6} />;
  if (card.isError && card.data === undefined) return <Failed error={card.error} retry={() => void card.refetch()} />;
  const { vehicle, equipment } = card.data;
  const dangerous = vehicle.category === 'dangerous-goods';
  return (
    <Page title={vehicle.plate}>
      <PageHead
        title={vehicle.plate}
        note={`${category(vehicle.category)} · ${vehicle.enterprise ?? '—'}`}
        crumbs={[{ label: t('title'), href: keep('/transport') }]}
        actions={
          <>
            <Link to={keep(`/map?object=vehicle:${id}`)}>{t('onMap')}</Link>
            <Link to={keep(`/registry/vehicles/${id}`)}>{t('vehicle')}</Link>
          </>
        }
      />
      <div className={styles.pictures}>
        <JourneyCard vehicle={id} />
        {dangerous ? <CorridorStrip vehicle={id} /> : null}
      </div>
      <div className={styles.columns}>
        <div className={styles.stack}>
          {dangerous ? <IncidentCard vehicle={id} /> : null}
          <EmergencyCard vehicle={id} />
          {equipment.lines.length === 0 ? null : (
            <Card title={t('equipment')}>
              <ul className={styles.tick}>
                {equipment.lines.map((line) => (
                  <li key={line.key} title={line.clause}>
                    <span>{line.met === null ? '?' : line.met ? '✓' : '✕'}</span>
                    {t(`item_${line.key}` as 'item_terminal')}
                    <small>{line.required ? t('required') : t('encouraged')}</small>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
        <div className={styles.stack}>
          <Driver vehicle={id} />
          <VehicleVideo vehicle={id} />
          <StateRecords vehicle={id} />
          <CutCard vehicle={id} />
          <Violations vehicle={id} />
        </div>
      </div>
    </Page>
  );
}
