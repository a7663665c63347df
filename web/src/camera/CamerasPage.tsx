import { LENGTHS } from '@anlan/kernel/entity';
import { CAMERA_PROTOCOLS, type CameraProtocol, type CameraRow, type OnlineRates } from '@anlan/kernel/camera';
import { Input, Segmented } from 'antd';
import { VideoOff } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Pager, StatusWord, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { Page, useKeepScope } from '../shell/index.ts';
import { momentText, useNow } from '../time/index.ts';
import styles from './Camera.module.css';
import { useCameras, useRates } from './queries.ts';
import { WORDS } from './words.ts';

const SIZE = 50;
const STATES = ['all', 'offline', 'online', 'never'] as const;
type By = 'region' | 'enterprise';

export const shareText = (share: number | null): string => (share === null ? '—' : `${numberText(share * 100, 1)} %`);

/** Online rate of the scope, where it is low, and the cameras themselves; what is off line stands first. Filters stay in the address. */
export function CamerasPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [params, setParams] = useSearchParams();
  const [by, setBy] = useState<By>('region');
  const region = params.get('region') ?? undefined;
  const enterprise = params.get('enterprise') ?? undefined;
  const rates = useRates(by, undefined);
  const choose = (key: string): void =>
    setParams((before) => {
      const name = by === 'region' ? 'region' : 'enterprise';
      const next = new URLSearchParams(before);
      for (const other of ['region', 'enterprise', 'page']) next.delete(other);
      if (before.get(name) !== key && key !== '') next.set(name, key);
      return next;
    });
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={<Link to={keep('/registry/cameras')}>{t('register')}</Link>}
      />
      {rates.isPending ? <Loading rows={4} /> : null}
      {rates.isError && rates.data === undefined ? (
        <Failed error={rates.error} retry={() => void rates.refetch()} />
      ) : null}
      {rates.data === undefined ? null : (
        <Card
          title={t('rate')}
          note={t('rateNote')}
          extra={
            <Segmented<By>
              size="small"
              value={by}
              onChange={setBy}
              options={[
                { value: 'region', label: t('byRegion') },
                { value: 'enterprise', label: t('byEnterprise') },
              ]}
            />
          }
          flush
        >
          <Band rates={rates.data} />
          <Groups rates={rates.data} chosen={region ?? enterprise} choose={choose} />
        </Card>
      )}
      <List region={region} enterprise={enterprise} />
    </Page>
  );
}

function Band({ rates: { total, days } }: { readonly rates: OnlineRates }) {
  const t = useWords(WORDS);
  return (
    <div className={styles.band}>
      <div className={styles.figures}>
        <p>
          <b data-testid="camera-share">{shareText(total.share)}</b>
          {t('rate')}
        </p>
        <p>
          <b>
            {numberText(total.online)} / {numberText(total.cameras)}
          </b>
          {t('now')}
        </p>
        <p>
          <b>{numberText(total.never)}</b>
          {t('never')}
        </p>
      </div>
      <div className={styles.days} role="img" aria-label={t('days')}>
        {days.map(({ day, share }) => (
          <i
            key={day}
            data-none={share === null}
            style={{ height: `${share === null ? 4 : Math.max(4, share * 100)}%` }}
            title={t('day', { day, share: shareText(share) })}
          />
        ))}
      </div>
    </div>
  );
}

interface GroupsProps {
  readonly rates: OnlineRates;
  readonly chosen: string | undefined;
  readonly choose: (key: string) => void;
}

