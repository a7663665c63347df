import { LENGTHS } from '@anlan/kernel/entity';
import type { Entity } from '@anlan/kernel/entity';
import { censusListSchema, censusSheetSchema, type CensusSheet } from '@anlan/kernel/registry';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Segmented, Select } from 'antd';
import { ClipboardList, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import {
  Card,
  DeadlinePie,
  Empty,
  Failed,
  Loading,
  PageHead,
  RefusalNote,
  StatusWord,
  type WorkState,
  whileSlow,
  useFieldRule,
} from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { entityByKey, recordHref } from './entities.ts';
import { useOptions } from '../code-lists/lists.ts';
import { FieldInput, RegionInput } from './inputs.tsx';
import { useMay } from './may.ts';
import { WORDS } from './tool-words.ts';
import styles from './Tools.module.css';
import { Value } from './Value.tsx';
import { RegionName } from '../language/RegionName.tsx';

type Listed = z.infer<typeof censusListSchema>[number];

function useCensuses() {
  return useQuery({ queryKey: ['census'], queryFn: ({ signal }) => api.get('/censuses', censusListSchema, signal) });
}

/** All censuses one takes part in, or one of them with its sheets. */
export function CensusPage() {
  const { id } = useParams();
  return id === undefined ? <All /> : <One id={id} />;
}

function All() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const issues = useMay('census.issue');
  const censuses = useCensuses();
  const [issuing, setIssuing] = useState(false);
  return (
    <Page title={t('censuses')}>
      <PageHead
        title={t('censuses')}
        note={t('censusNote')}
        actions={
          issues ? (
            <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setIssuing(true)}>
              {t('issue')}
            </Button>
          ) : undefined
        }
      />
      {censuses.isPending ? <Loading /> : null}
      {censuses.isError ? <Failed error={censuses.error} retry={() => void censuses.refetch()} /> : null}
      {censuses.data?.length === 0 ? (
        <Empty icon={<ClipboardList size={20} strokeWidth={1.6} />} title={t('noCensus')} />
      ) : null}
      {censuses.data === undefined || censuses.data.length === 0 ? null : (
        <Card flush>
          <table className={styles.table} aria-label={t('censuses')}>
            <thead>
              <tr>
                <th>{t('censusName')}</th>
                <th>{t('area')}</th>
                <th>{t('due')}</th>
                <th>{t('coverage')}</th>
                <th className={styles.number}>{t('stateMerged')}</th>
              </tr>
            </thead>
            <tbody>
              {censuses.data.map((census) => (
                <tr key={census.id}>
                  <td>
                    <Link to={keep(`/registry/censuses/${census.id}`)}>{census.name}</Link>
                  </td>
                  <td>
                    <RegionName of={census.regionName} />
                  </td>
                  <td>
                    <DeadlinePie dueAt={Date.parse(`${census.due}T16:00:00Z`)} since={census.issuedAt} />
                  </td>
                  <td>
                    <Coverage census={census} />
                  </td>
                  <td className={styles.number}>{census.merged}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      )}
      {issuing ? <Issue close={() => setIssuing(false)} /> : null}
    </Page>
  );
}

function Coverage({ census }: { readonly census: Listed }) {
  const t = useWords(WORDS);
  const share = census.population === 0 ? 0 : census.filled / census.population;
  return (
    <span className={styles.nowrap}>
      <span className={styles.bar}>
        <i style={{ width: `${share * 100}%` }} />
      </span>
      {Math.round(share * 100)} % · {t('answered', { n: census.filled, of: census.population })}
    </span>
  );
}

function Issue({ close }: { readonly close: () => void }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const scope = useScope();
  const client = useQueryClient();
  const [form] = Form.useForm<{
    name: string;
    fields: string[];
    regionPath: string;
    sectors?: string[];
    due: string;
  }>();
  const entity = entityByKey('enterprise')!;
  const sector = entity.fields['sector'];
  const options = useOptions();
  const send = useMutation({
    mutationFn: (body: object) => api.post('/censuses', body, z.object({ id: z.string() })),
    onSuccess: () => (void client.invalidateQueries({ queryKey: ['census'] }), close()),
  });
  return (
    <Modal
      open
      title={t('issue')}
      okText={t('issue')}
      cancelText={t('back')}
      onCancel={close}
      onOk={() => form.submit()}
      confirmLoading={send.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ regionPath: scope.path }}
        onFinish={(values) => send.mutate({ ...values, sectors: values.sectors ?? [], entity: 'enterprise' })}
      >
        <Form.Item name="name" label={t('censusName')} rules={[{ required: true }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="fields" label={t('censusFields')} rules={[{ required: true }]}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={Object.entries(entity.fields).map(([key, field]) => ({ value: key, label: label(field) }))}
          />
        </Form.Item>
        <Form.Item name="regionPath" label={t('censusRegion')} rules={[{ required: true }]}>
          <RegionInput />
        </Form.Item>
        <Form.Item name="sectors" label={t('censusSectors')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={options(sector).map((option) => ({ value: option.value, label: label(option) }))}
          />
        </Form.Item>
        <Form.Item name="due" label={t('due')} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
      </Form>
      {send.isError ? <RefusalNote error={send.error} /> : null}
    </Modal>
  );
}

const sheetsSchema = z.object({ total: z.number(), rows: z.array(censusSheetSchema) });
const WORK: Record<CensusSheet['state'], [WorkState, 'stateIssued' | 'stateFilled' | 'stateReturned' | 'stateMerged']> =
  {
    issued: ['draft', 'stateIssued'],
    filled: ['wait', 'stateFilled'],
    returned: ['late', 'stateReturned'],
    merged: ['done', 'stateMerged'],
  };

function One({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const keep = useKeepScope();
  const scope = useScope();
  const [state, setState] = useState('all');
  const [page, setPage] = useState(1);
  const census = useCensuses().data?.find((one) => one.id === id);
  const sheets = useQuery({
    queryKey: ['census', id, state, page, scope.path],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(
        `/censuses/${id}/sheets${query({ state: state === 'all' ? null : state, page, region: scope.narrowed ? scope.path : null })}`,
        sheetsSchema,
        signal,
      ),
  });
  const entity = entityByKey(census?.entity ?? 'enterprise')!;
  const [opened, setOpened] = useState<CensusSheet | null>(null);
  const title = census?.name ?? t('censuses');
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={census === undefined ? '' : `${region(census.regionName)} · ${t('due')} ${census.due}`}
        crumbs={[{ label: t('censuses'), href: keep('/registry/censuses') }]}
      />
      {census === undefined ? null : (
        <Card>
          <div className={styles.acts}>
            <Coverage census={census} />
            <span>{t('intoRegister', { n: census.merged })}</span>
            <Segmented
              value={state}
              onChange={(next) => (setState(next), setPage(1))}
              options={[
                { value: 'all', label: t('everybody') },
                { value: 'open', label: `${t('stateOpen')} ${census.population - census.filled}` },
                { value: 'filled', label: `${t('stateFilled')} ${census.filled - census.merged}` },
                { value: 'merged', label: `${t('stateMerged')} ${census.merged}` },
              ]}
            />
          </div>
        </Card>
      )}
      {sheets.isPending ? <Loading rows={8} /> : null}
      {sheets.isError ? <Failed error={sheets.error} retry={() => void sheets.refetch()} /> : null}
      {sheets.data === undefined ? null : (
        <Card flush>
          {sheets.data.rows.length === 0 ? <Empty title={t('noRows')} /> : null}
          <table className={styles.table} aria-label={title}>
            <tbody>
              {sheets.data.rows.map((sheet) => (
                <tr key={sheet.id}>
                  <td>
                    <Link to={keep(recordHref(entity, sheet.id))}>{sheet.name}</Link>
                  </td>
                  <td>
                    <RegionName of={sheet.regionName} />
                  </td>
                  <td>
                    <StatusWord state={WORK[sheet.state][0]}>{t(WORK[sheet.state][1])}</StatusWord> {sheet.note}
                  </td>
                  <td>{sheet.filledBy ?? ''}</td>
                  <td className={styles.number}>
                    <Button size="small" onClick={() => setOpened(sheet)}>
                      {t(sheet.state === 'filled' ? 'accept' : sheet.state === 'merged' ? 'answer' : 'fill')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {sheets.data.total > 50 ? (
            <p className={styles.acts} style={{ padding: 8, justifyContent: 'flex-end' }}>
              {sheets.data.total}
              <Button size="small" disabled={page === 1} onClick={() => setPage(page - 1)}>
                ‹
              </Button>
              <Button size="small" disabled={page * 50 >= sheets.data.total} onClick={() => setPage(page + 1)}>
                ›
              </Button>
            </p>
          ) : null}
        </Card>
      )}
      {opened === null || census === undefined ? null : (
        <Sheet key={opened.id} census={census} entity={entity} sheet={opened} close={() => setOpened(null)} />
      )}
    </Page>
  );
}

interface SheetProps {
  readonly census: Listed;
  readonly entity: Entity;
  readonly sheet: CensusSheet;
  readonly close: () => void;
}

function Sheet({ census, entity, sheet, close }: SheetProps) {
  const t = useWords(WORDS);
  const rule = useFieldRule();
  const label = useLabel();
  const client = useQueryClient();
  const writes = useMay('registry.write');
  const verifies = useMay('registry.verify');
  const [form] = Form.useForm<Record<string, unknown>>();
  const [note, setNote] = useState('');
  const send = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) =>
      api.post(`/censuses/${census.id}/sheets/${sheet.id}${path}`, body, z.unknown()),
    onSuccess: () => (
      void client.invalidateQueries({ queryKey: ['census'] }),
      void client.invalidateQueries({ queryKey: ['registry', entity.plural] }),
      close()
    ),
  });
  const decide = (accept: boolean) =>
    send.mutate({
      path: '/decide',
      body: { accept, version: sheet.version, ...(note.trim() === '' ? {} : { note: note.trim() }) },
    });
  const filling = sheet.state === 'issued' || sheet.state === 'returned';
  const footer = filling
    ? writes
      ? [
          <Button key="submit" type="primary" loading={whileSlow(send.isPending)} onClick={() => form.submit()}>
            {t('submit')}
          </Button>,
        ]
      : []
    : sheet.state === 'filled' && verifies
      ? [
          <Input
            maxLength={LENGTHS.line}
            key="note"
            style={{ width: 220, marginRight: 8 }}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            placeholder={t('returnNote')}
          />,
          <Button key="return" disabled={note.trim() === ''} onClick={() => decide(false)}>
            {t('return')}
          </Button>,
          <Button key="accept" type="primary" loading={whileSlow(send.isPending)} onClick={() => decide(true)}>
            {t('accept')}
          </Button>,
        ]
      : [];
  return (
    <Modal open title={sheet.name} onCancel={close} footer={footer} width={640}>
      {filling ? (
        <Form
          form={form}
          layout="vertical"
          initialValues={{ ...sheet.current, ...sheet.answers }}
          onFinish={(answers) => send.mutate({ path: '', body: { answers } })}
        >
          {census.fields.map((key) => {
            const field = entity.fields[key];
            return field === undefined ? null : (
              <Form.Item key={key} name={key} label={label(field)} rules={[rule({ ...field, required: true })]}>
                <FieldInput field={field} />
              </Form.Item>
            );
          })}
        </Form>
      ) : (
        <div className={styles.sides}>
          <span />
          <b>{t('now')}</b>
          <b>{t('answer')}</b>
          {census.fields.map((key) => {
            const field = entity.fields[key];
            if (field === undefined) return null;
            return [
              <span key={key}>{label(field)}</span>,
              <span key={`${key}n`}>
                <Value field={field} value={sheet.current[key]} inTable />
              </span>,
              <span key={`${key}a`} data-differs={sheet.current[key] !== sheet.answers[key]}>
                <Value field={field} value={sheet.answers[key]} inTable />
              </span>,
            ];
          })}
        </div>
      )}
      {send.isError ? <RefusalNote error={send.error} /> : null}
    </Modal>
  );
}
