import type { Asked } from '@anlan/kernel/map';
import type { Outlook } from '@anlan/kernel/workbench';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, numberText, RiskMark } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import type { Advised } from './compute.ts';
import { saveTargets } from './exports.ts';
import type { Target } from './inside.ts';
import type { RoadInside } from './roads.ts';
import { metresText, significant } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

const PLURALS: Readonly<Record<string, string>> = {
  site: 'sites',
  enterprise: 'enterprises',
  tank: 'tanks',
  building: 'buildings',
};

interface PlacesCardProps {
  readonly targets: readonly Target[];
  readonly advice: readonly Advised[];
}

/** Who lies inside, worst zone first, with what to do there. */
export function PlacesCard({ targets, advice }: PlacesCardProps) {
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
    </Card>
  );
}

/** Groups of the register that are counted in every zone. */
const COUNTED = ['enterprise', 'site', 'tank', 'building'] as const;

interface AssetsCardProps {
  readonly outlook: Outlook;
  readonly inside: ReadonlyMap<string, Asked>;
  readonly roads: ReadonlyMap<string, readonly RoadInside[]>;
}

/** What the register has in each zone, and the roads through it: each zone holds the worse ones within it. */
export function AssetsCard({ outlook, inside, roads }: AssetsCardProps) {
  const t = useWords(WORDS);
  const zones = outlook.zones.filter(({ distance }) => distance > 0);
  if (zones.length === 0) return null;
  const count = (name: string, key: string): string => {
    const asked = inside.get(name);
    return asked === undefined ? '…' : numberText(asked.groups.find((group) => group.key === key)?.count ?? 0);
  };
  return (
    <Card title={t('assets')} note={t('assetsNote')} flush>
      <table className={styles.zones} data-testid="assets">
        <thead>
          <tr>
            <th aria-label={t('level')} />
            <th>{t('level')}</th>
            {COUNTED.map((key) => (
              <th key={key}>{t(key)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {zones.map(({ name, level }) => (
            <tr key={name} data-testid="assets-zone" data-zone={name}>
              <td>
                <RiskMark level={level.colour} size={12} />
              </td>
              <td>{name}</td>
              {COUNTED.map((key) => (
                <td key={key}>{count(name, key)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={styles.roads} data-testid="roads">
        {zones.map(({ name, level }) => {
          const through = roads.get(name) ?? [];
          return through.length === 0 ? null : (
            <li key={name}>
              <RiskMark level={level.colour} size={12} /> {t('roads')}{' '}
              {through.map((road) => `${road.name} ${metresText(road.metres)}`).join('、')}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
