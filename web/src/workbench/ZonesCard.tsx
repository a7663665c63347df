import type { Asked } from '@anlan/kernel/map';
import type { Outlook, Setup } from '@anlan/kernel/workbench';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, numberText, RiskMark } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import type { Advised } from './compute.ts';
import { saveTargets } from './exports.ts';
import type { Target } from './inside.ts';
import { metresText, rangeText, significant } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

const unitText = (unit: string): string => (unit === 'kW/m2' ? 'kW/m²' : unit);

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
                    {significant(zone.level.value)} {unitText(zone.level.unit)}
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

const PLURALS: Readonly<Record<string, string>> = {
  site: 'sites',
  enterprise: 'enterprises',
  tank: 'tanks',
  building: 'buildings',
};

interface PlacesCardProps {
  readonly targets: readonly Target[];
  readonly advice: readonly Advised[];
  readonly roads: readonly string[];
}

/** Who lies inside, worst zone first, with what to do there; then the roads. */
export function PlacesCard({ targets, advice, roads }: PlacesCardProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const inside = targets.filter(({ zone }) => zone !== null);
  const words = (i: number): string => (advice[i] === undefined ? '' : t(advice[i].advice));
  return (
    <Card
      title={t('places')}
      note={t('placesNote', { n: numberText(inside.length), m: numberText(targets.length - inside.length) })}
      flush
      extra={
        <button
          type="button"
          className={styles.link}
          data-testid="export-places"
          onClick={() =>
            saveTargets(
              targets,
              targets.map((_, i) => words(i)),
              [t('level'), t('name'), '', '', 'lon', 'lat'],
            )
          }
        >
          {t('exportList')}
        </button>
      }
    >
      {targets.length === 0 ? <p className={styles.small}>{t('noPlaces')}</p> : null}
      <ul className={styles.targets} data-testid="targets" data-inside={inside.length}>
        {targets.slice(0, 60).map((target, i) => (
          <li key={`${target.kind}${target.id}`} data-testid="target" data-kind={target.kind}>
            {target.zone === null ? (
              <span className={styles.turned}>↷</span>
            ) : (
              <RiskMark level={target.zone.level.colour} size={13} />
            )}
            <span>
              <Link to={keep(`/registry/${PLURALS[target.kind] ?? target.kind}/${target.id}`)}>{target.name}</Link>
              <small>
                {Object.entries(target.facts)
                  .slice(0, 2)
                  .map(([label, value]) => `${label} ${value}`)
                  .join(language === 'zh' ? '，' : ', ')}
              </small>
            </span>
            <em>
              {words(i)}
              {advice[i] !== undefined && advice[i].advice !== 'clear' && advice[i].peak > 0 ? (
                <small>{t('arrives', { minutes: significant(advice[i].arrival / 60, 2) })}</small>
              ) : null}
            </em>
          </li>
        ))}
      </ul>
      {roads.length === 0 ? null : (
        <p className={styles.small} data-testid="roads">
          {t('roads')}：{roads.join('、')}
        </p>
      )}
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

/** What the figures do not say, as plainly as the models' authors do. */
export function LimitsList({
  outlook,
  setup,
  remark,
}: {
  readonly outlook: Outlook;
  readonly setup: Setup;
  readonly remark: (text: string) => string;
}) {
  const t = useWords(WORDS);
  const source = [...new Set(outlook.zones.map(({ level }) => level.source))].join('、');
  return (
    <ul className={styles.limits} data-testid="limits">
      {outlook.warnings.map((warning) => (
        <li key={warning}>{remark(warning)}</li>
      ))}
      {setup.look === 'toxic' ? <li>{t('levelsFrom', { source: remark(source) })}</li> : null}
    </ul>
  );
}
