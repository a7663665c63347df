import { App, Button, Input, Modal, Popover } from 'antd';
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { useWords } from '../language/index.tsx';
import { Card, numberText, RefusalNote, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Pages.module.css';
import { useDropDraft, useImport, usePublish, useVersions, type useItems } from './queries.ts';
import { WORDS } from './words.ts';

interface DraftsProps {
  readonly drafts: NonNullable<ReturnType<typeof useItems>['data']>['drafts'];
  readonly version: number;
  readonly keeper: boolean;
}

/** What waits for publication, and the publication itself. */
export function Drafts({ drafts, version, keeper }: DraftsProps) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const drop = useDropDraft();
  const publish = usePublish();
  if (drafts.length === 0) return null;
  const go = () =>
    publish.mutate(
      { base: version, reason },
      {
        onSuccess: (done) => {
          setOpen(false);
          setReason('');
          void message.success(t('published', { n: done.version }));
        },
      },
    );
  return (
    <Card
      title={t('drafts', { n: drafts.length })}
      flush
      extra={
        keeper ? (
          <Button type="primary" size="small" onClick={() => setOpen(true)}>
            {t('publish')}
          </Button>
        ) : undefined
      }
    >
      <ul className={styles.drafts}>
        {drafts.slice(0, 20).map((draft) => (
          <li key={draft.itemId}>
            <b data-change={draft.change}>{t(draft.change)}</b> {draft.code}
            <span>{(draft.content as { title?: string } | null)?.title ?? ''}</span>
            <small>
              {draft.by} {stampText(draft.at).slice(5, 16)}
            </small>
            {keeper ? (
              <button type="button" className={styles.link} onClick={() => drop.mutate(draft.itemId)}>
                {t('drop')}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      <Modal
        open={open}
        title={t('publish')}
        okText={t('publish')}
        cancelText={t('cancel')}
        okButtonProps={{ disabled: reason.trim().length < 2, loading: whileSlow(publish.isPending) }}
        onOk={go}
        onCancel={() => setOpen(false)}
      >
        <p className={styles.note}>{t('publishNote', { n: version + 1 })}</p>
        <Input
          aria-label={t('reason')}
          placeholder={t('reason')}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {publish.isError ? <RefusalNote error={publish.error} /> : null}
      </Modal>
    </Card>
  );
}

export function Versions({ version }: { readonly version: number }) {
  const t = useWords(WORDS);
  const versions = useVersions();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <ul className={styles.versions}>
          {versions.data?.map((one) => (
            <li key={one.version}>
              <b>{t('version', { n: one.version })}</b> {stampText(one.publishedAt).slice(0, 16)} {one.by}
              <span>{one.reason}</span>
              <small>
                {t('add')} {one.added} · {t('edit')} {one.changed} · {t('retire')} {one.retired} ·{' '}
                {t('items', { n: numberText(one.items) })}
              </small>
            </li>
          ))}
        </ul>
      }
    >
      <Button>{t('versionNow', { n: version })}</Button>
    </Popover>
  );
}

/** A workbook is looked at first; what is new or changed becomes drafts when it is confirmed. */
export function Import() {
  const t = useWords(WORDS);
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const bring = useImport();
  const look = (chosen: File | undefined) => {
    if (chosen === undefined) return;
    setFile(chosen);
    bring.mutate({ file: chosen, confirm: false });
  };
  const done = bring.data;
  const close = () => (setFile(undefined), bring.reset());
  return (
    <>
      <Button icon={<Upload size={15} aria-hidden />} onClick={() => input.current?.click()}>
        {t('import')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('import')}
        accept=".xlsx"
        onChange={(event) => (look(event.target.files?.[0]), (event.target.value = ''))}
      />
      <Modal
        open={file !== undefined}
        title={file?.name}
        okText={t('confirmImport')}
        cancelText={t('cancel')}
        okButtonProps={{
          disabled: done === undefined || done.added + done.changed === 0,
          loading: whileSlow(bring.isPending),
        }}
        onOk={() => file !== undefined && bring.mutate({ file, confirm: true }, { onSuccess: close })}
        onCancel={close}
      >
        {bring.isError ? <RefusalNote error={bring.error} kept={false} /> : null}
        {done === undefined ? null : (
          <p>{t('looked', { added: done.added, changed: done.changed, same: done.same })}</p>
        )}
        {done === undefined || done.problems.length === 0 ? null : (
          <>
            <p className={styles.note}>{t('problemsN', { n: done.problems.length })}</p>
            <ul className={styles.versions}>
              {done.problems.slice(0, 20).map(({ row, code, problem }) => (
                <li key={row}>
                  {t('rowN', { n: row })} {code} <span>{problem}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Modal>
    </>
  );
}
