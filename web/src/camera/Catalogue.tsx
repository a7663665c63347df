import type { CameraView, CatalogueEntry } from '@anlan/kernel/camera';
import { Button } from 'antd';
import { RotateCw } from 'lucide-react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Failed, Loading, RefusalNote, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { momentText, useNow } from '../time/index.ts';
import styles from './Camera.module.css';
import { useCatalogue, useRefresh } from './queries.ts';
import { WORDS } from './words.ts';

interface Leaf {
  readonly entry: CatalogueEntry;
  readonly depth: number;
}

/** Entries under their parents; those whose parent is not listed stand at the top. Circles are cut. */
export function treeOf(rows: readonly CatalogueEntry[]): readonly Leaf[] {
  const codes = new Set(rows.map(({ code }) => code));
  const below = new Map<string, CatalogueEntry[]>();
  for (const entry of rows) {
    const parent = entry.parent !== null && entry.parent !== entry.code && codes.has(entry.parent) ? entry.parent : '';
    below.set(parent, [...(below.get(parent) ?? []), entry]);
  }
  const leaves: Leaf[] = [];
  const seen = new Set<string>();
  const add = (entry: CatalogueEntry, depth: number): void => {
    if (seen.has(entry.code)) return;
    seen.add(entry.code);
    leaves.push({ entry, depth });
    for (const child of below.get(entry.code) ?? []) add(child, depth + 1);
  };
  for (const entry of below.get('') ?? []) add(entry, 0);
  for (const entry of rows) add(entry, 0);
  return leaves;
}

/** What the camera's device says is connected to it, and which of it is in the register. */
export function Catalogue({ camera }: { readonly camera: CameraView }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const now = useNow();
  const [ask, write] = [useMay('device.command'), useMay('registry.write')];
  const found = useCatalogue(camera.id, true);
  const refresh = useRefresh(camera.id);
  const at = found.data?.heardAt ?? null;
  return (
    <Card
      title={t('catalogue')}
      note={at === null ? undefined : t('catalogueAt', { at: momentText(at, now, language) })}
      extra={
        ask ? (
          <Button
            size="small"
            icon={<RotateCw size={14} aria-hidden />}
            loading={refresh.isPending}
            onClick={() => refresh.mutate()}
          >
            {t('refresh')}
          </Button>
        ) : undefined
      }
      flush
    >
      {refresh.error === null ? null : <RefusalNote error={refresh.error} />}
      {found.isPending ? <Loading rows={3} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.rows.length === 0 ? <p style={{ padding: '0 16px' }}>{t('noCatalogue')}</p> : null}
      {found.data === undefined || found.data.rows.length === 0 ? null : (
        <Table
          heads={[t('name'), t('code'), t('kind'), t('status'), '']}
          className={styles.groups}
          label={t('catalogue')}
        >
          {treeOf(found.data.rows).map(({ entry, depth }) => (
            <tr key={entry.code} className={entry.cameraId === camera.id ? styles.chosen : undefined}>
              <td className={table.wide} style={{ paddingLeft: 16 + depth * 16 }} title={entry.name}>
                {entry.name}
              </td>
              <td className={styles.code}>{entry.code}</td>
              <td>{entry.type}</td>
              <td>{entry.status ?? '—'}</td>
              <td>
                {entry.cameraId !== null ? (
                  <Link to={keep(`/cameras/${entry.cameraId}`)}>{t('inRegister')}</Link>
                ) : write ? (
                  <Link to={keep('/registry/cameras')}>{t('enter')}</Link>
                ) : null}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
