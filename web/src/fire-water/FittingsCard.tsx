import { Droplet } from 'lucide-react';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, StatusWord } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './FireWater.module.css';
import { flowText, useFittingWord } from './fitting.ts';
import type { WateredBuilding } from '@anlan/systems/monitoring/fire-water';
import { WORDS } from './words.ts';

/** Hydrants and valves of a building from the top down, with their state and last flow test (S44). */
export function FittingsCard({ building }: { readonly building: WateredBuilding }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const word = useFittingWord();
  return (
    <Card
      title={t('fittings')}
      extra={<Link to={keep(`/registry/fire-fittings?building=${building.id}`)}>{t('edit')}</Link>}
      flush
    >
      {building.fittings.length === 0 ? (
        <Empty icon={<Droplet size={20} strokeWidth={1.6} />} title={t('noFittings')} />
      ) : (
        <ul className={styles.fittings} data-testid="fittings">
          {building.fittings.map((fitting) => (
            <li key={fitting.id}>
              <Link to={keep(`/registry/fire-fittings/${fitting.id}`)}>
                <b>{fitting.name}</b>
                <small>{flowText(fitting, t) || t('neverTested')}</small>
              </Link>
              <span>
                <StatusWord state={fitting.state === 'in-order' ? 'done' : 'late'}>
                  {word('state', fitting.state)}
                </StatusWord>
                {fitting.overdue ? <StatusWord state="late">{t('testOverdue')}</StatusWord> : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
