import { LENGTHS } from '@anlan/kernel/entity';
import { calculatorSchema, madeSchema, type CalculatorView } from '@anlan/kernel/workbench';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { FieldInput } from './CalculatorFields.tsx';
import { CalculatorResult } from './CalculatorResult.tsx';
import { MarkWord } from './WorkingCard.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

type Typed = Readonly<Record<string, unknown>>;

/** Calculators of the standards and of physics with search; each with its result, working and clauses. */
export function CalculatorsPage() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const { key = '' } = useParams();
  const [search, setSearch] = useState('');
  const all = useQuery({
    queryKey: ['calculators'],
    staleTime: Infinity,
    queryFn: ({ signal }) => api.get('/calculators', z.array(calculatorSchema), signal),
  });
  const wanted = search.trim().toLowerCase();
  const shown = useMemo(
    () =>
      (all.data ?? []).filter(
        (one) =>
          wanted === '' ||
          `${one.title} ${one.titleEn} ${one.clause} ${one.clauses.map(({ source, what }) => `${source} ${what}`).join(' ')}`
            .toLowerCase()
            .includes(wanted),
      ),
    [all.data, wanted],
  );
  const chosen = all.data?.find((one) => one.key === key) ?? shown[0];
  return (
    <Page title={t('calculators')}>
      <PageHead title={t('calculators')} note={t('calculatorsNote')} />
      {all.isError ? <Failed error={all.error} /> : null}
      {all.data === undefined ? (
        all.isError ? null : (
          <Loading rows={8} />
        )
      ) : (
        <div className={styles.calculators}>
          <div>
            <input
              maxLength={LENGTHS.search}
              className={styles.search}
              type="search"
              value={search}
              placeholder={t('searchCalculators')}
              aria-label={t('searchCalculators')}
              onChange={(event) => setSearch(event.target.value)}
              data-testid="calculator-search"
            />
            <Card flush>
              <nav className={styles.calculatorList} data-testid="calculator-list" data-count={shown.length}>
                {shown.length === 0 ? <Empty title={t('noCalculator')} /> : null}
                {(['standard', 'physics'] as const).map((family) => {
                  const rows = shown.filter((one) => one.family === family);
                  return rows.length === 0 ? null : (
                    <div key={family}>
                      <h3>
                        {t(family)} {rows.length}
                      </h3>
                      {rows.map((one) => (
                        <Link
                          key={one.key}
                          to={keep(`/calculators/${one.key}`)}
                          aria-current={one.key === chosen?.key ? 'page' : undefined}
                        >
                          {language === 'zh' ? one.title : one.titleEn}
                          <small>{one.clause}</small>
                        </Link>
                      ))}
                    </div>
                  );
                })}
              </nav>
            </Card>
          </div>
          {chosen === undefined ? null : <One key={chosen.key} calculator={chosen} />}
        </div>
      )}
    </Page>
  );
}

const startOf = ({ fields }: CalculatorView): Typed =>
  Object.fromEntries(fields.filter(({ optional }) => !optional).map(({ key, example }) => [key, example]));

function One({ calculator }: { readonly calculator: CalculatorView }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [typed, setTyped] = useState<Typed>(() => startOf(calculator));
  const made = useMutation({
    mutationFn: (inputs: Typed) => api.post(`/calculators/${calculator.key}`, { inputs }, madeSchema),
  });
  const { mutate } = made;
  useEffect(() => {
    const timer = setTimeout(() => mutate(typed), 150);
    return () => clearTimeout(timer);
  }, [typed, mutate]);
  const put = (key: string, value: unknown) => setTyped({ ...typed, [key]: value });
  return (
    <div className={styles.stack} data-testid="calculator" data-key={calculator.key}>
      <Card title={language === 'zh' ? calculator.title : calculator.titleEn} note={calculator.clause}>
        <div className={styles.form}>
          {calculator.fields.map((field) => (
            <FieldInput
              key={field.key}
              field={field}
              value={typed[field.key]}
              onChange={(value) => put(field.key, value)}
            />
          ))}
        </div>
      </Card>
      {made.isError ? <Failed error={made.error} /> : null}
      {made.data === undefined ? null : <CalculatorResult made={made.data} />}
      <Card title={t('clauses')} flush>
        <table className={styles.zones}>
          <tbody>
            {calculator.clauses.map((clause, i) => (
              <tr key={`${clause.source}${i}`} data-testid="clause">
                <td>{clause.source}</td>
                <td>{clause.what}</td>
                <td>
                  <MarkWord mark={clause.mark} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </div>
  );
}
