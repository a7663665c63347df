import type { RiskInventory } from '@anlan/systems/prevention';
import { Link } from 'react-router';
import { useLanguage, usePair, useWords } from '../language/index.tsx';
import { Card, ColourBar, levelWord, numberText, RiskMark, Scroll } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './CityRisk.module.css';
import { SOURCE_KINDS, WORDS } from './words.ts';

export function InventoryCard({ inventory }: { readonly inventory: RiskInventory }) {
  const t = useWords(WORDS);
  const pair = usePair();
  const keep = useKeepScope();
  const { language } = useLanguage();
  const kinds = inventory.kinds.map((kind) => {
    const cells = inventory.cells.filter((cell) => cell.kind === kind);
    const sum = (key: 'red' | 'orange' | 'yellow' | 'blue' | 'people' | 'hidden') =>
      cells.reduce((total, cell) => total + cell[key], 0);
    return {
      kind,
      red: sum('red'),
      orange: sum('orange'),
      yellow: sum('yellow'),
      blue: sum('blue'),
      people: sum('people'),
      hidden: sum('hidden'),
    };
  });
  const places = inventory.regions.map((place) => {
    const cells = inventory.cells.filter(({ region }) => region === place.path);
    const sum = (key: 'red' | 'orange' | 'yellow' | 'blue') => cells.reduce((total, cell) => total + cell[key], 0);
    return { ...place, red: sum('red'), orange: sum('orange'), yellow: sum('yellow'), blue: sum('blue') };
  });
  return (
    <Card
      title={t('inventory')}
      note={t('inventoryNote', { n: numberText(inventory.total) })}
      extra={
        <>
          <Link to={keep('/map?layers=risk-sources,protected-objects')}>{t('onMap')}</Link>{' '}
          <Link to={keep('/registry/risk-sources')}>{t('sources')}</Link>
        </>
      }
      flush
    >
      <Scroll style={{ maxHeight: 640 }}>
        <ul className={styles.kinds}>
          {kinds.map((row) => (
            <li key={row.kind}>
              <span>
                {pair(SOURCE_KINDS, row.kind)}
                <small>
                  {t('people', { n: numberText(row.people) })}
                  {row.hidden > 0 ? ` · ${t('hidden', { n: row.hidden })}` : ''}
                </small>
              </span>
              <ColourBar mix={row} />
            </li>
          ))}
          {places.map((row) => (
            <li key={row.path}>
              <span>
                <RiskMark
                  level={row.red > 0 ? 'red' : row.orange > 0 ? 'orange' : 'yellow'}
                  label={levelWord(row.red > 0 ? 'red' : 'orange', 'risk', language)}
                />{' '}
                {row.name}
              </span>
              <ColourBar mix={row} />
            </li>
          ))}
        </ul>
      </Scroll>
    </Card>
  );
}
