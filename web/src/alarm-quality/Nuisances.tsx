import { NUISANCES, type QualityReport } from '@anlan/kernel/alarm-quality';
import { BellRing } from 'lucide-react';
import { Link } from 'react-router';
import { useRuleWords } from '../rules/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, numberText, Table } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import styles from './AlarmQuality.module.css';
import { WORDS } from './words.ts';
import { useByName } from '../language/things.ts';

/** Alarms that trouble their operators, each with a way to try another limit for it. */
export function Nuisances({ report }: { readonly report: QualityReport }) {
  const say = useRuleWords();
  const name = useByName();
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const may = useMay('alarm.limit');
  return (
    <Card title={t('nuisances')} note={t('nuisancesNote')} flush>
      {report.nuisances.length === 0 ? (
        <Empty icon={<BellRing size={20} strokeWidth={1.6} />} title={t('noNuisances')} />
      ) : (
        <Table
          heads={[
            t('what'),
            t('name'),
            { label: t('times'), number: true },
            t('why'),
            ...(may ? [{ label: t('tryRule'), quiet: true }] : []),
          ]}
          className={styles.list}
          testid="quality-nuisances"
        >
          {report.nuisances.map((one) => (
            <tr key={`${one.rule} ${one.subject}`}>
              <td title={`${one.subjectName} ${one.ruleLabel}`}>
                {say({ ...one, label: '' }).rule} · {name(one.subjectName)}
              </td>
              <td title={one.place}>{name(one.place)}</td>
              <td className={table.number}>{numberText(one.count)}</td>
              <td>{one.nuisances.map((nuisance) => label(NUISANCES[nuisance])).join('、')}</td>
              {may ? (
                <td>
                  <Link to={keep(`/back-tests?rule=${one.rule}&point=${one.subject}`)}>{t('tryRule')}</Link>
                </td>
              ) : null}
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

/** What was silenced, by whom or by design. */
export function Suppression({ report: { suppression: one } }: { readonly report: QualityReport }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const both = (n: number, now: number) => t('nowOf', { n: numberText(n), now: numberText(now) });
  return (
    <Card title={t('suppression')} extra={<Link to={keep('/out-of-service')}>{t('outages')}</Link>}>
      <Facts
        rows={[
          [t('shelvings'), both(one.shelvings, one.shelvedNow)],
          [t('outages'), both(one.outages, one.outNow)],
          [t('states'), both(one.states, one.statesNow)],
          [t('byDesign'), t('timesOf', { n: numberText(one.byDesign) })],
        ]}
      />
    </Card>
  );
}
