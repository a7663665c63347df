import { LENGTHS } from '@anlan/kernel/entity';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { sitingSchema, type Siting } from '@anlan/systems/prevention';
import { useState } from 'react';
import { api } from '../api/index.ts';
import { useLanguage, usePair, useWords } from '../language/index.tsx';
import {
  Card,
  Empty,
  Failed,
  Loading,
  numberText,
  PageHead,
  RefusalNote,
  Scroll,
  StatusWord,
  whileSlow,
} from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './CityRisk.module.css';
import { useCityWrite, useSitings } from './queries.ts';
import { FACILITIES, WORDS } from './words.ts';

const WORK = { met: 'done', short: 'late', notice: 'wait', unknown: 'draft' } as const;

/** A proposed place asked about: what lies within the distances, kept with its day (S72). */
export function SitingPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const kept = useSitings();
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = kept.data?.rows ?? [];
  const one = rows.find(({ id }) => id === chosen) ?? rows[0];
  return (
    <Page title={t('siting')}>
      <PageHead title={t('siting')} note={t('note')} crumbs={[{ label: t('title'), href: keep('/city-risk') }]} />
      {kept.isPending ? <Loading rows={6} /> : null}
      {kept.isError && kept.data === undefined ? <Failed error={kept.error} retry={() => void kept.refetch()} /> : null}
      <div className={styles.siting}>
        <div className={styles.column}>
          <Question answered={setChosen} />
          <Card title={t('before')} flush>
            {rows.length === 0 ? (
              <Empty title={t('noSiting')} />
            ) : (
              <ul className={styles.areas}>
                {rows.map((row) => (
                  <li key={row.id}>
                    <button type="button" aria-pressed={row.id === one?.id} onClick={() => setChosen(row.id)}>
                      <StatusWord state={WORK[row.verdict]}>{t(row.verdict)}</StatusWord>
                      <span>{row.name}</span>
                      <small>{stampText(row.at).slice(0, 10)}</small>
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Card>
        </div>
        {one === undefined ? null : <Answer one={one} />}
      </div>
    </Page>
  );
}

interface Asked {
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly facility: string;
  readonly required?: number | null;
}

function Question({ answered }: { readonly answered: (id: string) => void }) {
  const t = useWords(WORDS);
  const pair = usePair();
  const [form] = Form.useForm<Asked>();
  const ask = useCityWrite((body: object) => api.post('/city-risk/sitings', body, sitingSchema));
  const go = () =>
    void form
      .validateFields()
      .then(({ required, ...rest }) =>
        ask.mutate({ ...rest, ...(required != null && { required }) }, { onSuccess: ({ id }) => answered(id) }),
      );
  return (
    <Card title={t('siting')}>
      <Form form={form} layout="vertical" initialValues={{ facility: 'liquefied-hydrocarbon' }}>
        <Form.Item name="name" label={t('name')} rules={[{ required: true, max: 80 }]}>
          <Input maxLength={LENGTHS.line} />
        </Form.Item>
        <div className={styles.pair}>
          <Form.Item name="lon" label={t('lon')} rules={[{ required: true }]}>
            <InputNumber min={73} max={136} step={0.001} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="lat" label={t('lat')} rules={[{ required: true }]}>
            <InputNumber min={3} max={54} step={0.001} style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item name="facility" label={t('facility')}>
          <Select options={Object.keys(FACILITIES).map((value) => ({ value, label: pair(FACILITIES, value) }))} />
        </Form.Item>
        <Form.Item name="required" label={t('requiredOwn')}>
          <InputNumber min={1} max={20_000} style={{ width: '100%' }} />
        </Form.Item>
        <Button type="primary" block loading={whileSlow(ask.isPending)} onClick={go} style={{ fontWeight: 700 }}>
          {t('check')}
        </Button>
      </Form>
      {ask.isError ? <RefusalNote error={ask.error} /> : null}
    </Card>
  );
}

function Answer({ one }: { readonly one: Siting }) {
  const t = useWords(WORDS);
  const pair = usePair();
  const { language } = useLanguage();
  return (
    <div className={styles.column}>
      <Card
        title={
          <>
            {one.name} <StatusWord state={WORK[one.verdict]}>{t(one.verdict)}</StatusWord>
          </>
        }
        note={`${one.number} · ${pair(FACILITIES, one.facility)} · ${one.lon.toFixed(5)}, ${one.lat.toFixed(5)} · ${one.by} ${stampText(one.at)}`}
      >
        <Rings one={one} />
      </Card>
      {one.lines.map((line) => (
        <Card
          key={line.key}
          title={
            <>
              {language === 'zh' ? line.label : line.labelEn}{' '}
              <StatusWord state={WORK[line.verdict]}>{t(line.verdict)}</StatusWord>
            </>
          }
          note={`${language === 'zh' ? line.note : line.noteEn}${line.nearest === null ? '' : ` · ${t('nearest', { n: numberText(line.nearest) })}`}`}
          flush
        >
          {line.found.length === 0 ? null : (
            <Scroll>
              <table className={table.table}>
                <tbody>
                  {line.found.map((found) => (
                    <tr key={`${found.id} ${found.name}`}>
                      <td title={found.name}>{found.name}</td>
                      <td className={styles.number}>{t('metres', { n: numberText(found.metres) })}</td>
                      <td>{found.people === null ? '—' : t('people', { n: numberText(found.people) })}</td>
                      <td>{found.inside ? <span className={styles.late}>{t('inside')}</span> : ''}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
        </Card>
      ))}
    </div>
  );
}

/** Distances around the place as rings: what is nearer than required lies inside the dashed one. */
function Rings({ one }: { readonly one: Siting }) {
  const found = one.lines.flatMap((line) =>
    line.found.filter(({ bearing }) => bearing !== null).map((row) => ({ ...row, line: line.key })),
  );
  const far = Math.max(one.required * 1.5, ...found.map(({ metres }) => Math.min(metres, 3000)));
  const radius = (metres: number) => 8 + (Math.min(metres, far) / far) * 132;
  return (
    <svg viewBox="0 0 320 300" className={styles.rings} role="img" aria-label={one.name}>
      <circle cx={160} cy={150} r={radius(far)} fill="none" stroke="var(--line)" />
      <circle
        cx={160}
        cy={150}
        r={radius(one.required)}
        fill="var(--late-soft)"
        stroke="var(--late)"
        strokeDasharray="4 3"
      />
      <circle cx={160} cy={150} r={5} fill="var(--blue-700)" />
      {found.map((row) => {
        const angle = (((row.bearing ?? 0) - 90) * Math.PI) / 180;
        const r = radius(row.metres);
        return (
          <circle
            key={`${row.line} ${row.id} ${row.name}`}
            cx={160 + r * Math.cos(angle)}
            cy={150 + r * Math.sin(angle)}
            r={4}
            fill={row.inside ? 'var(--late)' : 'var(--ink-3)'}
          >
            <title>{`${row.name} ${row.metres} m`}</title>
          </circle>
        );
      })}
    </svg>
  );
}