function Groups({ rates: { groups }, chosen, choose }: GroupsProps) {
  const t = useWords(WORDS);
  const heads = [
    t('group'),
    ...(['cameras', 'now', 'never', 'rate'] as const).map((key) => ({ label: t(key), number: true })),
  ];
  return (
    <Table heads={heads} label={t('rate')} className={styles.groups}>
      {groups.map((group) => (
        <tr key={group.key} className={group.key === chosen ? styles.chosen : undefined}>
          <td className={table.wide} title={group.name}>
            {group.key === '' ? (
              t('unowned')
            ) : (
              <button
                type="button"
                className={styles.link}
                onClick={() => choose(group.key)}
                aria-pressed={group.key === chosen}
              >
                {group.name}
              </button>
            )}
          </td>
          <td className={table.number}>{numberText(group.cameras)}</td>
          <td className={table.number}>{numberText(group.online)}</td>
          <td className={table.number}>{numberText(group.never)}</td>
          <td className={table.number}>{shareText(group.share)}</td>
        </tr>
      ))}
    </Table>
  );
}

function List({
  region,
  enterprise,
}: {
  readonly region: string | undefined;
  readonly enterprise: string | undefined;
}) {
  const t = useWords(WORDS);
  const [params, setParams] = useSearchParams();
  const [search, state, page] = [
    params.get('search') ?? '',
    params.get('state') ?? 'all',
    Number(params.get('page') ?? 1),
  ];
  const set = (name: string, value: string | undefined): void =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (name !== 'page') next.delete('page');
      if (value === undefined || value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  const wished = state === 'all' ? undefined : state;
  const found = useCameras({ search, state: wished, region, enterprise, from: (page - 1) * SIZE, size: SIZE });
  return (
    <Card
      title={t('cameras')}
      note={found.data === undefined ? undefined : numberText(found.data.total)}
      extra={
        <span className={styles.filters}>
          <Segmented
            size="small"
            value={state}
            onChange={(value) => set('state', value === 'all' ? undefined : value)}
            options={STATES.map((value) => ({ value, label: t(value) }))}
          />
          <Input.Search
            maxLength={LENGTHS.search}
            allowClear
            size="small"
            defaultValue={search}
            placeholder={t('search')}
            aria-label={t('search')}
            onSearch={(text) => set('search', text.trim())}
          />
        </span>
      }
      flush
    >
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.rows.length === 0 ? (
        <Empty icon={<VideoOff size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      ) : null}
      {found.data === undefined || found.data.rows.length === 0 ? null : <Rows rows={found.data.rows} />}
      <Pager page={page} size={SIZE} total={found.data?.total ?? 0} go={(to) => set('page', String(to))} />
    </Card>
  );
}

function Rows({ rows }: { readonly rows: readonly CameraRow[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const heads = [t('name'), t('enterprise'), t('state'), t('since'), { label: t('rate'), number: true }, t('code')];
  return (
    <Table heads={heads} label={t('cameras')} testid="cameras">
      {rows.map((row) => (
        <tr key={row.id}>
          <td className={table.wide} title={row.name}>
            <Link to={keep(`/cameras/${row.id}`)}>{row.name}</Link>
          </td>
          <td className={table.wide} title={row.enterprise ?? ''}>
            {row.enterprise ?? '—'} · {row.region}
          </td>
          <td>
            <CameraState online={row.online} />
          </td>
          <td>
            <Since since={row.since} why={row.why} />
          </td>
          <td className={table.number}>{shareText(row.online30)}</td>
          <td className={styles.code}>{row.code ?? label(CAMERA_PROTOCOLS[row.protocol as CameraProtocol])}</td>
        </tr>
      ))}
    </Table>
  );
}

function Since({ since, why }: { readonly since: number | null; readonly why: string | null }) {
  const { language } = useLanguage();
  const now = useNow();
  if (since === null) return '—';
  const words = `${momentText(since, now, language)} ${why ?? ''}`;
  return <span title={words}>{words}</span>;
}

/** On line, off line, or never heard of, in a word. */
export function CameraState({ online }: { readonly online: boolean | null }) {
  const t = useWords(WORDS);
  if (online === null) return <StatusWord state="draft">{t('unknown')}</StatusWord>;
  return <StatusWord state={online ? 'done' : 'late'}>{t(online ? 'online' : 'offline')}</StatusWord>;
}
