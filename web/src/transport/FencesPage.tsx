import { LENGTHS } from '@anlan/kernel/entity';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { PURPOSES, type Purpose } from '@anlan/kernel/position';
import { api, query } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { FenceEditor } from './FenceEditor.tsx';
import { fenceSchema } from '@anlan/systems/monitoring/vehicle-supervision';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

const passagesSchema = z.array(
  z.object({
    id: z.string(),
    kind: z.string(),
    name: z.string(),
    enteredAt: z.number(),
    leftAt: z.number().nullable(),
  }),
);

/** Registered extents: found, seen on the map, drawn anew, imported, and who came and went. */
export function FencesPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const go = useNavigate();
  const may = useMay('registry.write');
  const [purpose, setPurpose] = useState<Purpose>('parking');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const fences = useQuery({
    queryKey: ['fences', purpose, search],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => api.get(`/position/fences${query({ purpose, search })}`, z.array(fenceSchema), signal),
  });
  const fence = fences.data?.find(({ id }) => id === chosen);
  return (
    <Page title={t('fences')}>
      <PageHead
        title={t('fences')}
        note={fences.data === undefined ? '' : numberText(fences.data.length)}
        crumbs={[{ label: t('title'), href: keep('/transport') }]}
        actions={
          may ? (
            <>
              <ImportButton purpose={purpose} onDone={() => void fences.refetch()} />
              <Button type="primary" onClick={() => void go(keep('/registry/fences?open=new'))}>
                {t('register')}
              </Button>
            </>
          ) : undefined
        }
      />
      <div className={styles.columns}>
        <div className={styles.stack}>
          <FenceEditor
            key={chosen ?? 'none'}
            fences={fences.data ?? []}
            fence={fence}
            may={may}
            onSaved={() => void fences.refetch()}
          />
          {fence === undefined ? null : <Passages fence={fence.id} />}
        </div>
        <Card flush>
          <div className={styles.tools}>
            <Select
              size="small"
              style={{ width: 150 }}
              aria-label={t('purpose')}
              value={purpose}
              options={Object.entries(PURPOSES).map(([value, words]) => ({ value, label: label(words) }))}
              onChange={(value: Purpose) => (setPurpose(value), setChosen(null))}
            />
            <Input.Search
              maxLength={LENGTHS.search}
              size="small"
              style={{ width: 180 }}
              allowClear
              aria-label={t('search')}
              onSearch={(value) => setSearch(value.trim())}
            />
          </div>
          {fences.isPending ? (
            <Loading rows={8} />
          ) : fences.isError && fences.data === undefined ? (
            <Failed error={fences.error} retry={() => void fences.refetch()} />
          ) : (
            <div className={styles.fences} data-testid="fences">
              {fences.data?.map((row) => (
                <button
                  key={row.id}
                  type="button"
                  className={styles.row}
                  aria-pressed={row.id === chosen}
                  onClick={() => setChosen(row.id)}
                >
                  <span title={row.name}>{row.name}</span>
                  <small>
                    {row.shape === null ? t('noShape') : row.speedLimit === null ? '' : `${row.speedLimit} km/h`}
                    {row.capacity === null ? '' : ` ${t('inside')} ${row.inside} / ${row.capacity}`}
                    {row.periods.length === 0
                      ? ''
                      : ` · ${row.periods.map(({ from = '00:00', to = '24:00' }) => `${from}–${to}`).join('、')}`}
                  </small>
                </button>
              ))}
            </div>
          )}
        </Card>
      </div>
    </Page>
  );
}

function Passages({ fence }: { readonly fence: string }) {
  const t = useWords(WORDS);
  const rows = useQuery({
    queryKey: ['fences', 'passages', fence],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get(`/position/fences/${fence}/passages`, passagesSchema, signal),
  });
  return (
    <Card title={t('who')} flush>
      {rows.data === undefined || rows.data.length === 0 ? (
        <Empty title={t('nobody')} />
      ) : (
        <div className={styles.fences} data-testid="passages">
          {rows.data.slice(0, 50).map((row) => (
            <div key={`${row.id} ${row.enteredAt}`} className={styles.row}>
              <span>{row.name}</span>
              <small>
                {t('entered')} {stampText(row.enteredAt)}
                {row.leftAt === null ? ` · ${t('inside')}` : ` · ${t('left')} ${stampText(row.leftAt)}`}
              </small>
            </div>
          ))}
        </div>
      )}
    </Card>
  );
}

const importedSchema = z.object({ entered: z.number(), left: z.array(z.unknown()) });

function ImportButton({ purpose, onDone }: { readonly purpose: Purpose; readonly onDone: () => void }) {
  const t = useWords(WORDS);
  const scope = useScope();
  const input = useRef<HTMLInputElement>(null);
  const { message } = App.useApp();
  const read = async (file: File): Promise<void> => {
    try {
      const collection: unknown = JSON.parse(await file.text());
      const body = { purpose, regionPath: scope.path ?? '', collection };
      const done = await api.post('/position/fences/import', body, importedSchema);
      void message.success(t('imported', { n: done.entered, m: done.left.length }));
      onDone();
    } catch (error) {
      void message.error(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <Button onClick={() => input.current?.click()}>{t('importGeo')}</Button>
      <input
        ref={input}
        hidden
        type="file"
        aria-label={t('importGeo')}
        accept=".geojson,.json,application/geo+json"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) void read(file);
          event.target.value = '';
        }}
      />
    </>
  );
}
