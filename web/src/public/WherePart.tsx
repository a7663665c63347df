import { Building2, LocateFixed, MapPin } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { placesNear, useEnterpriseSearch, usePublicPlaces, type PublicEnterprise } from './queries.ts';
import type { PartProps } from './use-report.ts';
import styles from './Report.module.css';
import { WORDS } from './words.ts';

/** Where: the enterprise (scanned, found or nearby) or the place, by position or by choosing. */
export function WherePart({ form, change, under, missing }: PartProps & { readonly under: string | undefined }) {
  const t = useWords(WORDS);
  const [nearby, setNearby] = useState<readonly PublicEnterprise[]>([]);
  const choose = (enterprise: PublicEnterprise | null) =>
    change({
      enterprise: enterprise === null ? null : { id: enterprise.id, name: enterprise.name, place: enterprise.place },
    });
  return (
    <section>
      <h2>2 {t('where')}</h2>
      <div className={styles.card} data-missing={missing}>
        {form.enterprise === null ? (
          <>
            <Here change={change} found={setNearby} />
            {nearby.length === 0 ? null : <Some title={t('nearby')} rows={nearby} choose={choose} />}
            <PlacePick form={form} change={change} under={under} />
            <FirmSearch under={under} choose={choose} />
          </>
        ) : (
          <div className={styles.chosen}>
            <Building2 size={20} strokeWidth={1.75} aria-hidden />
            <span>
              {form.enterprise.name}
              <small>{form.enterprise.place}</small>
            </span>
            <button type="button" onClick={() => choose(null)}>
              {t('change')}
            </button>
          </div>
        )}
        <label className={styles.address}>
          <MapPin size={20} strokeWidth={1.75} aria-hidden />
          <input
            aria-label={t('address')}
            placeholder={t('address')}
            maxLength={120}
            value={form.address}
            onChange={(event) => change({ address: event.target.value })}
          />
        </label>
      </div>
      {missing ? (
        <p className={styles.missing} role="alert">
          {t('needPlace')}
        </p>
      ) : null}
    </section>
  );
}

type Change = PartProps['change'];

/** The position of this phone, asked for by a tap only. */
function Here({
  change,
  found,
}: {
  readonly change: Change;
  readonly found: (near: readonly PublicEnterprise[]) => void;
}) {
  const t = useWords(WORDS);
  const [state, setState] = useState<'idle' | 'seeking' | 'failed' | 'found'>('idle');
  const [town, setTown] = useState('');
  const seek = () => {
    if (!('geolocation' in navigator)) return setState('failed');
    setState('seeking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const { longitude: lon, latitude: lat } = coords;
        placesNear(lon, lat)
          .then(({ town: nearest, enterprises }) => {
            if (nearest === null) return setState('failed');
            change({ lon, lat, town: nearest.path, county: nearest.parent ?? nearest.path });
            found(enterprises);
            setTown(nearest.name);
            setState('found');
          })
          .catch(() => setState('failed'));
      },
      () => setState('failed'),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
    return undefined;
  };
  const words = {
    idle: t('here'),
    seeking: t('hereSeeking'),
    failed: t('hereFailed'),
    found: t('hereFound', { town }),
  };
  return (
    <button type="button" className={styles.here} onClick={seek} disabled={state === 'seeking'}>
      <LocateFixed size={20} strokeWidth={1.75} aria-hidden />
      {words[state]}
    </button>
  );
}

function Some({
  title,
  rows,
  choose,
}: {
  readonly title: string;
  readonly rows: readonly PublicEnterprise[];
  readonly choose: (enterprise: PublicEnterprise) => void;
}) {
  const t = useWords(WORDS);
  return (
    <ul className={styles.some} aria-label={title}>
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" onClick={() => choose(row)}>
            <span>{row.name}</span>
            <small>{row.metres === null ? row.place : t('metres', { n: row.metres })}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}

function PlacePick({ form, change, under }: Omit<PartProps, 'missing'> & { readonly under: string | undefined }) {
  const t = useWords(WORDS);
  const places = usePublicPlaces(under);
  const counties = (places.data ?? []).filter(({ parent }) => parent === under);
  const towns = (places.data ?? []).filter(({ parent }) => parent === form.county);
  return (
    <div className={styles.pick}>
      <label>
        {t('county')}
        <select value={form.county} onChange={(event) => change({ county: event.target.value, town: '' })}>
          <option value="">—</option>
          {counties.map(({ path, name }) => (
            <option key={path} value={path}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('town')}
        <select
          value={form.town}
          disabled={towns.length === 0}
          onChange={(event) => change({ town: event.target.value })}
        >
          <option value="">—</option>
          {towns.map(({ path, name }) => (
            <option key={path} value={path}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function FirmSearch({
  under,
  choose,
}: {
  readonly under: string | undefined;
  readonly choose: (enterprise: PublicEnterprise) => void;
}) {
  const t = useWords(WORDS);
  const [search, setSearch] = useState('');
  const found = useEnterpriseSearch(under, search);
  return (
    <>
      <label className={styles.address}>
        <Building2 size={20} strokeWidth={1.75} aria-hidden />
        <input
          aria-label={t('firm')}
          placeholder={t('firm')}
          maxLength={60}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      {search.trim().length < 2 || found.data === undefined ? null : (
        <Some title={t('firm')} rows={found.data} choose={choose} />
      )}
    </>
  );
}
