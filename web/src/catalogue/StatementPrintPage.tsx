import { Button } from 'antd';
import { ArrowLeft, Printer } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Failed, Loading } from '../parts/index.ts';
import { useKeepScope, useTitle } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { useStatement } from './rule-queries.ts';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';
import { LinesTable, money } from './StatementTables.tsx';

/** The statement on paper, with the hash of its lines. */
export function StatementPrintPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { enterprise = '', month = '' } = useParams();
  const statement = useStatement(enterprise, month);
  useTitle(`${t('printTitle')} ${month}`);
  const { data } = statement;
  return (
    <div className={styles.paper}>
      <div className={styles.bar} data-noprint>
        <Link to={keep(`/internal-rules/${enterprise}?tab=statement&month=${month}`)}>
          <Button icon={<ArrowLeft size={15} aria-hidden />}>{t('back')}</Button>
        </Link>
        <Button
          type="primary"
          icon={<Printer size={15} aria-hidden />}
          disabled={data === undefined}
          onClick={() => window.print()}
        >
          {t('print')}
        </Button>
      </div>
      {statement.isPending ? <Loading rows={10} /> : null}
      {statement.isError && data === undefined ? <Failed error={statement.error} /> : null}
      {data === undefined ? null : (
        <article className={styles.sheet}>
          <h1>{t('printTitle')}</h1>
          <p>
            {data.enterpriseName} · {data.month} · {t(data.state)}
          </p>
          <h2>{t('byRule')}</h2>
          <table>
            <tbody>
              {[...data.rules, { rule: '', code: '', title: t('total'), ...data.total }].map((rule) => (
                <tr key={rule.rule}>
                  <td>
                    {rule.code} {rule.title}
                  </td>
                  <td>{rule.lines}</td>
                  <td>{money(rule.points)}</td>
                  <td>{money(rule.amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <h2>{t('lines')}</h2>
          <LinesTable statement={data} />
          <footer>
            <span>
              {t('submittedBy')}：{data.submittedBy ?? t('sign')}　
              {data.submittedAt === null ? '' : stampText(data.submittedAt)}
            </span>
            <span>
              {t('decidedBy')}：{data.decidedBy ?? t('sign')}　
              {data.decidedAt === null ? '' : stampText(data.decidedAt)}
            </span>
            <span>
              {t('hash')} {data.sha256}
            </span>
          </footer>
        </article>
      )}
    </div>
  );
}
