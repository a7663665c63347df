import { sheetSchema, type Sheet, type SheetRow } from '@anlan/kernel/telemetry';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { CircleCheck, Download, FileSpreadsheet, Upload } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, PageHead, RefusalNote, Table, whileSlow } from '../parts/index.ts';
import tools from '../registry/Tools.module.css';
import { useRecord } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { WORDS } from './enrol-words.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A browser on a system without the type tells none. */
const typed = (file: File): Blob => (file.type === XLSX ? file : new Blob([file], { type: XLSX }));

interface Wish {
  readonly file: File;
  readonly write?: 'all' | 'valid';
}

/** The points of an enterprise by workbook: taken out, compared, written. The file stays with the page until it is written. */
export function SheetPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const keep = useKeepScope();
  const client = useQueryClient();
  const enterprise = useRecord('enterprises', id);
  const path = `/enterprises/${id}/points`;
  const send = useMutation({
    mutationFn: ({ file, write }: Wish) => api.post(`${path}/sheet${query({ write })}`, typed(file), sheetSchema),
    onSuccess: ({ written }) => (written ? void client.invalidateQueries({ queryKey: ['points'] }) : undefined),
  });
  const name = enterprise.data?.name ?? '';
  const title = t('sheetTitle');
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={t('sheetNote')}
        crumbs={[{ label: name, href: keep(`/registry/enterprises/${id}`) }]}
        actions={
          <Button icon={<Download size={15} aria-hidden />} href={`/api${path}.xlsx`}>
            {t('download')}
          </Button>
        }
      />
      {send.data === undefined ? <Drop take={(file) => send.mutate({ file })} busy={send.isPending} /> : null}
      {send.isError ? <RefusalNote error={send.error} /> : null}
      {send.data === undefined ? null : (
        <Compared
          sheet={send.data}
          file={send.variables?.file}
          path={path}
          busy={send.isPending}
          write={(write) => send.variables && send.mutate({ file: send.variables.file, write })}
          again={() => send.reset()}
        />
      )}
    </Page>
  );
}

function Drop({ take, busy }: { readonly take: (file: File) => void; readonly busy: boolean }) {
  const t = useWords(WORDS);
  const [over, setOver] = useState(false);
  const first = (files: FileList | null) => (files?.[0] === undefined ? undefined : take(files[0]));
  return (
    /* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keyboard uses the input inside; dropping needs a pointer */
    <label
      className={tools.drop}
      data-over={over}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => (event.preventDefault(), setOver(false), first(event.dataTransfer.files))}
    >
      <Upload size={24} strokeWidth={1.6} aria-hidden />
      <b>{busy ? '…' : t('drop')}</b>
      <span>{t('dropNote')}</span>
      <input
        type="file"
        accept=".xlsx"
        className="visually-hidden"
        onChange={(event) => (first(event.target.files), (event.target.value = ''))}
      />
    </label>
  );
}

const STATES: readonly SheetRow['state'][] = ['invalid', 'changed', 'new', 'unchanged'];

interface ComparedProps {
  readonly sheet: Sheet;
  readonly file: File | undefined;
  readonly path: string;
  readonly busy: boolean;
  readonly write: (what: 'all' | 'valid') => void;
  readonly again: () => void;
}

function Compared({ sheet, file, path, busy, write, again }: ComparedProps) {
  const t = useWords(WORDS);
  const { summary } = sheet;
  const [state, setState] = useState(() => STATES.find((one) => summary[one] > 0) ?? 'unchanged');
  const valid = summary.new + summary.changed;
  const anew = <Button onClick={again}>{t('another')}</Button>;
  if (sheet.written)
    return (
      <Empty
        icon={<CircleCheck size={20} strokeWidth={1.6} />}
        title={t('written', { new: summary.new, changed: summary.changed })}
        action={anew}
      />
    );
  return (
    <>
      <Card
        title={
          <>
            <FileSpreadsheet size={16} aria-hidden /> {file?.name}
          </>
        }
        note={summary.missing === 0 ? undefined : t('missing', { n: summary.missing })}
      >
        <div className={tools.chips} role="group">
          {STATES.map((one) => (
            <button key={one} type="button" aria-pressed={state === one} onClick={() => setState(one)}>
              {t(one)}
              <b>{summary[one].toLocaleString('en-US')}</b>
            </button>
          ))}
          <span className={tools.acts} style={{ marginLeft: 'auto' }}>
            {summary.invalid === 0 || file === undefined ? null : <Marked file={file} path={path} />}
            {anew}
            <Button
              type="primary"
              loading={whileSlow(busy)}
              disabled={valid === 0}
              onClick={() => write(summary.invalid === 0 ? 'all' : 'valid')}
              style={{ fontWeight: 700 }}
            >
              {valid === 0 ? t('nothing') : t(summary.invalid === 0 ? 'writeAll' : 'writeValid', { n: valid })}
            </Button>
          </span>
        </div>
      </Card>
      <Rows rows={sheet.rows.filter((row) => row.state === state)} count={summary[state]} title={t(state)} />
    </>
  );
}

function Marked({ file, path }: { readonly file: File; readonly path: string }) {
  const t = useWords(WORDS);
  const fetchMarked = useMutation({
    mutationFn: async () => {
      const marked = await api.file('POST', `${path}/sheet/marked`, typed(file));
      const link = document.createElement('a');
      link.href = URL.createObjectURL(marked);
      link.download = file.name.replace(/\.xlsx$/i, '-标错.xlsx');
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });
  return (
    <Button
      icon={<Download size={15} aria-hidden />}
      loading={whileSlow(fetchMarked.isPending)}
      onClick={() => fetchMarked.mutate()}
    >
      {t('marked')}
    </Button>
  );
}

function Rows({
  rows,
  count,
  title,
}: {
  readonly rows: readonly SheetRow[];
  readonly count: number;
  readonly title: string;
}) {
  const t = useWords(WORDS);
  const note = rows.length < count ? t('more', { n: rows.length }) : String(count);
  return (
    <Card title={title} note={note} flush>
      <Table
        heads={[t('line'), t('device'), t('channel'), t('name'), t('what')]}
        style={{ maxHeight: 480, overflow: 'auto' }}
        testid="sheet-rows"
      >
        {rows.map((row) => (
          <tr key={row.line}>
            <td>{row.line}</td>
            <td title={row.device}>{row.device}</td>
            <td title={row.key}>{row.key}</td>
            <td title={row.name}>{row.name}</td>
            <td style={{ whiteSpace: 'normal', maxWidth: 420 }}>
              {row.errors.map(({ label, problem }) => (
                <span key={`${label}${problem}`} className={tools.wrong}>
                  <b>{label}</b> {problem}
                </span>
              ))}
              {row.changes.map(({ label, from, to }) => (
                <span key={label} className={tools.change}>
                  {label} <del>{from}</del> → <ins>{to}</ins>
                </span>
              ))}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
