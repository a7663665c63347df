import { Button, InputNumber, Segmented, Select } from 'antd';
import { Download, PackageSearch } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { query, usePlatform, useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { BubbleMap } from './BubbleMap.tsx';
import styles from './Hazchem.module.css';
import { HoldersTable } from './HoldersTable.tsx';
import { useHolders, useSubstances, type Holders } from './shapes.ts';
import { TotalsCard } from './TotalsCard.tsx';
import { WORDS } from './words.ts';

interface Wish {
  readonly lon: number;
  readonly lat: number;
  readonly radius: number;
  readonly substance: string;
}

/** The question lives in the address: it can be sent to a colleague. Without a place the middle of the scope is asked. */
function useWish(middle: { lon: number; lat: number } | null) {
  const [search, setSearch] = useSearchParams();
  const number = (key: string): number | undefined => {
    const value = Number(search.get(key) ?? Number.NaN);
    return Number.isFinite(value) && search.get(key) !== '' ? value : undefined;
  };
  const lon = number('lon') ?? middle?.lon;
  const lat = number('lat') ?? middle?.lat;
  const wish: Wish | null =
    lon === undefined || lat === undefined
      ? null
      : { lon, lat, radius: number('radius') ?? 5, substance: search.get('substance') ?? '' };
  const change = (part: Partial<Wish>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(part)) next.set(key, String(value));
        return next;
      },
      { replace: true },
    );
  return { wish, change };
}

/** 危化品分布查询: which units within R km of a point hold a chemical, how much; circle on the map and table (S02). */
export function HoldersPage() {
  const t = useWords(WORDS);
  const session = useSession();
  const scope = useScope();
  const platform = usePlatform().data;
  const jurisdiction =
    platform?.jurisdictions.find((one) => one.path === session.jurisdiction) ?? platform?.jurisdictions[0];
  const region = scope.regions.find(({ path }) => path === scope.path);
  const lon = region?.lon ?? session.scope.lon;
  const lat = region?.lat ?? session.scope.lat;
  const { wish, change } = useWish(lon == null || lat == null ? null : { lon, lat });
  const found = useHolders(wish);
  const [chosen, setChosen] = useState<string | null>(null);
  const [view, setView] = useState<'circle' | 'whole'>('circle');
  const bounds = boundsOf(wish, view, jurisdiction?.bounds ?? []);
  const bubbles = (found.data?.units ?? []).map((unit) => ({
    id: unit.enterprise,
    name: unit.name,
    lon: unit.lon,
    lat: unit.lat,
    tonnes: unit.present,
  }));
  return (
    <Page title={t('holders')}>
      <PageHead
        title={t('holders')}
        note={t('holdersNote')}
        actions={wish === null ? null : <ExportButton wish={wish} />}
      />
      {wish === null ? <Loading /> : <Bar wish={wish} change={change} total={found.data?.total} />}
      <div className={styles.split}>
        <Card
          title={t('centreHelp')}
          extra={
            <Segmented
              size="small"
              value={view}
              onChange={setView}
              options={[
                { value: 'circle', label: t('circle') },
                { value: 'whole', label: t('whole') },
              ]}
            />
          }
          flush
        >
          {wish === null || jurisdiction === undefined ? null : (
            <BubbleMap
              pack={jurisdiction.pack}
              bounds={bounds}
              bubbles={bubbles}
              centre={wish}
              radius={wish.radius}
              chosen={chosen}
              label={t('holders')}
              pick={change}
              choose={setChosen}
            />
          )}
        </Card>
        <Found found={found} chosen={chosen} choose={setChosen} />
      </div>
      <TotalsCard region={scope.path} substance={wish?.substance ?? ''} />
    </Page>
  );
}

/** Degrees west, south, east, north: a little more than the circle, or the whole jurisdiction. */
function boundsOf(
  wish: Wish | null,
  view: 'circle' | 'whole',
  whole: readonly number[],
): readonly [number, number, number, number] {
  const [west = 116, south = 27.7, east = 118.6, north = 29.6] = whole;
  if (wish === null || view === 'whole') return [west, south, east, north];
  const high = (wish.radius * 1.2) / 110.85;
  const wide = high / Math.cos((wish.lat * Math.PI) / 180);
  return [wish.lon - wide, wish.lat - high, wish.lon + wide, wish.lat + high];
}

function Found({
  found,
  chosen,
  choose,
}: {
  readonly found: ReturnType<typeof useHolders>;
  readonly chosen: string | null;
  readonly choose: (id: string) => void;
}) {
  const t = useWords(WORDS);
  if (found.isError && found.data === undefined)
    return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return <Loading rows={8} />;
  return (
    <Card title={t('units')} note={`${numberText(found.data.total.units)} · ${numberText(found.data.took)} ms`} flush>
      {found.data.units.length === 0 ? (
        <Empty icon={<PackageSearch size={20} strokeWidth={1.6} />} title={t('nobody')} note={t('nobodyNote')} />
      ) : (
        <HoldersTable units={found.data.units} chosen={chosen} choose={choose} />
      )}
    </Card>
  );
}

function Bar({
  wish,
  change,
  total,
}: {
  readonly wish: Wish;
  readonly change: (part: Partial<Wish>) => void;
  readonly total: Holders['total'] | undefined;
}) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [search, setSearch] = useState('');
  // The chosen one keeps its name while something else is searched for.
  const options = [
    ...(useSubstances(search).data ?? []),
    ...(useSubstances(wish.substance.split('/')[0] ?? '').data ?? []),
  ]
    .filter(({ key }, index, all) => all.findIndex((one) => one.key === key) === index)
    .map((one) => ({
      value: one.key,
      label: `${language === 'zh' ? one.name : one.labelEn} · ${one.cas[0] ?? '—'}${one.un === '' ? '' : ` · UN ${one.un}`}`,
    }));
  return (
    <div className={styles.bar}>
      <label>
        <span>{t('chemical')}</span>
        <Select
          showSearch
          filterOption={false}
          onSearch={setSearch}
          value={wish.substance}
          onChange={(substance) => change({ substance })}
          options={[...(search === '' ? [{ value: '', label: t('anyChemical') }] : []), ...options]}
          placeholder={t('findChemical')}
          aria-label={t('chemical')}
          className={styles.chemical}
          data-testid="chemical"
        />
      </label>
      <label>
        <span>{t('radius')}</span>
        <InputNumber
          min={0.1}
          max={200}
          step={1}
          value={wish.radius}
          onChange={(radius) => radius !== null && change({ radius })}
          suffix="km"
          aria-label={t('radius')}
        />
      </label>
      <dl className={styles.figures}>
        <Figure label={t('units')} value={numberText(total?.units)} />
        <Figure label={t('places')} value={numberText(total?.holdings)} />
        <Figure label={t('present')} value={`${numberText(total?.present, 1)} t`} />
        <Figure label={t('design')} value={`${numberText(total?.design, 1)} t`} />
      </dl>
    </div>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ExportButton({ wish }: { readonly wish: Wish }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <>
      <Link to={keep('/major-hazards')}>
        <Button>{t('sources')}</Button>
      </Link>
      <Button icon={<Download size={15} aria-hidden />} href={`/api/holders/export.csv${query({ ...wish })}`}>
        {t('export')}
      </Button>
    </>
  );
}
