import { Link } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { numberText, Scroll } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { STORAGE_FORMS } from '@anlan/systems';
import styles from './Hazchem.module.css';
import { PresentCell } from './PresentCell.tsx';
import type { Holders, Holding } from './shapes.ts';
import { WORDS } from './words.ts';

type Unit = Holders['units'][number];

interface HoldersTableProps {
  readonly units: readonly Unit[];
  readonly chosen: string | null;
  readonly choose: (id: string) => void;
}

/** Units nearest first; the chosen one opens its places. */
export function HoldersTable({ units, chosen, choose }: HoldersTableProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <Scroll className={styles.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{t('unit')}</th>
            <th className={table.number}>{t('distance')}</th>
            <th className={table.number}>{t('present')}</th>
            <th className={table.number}>{t('design')}</th>
          </tr>
        </thead>
        {units.map((unit) => (
          <tbody
            key={unit.enterprise}
            data-chosen={unit.enterprise === chosen}
            data-testid="holder"
            className={styles.unit}
          >
            <tr onClick={() => choose(unit.enterprise === chosen ? '' : unit.enterprise)}>
              <td title={unit.name}>
                <Link to={keep(`/enterprises/${unit.enterprise}`)}>{unit.name}</Link>
                <small>{unit.region}</small>
              </td>
              <td className={table.number}>{distanceText(unit.distance)}</td>
              <td className={table.number} title={t('bySensor', { n: numberText(unit.measured, 1) })}>
                {numberText(unit.present, 1)} <small>t</small>
              </td>
              <td className={table.number}>
                {numberText(unit.design, 1)} <small>t</small>
              </td>
            </tr>
            {unit.enterprise === chosen || units.length === 1
              ? unit.holdings
                  .slice(0, 40)
                  .map((holding) => <Place key={holding.id} holding={holding} distance={holding.distance} />)
              : null}
          </tbody>
        ))}
      </table>
    </Scroll>
  );
}

const distanceText = (metres: number): string =>
  metres < 1000 ? `${Math.round(metres)} m` : `${numberText(metres / 1000, 2)} km`;

function Place({ holding, distance }: { readonly holding: Holding; readonly distance: number }) {
  const label = useLabel();
  const keep = useKeepScope();
  const form = STORAGE_FORMS.find(({ value }) => value === holding.storage);
  const href = holding.tank === null ? `/registry/chemical-holdings?open=${holding.id}` : `/tanks/${holding.tank}`;
  return (
    <tr className={styles.place}>
      <td title={holding.name}>
        <Link to={keep(href)}>{holding.name}</Link>
        <small>{form === undefined ? holding.storage : label(form)}</small>
        {holding.hazardSource === null ? null : (
          <Link to={keep(`/major-hazards/${holding.hazardSource}`)} className={styles.chip} data-testid="to-source">
            {label({ label: '重大危险源', labelEn: 'Major hazard' })}
          </Link>
        )}
      </td>
      <td className={table.number}>{distanceText(distance)}</td>
      <td className={table.number}>
        <PresentCell present={holding.present} />
      </td>
      <td className={table.number}>
        {numberText(holding.designQuantity, 1)} <small>t</small>
      </td>
    </tr>
  );
}
