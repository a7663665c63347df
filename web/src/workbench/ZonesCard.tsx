import type { Asked } from '@anlan/kernel/map';
import type { Outlook } from '@anlan/kernel/workbench';
import { useWords } from '../language/index.tsx';
import { Card, numberText, RiskMark } from '../parts/index.ts';
import { metresText, rangeText, significant } from './text.ts';
import { LevelMark } from './WorkingCard.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

/** Distance, band, width, area and people of each zone. */
export function ZonesCard({
  outlook,
  inside,
}: {
  readonly outlook: Outlook;
  readonly inside: ReadonlyMap<string, Asked>;
}) {
  const t = useWords(WORDS);
  return (
    <Card title={t('zones')} note={t('zonesNote')} flush>
      <table className={styles.zones} data-testid="zones">
        <thead>
          <tr>
            <th aria-label={t('level')} />
            <th>{t('level')}</th>
            <th>{t('distance')}</th>
            <th>{t('width')}</th>
            <th>{t('area')}</th>
            <th>{t('people')}</th>
          </tr>
        </thead>
        <tbody>
          {outlook.zones.map((zone) => {
            const asked = inside.get(zone.name);
            const people = asked === undefined ? null : Math.max(asked.people.employees, asked.people.present);
            const reached = zone.distance > 0;
            return (
              <tr
                key={zone.name}
                data-testid="zone"
                data-zone={zone.name}
                data-people={people ?? ''}
                data-metres={Math.round(zone.distance)}
              >
                <td>
                  <RiskMark level={zone.level.colour} size={13} />
                </td>
                <td>
                  <b>{zone.name}</b>
                  <small>
                    {zone.level.unit === 'ppm' ? `${significant(zone.level.value)} ppm` : ''}{' '}
                    <LevelMark source={zone.level.source} />
                  </small>
                </td>
                <td>
                  <b>{reached ? metresText(zone.distance) : t('notReached')}</b>
                  <small>{reached ? rangeText(zone.nearest, zone.farthest) : ''}</small>
                </td>
                <td>{reached ? metresText(zone.width) : '—'}</td>
                <td>{reached ? significant(zone.area / 1e6, 2) : '—'}</td>
                <td>
                  <b>{!reached ? '0' : people === null ? '…' : numberText(people)}</b>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={styles.small}>{t('peopleNote')}</p>
    </Card>
  );
}

/** Where each zone may end: nearest and farthest of the models. */
export function UncertaintyCard({ outlook }: { readonly outlook: Outlook }) {
  const t = useWords(WORDS);
  const zone =
    outlook.zones.find(({ distance, level }) => distance > 0 && level.colour === 'orange') ??
    outlook.zones.find(({ distance }) => distance > 0);
  if (zone === undefined) return null;
  const most = Math.max(zone.farthest * 1.15, 1);
  const at = (metres: number): string => `${(100 * metres) / most}%`;
  return (
    <Card title={t('uncertainty')}>
      <div className={styles.range}>
        <span>{t('distanceOf', { name: zone.name })}</span>
        <div>
          <i style={{ left: at(zone.nearest), right: `${100 - (100 * zone.farthest) / most}%` }} />
          <b style={{ left: at(zone.distance) }} />
          <em style={{ left: at(zone.nearest) }}>{metresText(zone.nearest)}</em>
          <em style={{ left: at(zone.farthest) }}>{metresText(zone.farthest)}</em>
        </div>
      </div>
      <p className={styles.small}>{t('uncertaintyNote')}</p>
    </Card>
  );
}
