import type { RiskControl } from '@anlan/systems/prevention';
import { Link } from 'react-router';
import { Card, Empty, numberText, StatusWord } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { styles, useT } from './parts.tsx';

export function Checks({ control }: { readonly control: RiskControl }) {
  const t = useT();
  const keep = useKeepScope();
  return (
    <Card title={t('checks')} flush>
      {control.checks.length === 0 ? (
        <Empty title={t('noChecks')} />
      ) : (
        <ul className={styles.objects}>
          {control.checks.slice(0, 12).map((one) => (
            <li key={one.id}>
              <StatusWord state={one.result === 'ineffective' ? 'late' : 'done'}>
                {t(one.result === 'ineffective' ? 'ineffectiveOne' : 'effective')}
              </StatusWord>{' '}
              {one.text}
              <small className={styles.trace}>
                {stampText(one.at)} · {one.by}
                {one.caseId === null ? null : (
                  <>
                    {' · '}
                    <Link to={keep(`/case/${one.caseId}`)}>{one.caseNumber ?? t('openDanger')}</Link>
                  </>
                )}
                {one.photos.map((sha256, index) => (
                  <a
                    key={sha256}
                    href={`/api/dual-prevention/checks/${one.id}/photos/${sha256}`}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {' '}
                    {t('photo')} {index + 1}
                  </a>
                ))}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function Dangers({ control }: { readonly control: RiskControl }) {
  const t = useT();
  const keep = useKeepScope();
  return (
    <Card title={t('linked')} note={numberText(control.dangers.length)} flush>
      {control.dangers.length === 0 ? (
        <Empty title={t('noDangers')} />
      ) : (
        <ul className={styles.objects}>
          {control.dangers.slice(0, 12).map((one) => (
            <li key={one.id}>
              <Link to={keep(`/case/${one.id}`)}>{one.title}</Link>
              <small className={styles.formula}>
                {one.number} · {stampText(one.openedAt).slice(0, 10)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
