import { LAW_KINDS, type Preview } from '@anlan/kernel/catalogue';
import { Alert, Button, Form, Input, Select } from 'antd';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Loading, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { useConfirmImport, useReadImport } from './law-queries.ts';
import { WORDS } from './law-words.ts';
import styles from './Laws.module.css';

/** Brings a text into the library: read, look at errors, correct, take over, see what it touches. */
export function LawImportPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  const read = useReadImport();
  const confirm = useConfirmImport();
  const [text, setText] = useState('');
  const take = (file: File | undefined) => {
    if (file !== undefined)
      read.mutate({ name: file.name, body: file }, { onSuccess: (preview) => setText(preview.source) });
  };
  const again = () => read.mutate({ name: read.data?.name ?? 'text.txt', body: { text } });
  const restart = () => (read.reset(), confirm.reset(), setText(''));
  if (!verbs.includes('law.write'))
    return (
      <Page title={t('importTitle')}>
        <Empty title={t('importNot')} />
      </Page>
    );
  return (
    <Page title={t('importTitle')}>
      <PageHead title={t('importTitle')} note={t('importNote')} crumbs={[{ label: t('title'), href: keep('/laws') }]} />
      {confirm.data === undefined ? (
        <div className={styles.import}>
          <div className={styles.stack}>
            <Card title={t('read')}>
              <div className={styles.stack}>
                <label className={styles.drop}>
                  <FileUp size={22} strokeWidth={1.6} aria-hidden />
                  {t('drop')}
                  <input
                    type="file"
                    accept=".docx,.xlsx,.txt,.md"
                    aria-label={t('drop')}
                    onChange={(event) => (take(event.target.files?.[0]), (event.target.value = ''))}
                  />
                </label>
                <Input.TextArea
                  maxLength={4_000_000}
                  rows={read.data === undefined ? 8 : 16}
                  value={text}
                  aria-label={t(read.data === undefined ? 'paste' : 'source')}
                  placeholder={t('paste')}
                  onChange={(event) => setText(event.target.value)}
                />
                <Button disabled={text.trim() === ''} loading={whileSlow(read.isPending)} onClick={again}>
                  {t(read.data === undefined ? 'read' : 'readAgain')}
                </Button>
                {read.isError ? <RefusalNote error={read.error} /> : null}
              </div>
            </Card>
          </div>
          <div className={styles.stack}>
            {read.isPending ? <Loading rows={6} /> : null}
            {read.data === undefined ? null : <Checked preview={read.data} />}
            {read.data === undefined ? null : <Facts key={read.data.id} preview={read.data} confirm={confirm} />}
          </div>
        </div>
      ) : (
        <Card>
          <Alert
            type="success"
            showIcon
            title={t('imported', { changed: confirm.data.changed, reviews: confirm.data.reviews })}
            action={
              <span className={styles.counts}>
                <Link to={keep(`/laws/${confirm.data.key}`)}>{t('toLaw')}</Link>
                {confirm.data.reviews === 0 ? null : <Link to={keep('/laws/reviews')}>{t('reviews')}</Link>}
                <Button size="small" onClick={restart}>
                  {t('another')}
                </Button>
              </span>
            }
          />
        </Card>
      )}
    </Page>
  );
}

function Checked({ preview }: { readonly preview: Preview }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { problems, articles, known } = preview;
  const errors = problems.filter(({ weight }) => weight === 'error').length;
  return (
    <Card
      title={preview.title ?? preview.name}
      note={`${t('articles', { n: articles.length })} · ${
        problems.length === 0 ? t('noProblems') : t('problems', { errors, warnings: problems.length - errors })
      }`}
    >
      {known === null ? null : (
        <Alert
          type={known.same === null ? 'info' : 'warning'}
          title={known.same === null ? t('knownLaw') : t('sameText', { name: known.same })}
          style={{ marginBottom: 10 }}
        />
      )}
      {problems.length === 0 ? null : (
        <ul className={styles.problems} data-testid="import-problems">
          {problems.slice(0, 60).map((one, index) => (
            <li key={index} data-weight={one.weight}>
              <b>{t(one.weight)}</b>
              <span>{t('line', { n: one.line })}</span>
              <span>{one[language]}</span>
            </li>
          ))}
        </ul>
      )}
      <ol className={styles.preview}>
        {articles.slice(0, 40).map((article, index) => (
          <li key={index}>
            <b>{article.label}</b> {article.text.slice(0, 60)}
            {article.text.length > 60 ? '…' : ''}
          </li>
        ))}
      </ol>
    </Card>
  );
}

interface FactsProps {
  readonly preview: Preview;
  readonly confirm: ReturnType<typeof useConfirmImport>;
}

function Facts({ preview, confirm }: FactsProps) {
  const t = useWords(WORDS);
  const scope = useScope();
  const { scope: own } = useSession();
  const errors = preview.problems.some(({ weight }) => weight === 'error');
  const need = (field: string) => [{ required: true, message: t('required', { field }) }];
  const send = (values: Record<string, string | undefined>) => {
    const optional = (value: string | undefined) => (value === undefined || value === '' ? null : value);
    const facts = {
      ...values,
      short: optional(values['short']),
      issuer: optional(values['issuer']),
      issuedOn: optional(values['issuedOn']),
    };
    confirm.mutate({ id: preview.id, facts });
  };
  return (
    <Card title={t('confirm')}>
      <Form
        layout="vertical"
        className={styles.form ?? ''}
        onFinish={send}
        initialValues={{
          key: preview.known?.key,
          title: preview.known?.title ?? preview.title,
          kind: preview.known?.kind ?? 'local',
          region: preview.known === null ? (own.path ?? 'cn.') : 'cn.',
          origin: preview.name,
        }}
      >
        <Form.Item name="title" label={t('lawTitle')} rules={need(t('lawTitle'))} className="wide">
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="key" label={t('key')} extra={t('keyHelp')} rules={need(t('key'))}>
          <Input maxLength={80} disabled={preview.known !== null} />
        </Form.Item>
        <Form.Item name="kind" label={t('kind')} rules={need(t('kind'))}>
          <Select options={LAW_KINDS.map((kind) => ({ value: kind, label: t(kind) }))} />
        </Form.Item>
        <Form.Item name="name" label={t('versionName')} rules={need(t('versionName'))}>
          <Input maxLength={60} placeholder="2026年版" />
        </Form.Item>
        <Form.Item name="validFrom" label={t('validFromField')} rules={need(t('validFromField'))}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="issuedOn" label={t('issuedOn')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="issuer" label={t('issuer')}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="region" label={t('region')} rules={need(t('region'))}>
          <Select
            options={[
              { value: 'cn.', label: t('nation') },
              ...(own.path === null ? [] : [{ value: own.path, label: scope.regions[0]?.name ?? own.label }]),
            ]}
          />
        </Form.Item>
        <Form.Item name="origin" label={t('origin')} rules={need(t('origin'))}>
          <Input maxLength={200} />
        </Form.Item>
        <div className="wide">
          {confirm.isError ? <RefusalNote error={confirm.error} /> : null}
          <Button
            type="primary"
            htmlType="submit"
            disabled={errors || preview.known?.same != null}
            loading={whileSlow(confirm.isPending)}
            style={{ fontWeight: 700 }}
          >
            {t('confirm')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
