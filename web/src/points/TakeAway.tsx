import { exportSizeSchema } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { numberText, RefusalNote } from '../parts/index.ts';
import { SpanPick, type Span } from './SpanPick.tsx';
import styles from './TakeAway.module.css';
import { WORDS } from './words.ts';

interface TakeAwayProps {
  /** `/readings/export` or `/tracks/<id>/export`: asked for the size, and with `.csv` and so on for the file. */
  readonly path: string;
  readonly wish?: Readonly<Record<string, string>>;
  readonly span: Span;
  readonly formats: readonly ('csv' | 'xlsx' | 'geojson')[];
}

/** Takes the history away as a file: says how much it is before, and refuses in words what is too much. */
export function TakeAway(props: TakeAwayProps) {
  const t = useWords(WORDS);
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      placement="bottomRight"
      content={<Panel {...props} />}
      destroyOnHidden
    >
      <Button size="small" icon={<Download size={14} aria-hidden />} aria-expanded={open}>
        {t('takeAway')}
      </Button>
    </Popover>
  );
}

function Panel({ path, wish = {}, span: begun, formats }: TakeAwayProps) {
  const t = useWords(WORDS);
  const [span, setSpan] = useState(begun);
  const asked = { ...wish, from: Math.floor(span.from), to: Math.floor(span.to) };
  const size = useQuery({
    queryKey: ['export', path, asked],
    queryFn: ({ signal }) => api.get(`${path}${query(asked)}`, exportSizeSchema, signal),
  });
  const { rows = 0, most = 0, mostSheet = 0, objects = 0 } = size.data ?? {};
  const link = (format: string, label: string, limit: number, more: object = {}) => (
    <Button
      key={label}
      href={`/api${path}.${format}${query({ ...asked, ...more })}`}
      download
      disabled={size.data === undefined || rows === 0 || rows > limit}
    >
      {label}
    </Button>
  );
  return (
    <div className={styles.panel} data-testid="take-away">
      <SpanPick span={span} onSpan={setSpan} />
      {size.isError ? <RefusalNote error={size.error} /> : null}
      {size.data === undefined ? null : (
        <p>
          {t('size', { objects: numberText(objects), rows: numberText(rows) })}
          {rows > most ? ` ${t('tooMuch', { most: numberText(most) })}` : ''}
        </p>
      )}
      <div className={styles.files}>
        {formats.includes('csv') ? link('csv', 'CSV', most) : null}
        {formats.includes('csv') ? link('csv', 'CSV.gz', most, { gzip: 1 }) : null}
        {formats.includes('geojson') ? link('geojson', 'GeoJSON', most) : null}
        {formats.includes('xlsx') ? link('xlsx', 'Excel', mostSheet) : null}
      </div>
      <small>
        {t('fileLimit', { most: numberText(most) })}
        {formats.includes('xlsx') ? t('sheetLimit', { most: numberText(mostSheet) }) : ''}
      </small>
    </div>
  );
}
