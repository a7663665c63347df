import { LENGTHS } from '@anlan/kernel/entity';
import { PUBLICATION_KINDS, type PublicationKind } from '@anlan/kernel/publication';
import { Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useRegions, useSession } from '../api/index.ts';
import { newId } from '../case/queries.ts';
import docs from '../document/Documents.module.css';
import { useLabel, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { useDraftPublication } from './queries.ts';
import { WORDS } from './words.ts';

/** A notice to the public or to named places, written by hand. */
export function PublicationNewPage() {
  const t = useWords(WORDS);
  const placeName = useRegionName();
  const label = useLabel();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const session = useSession();
  const [kind, setKind] = useState<PublicationKind>('notice');
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [names, setNames] = useState('');
  const [to, setTo] = useState<string[]>([]);
  const [requestId] = useState(newId);
  const regions = useRegions(session.scope.path, kind === 'internal' && session.scope.path !== null);
  const draft = useDraftPublication();
  const paragraphs = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const send = () =>
    draft.mutate(
      {
        kind,
        body: { title: title.trim(), blocks: paragraphs.map((line) => ({ kind: 'paragraph', text: line })) },
        names: names.split(/[、，,\s]+/).filter((name) => name.length > 1),
        to: kind === 'internal' ? to : [],
        requestId,
      },
      { onSuccess: ({ publication }) => void navigate(keep(`/publications/${publication.id}`)) },
    );
  return (
    <Page title={t('create')}>
      <PageHead crumbs={[{ label: t('publications'), href: keep('/publications') }]} title={t('create')} />
      <Card>
        <form
          className={docs.form}
          style={{ maxWidth: 760 }}
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Segmented<PublicationKind>
            value={kind}
            onChange={setKind}
            options={(['notice', 'exposure', 'internal'] as const).map((value) => ({
              value,
              label: label(PUBLICATION_KINDS[value]),
            }))}
          />
          <Input
            aria-label={t('title')}
            placeholder={t('title')}
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
          <Input.TextArea
            aria-label={t('body')}
            placeholder={t('body')}
            rows={8}
            maxLength={8000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {kind === 'internal' ? (
            <Select
              mode="multiple"
              aria-label={t('to')}
              placeholder={t('to')}
              value={to}
              onChange={setTo}
              optionFilterProp="label"
              options={(regions.data ?? []).map((region) => ({ value: region.path, label: placeName(region.name) }))}
            />
          ) : (
            <Input
              maxLength={LENGTHS.line}
              aria-label={t('names')}
              placeholder={t('names')}
              value={names}
              onChange={(event) => setNames(event.target.value)}
            />
          )}
          {draft.isError ? <RefusalNote error={draft.error} kept /> : null}
          <Button
            type="primary"
            htmlType="submit"
            loading={whileSlow(draft.isPending)}
            disabled={title.trim() === '' || paragraphs.length === 0}
          >
            {t('send')}
          </Button>
        </form>
      </Card>
    </Page>
  );
}
