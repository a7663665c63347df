import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { Indicators } from '../indicators/index.tsx';
import { useLanguage, useWords } from '../language/index.tsx';
import { Age, Card, Failed, Loading, numberText, PageHead, Table } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { Calls, Orders, WaterAlarms } from './Command.tsx';
import {
  coverageSchema,
  vesselSchema,
  type RiverCoverage as River,
  type VesselRow,
} from '@anlan/systems/monitoring/waterway';
import { WaterStrip } from './WaterStrip.tsx';
import styles from './Waterway.module.css';
import { KIND, VESSELS, WORDS } from './words.ts';

/** S38 at work: rivers straightened with their coverage and ships, alarms with the nearest bases, orders and the VHF log. */
export function WaterwayPage() {
  const t = useWords(WORDS);
  const [river, setRiver] = useState<string | null>(null);
  const coverage = useQuery({
    queryKey: ['waterways', 'coverage'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/waterways/coverage', coverageSchema, signal),
  });
  const vessels = useQuery({
    queryKey: ['waterways', 'vessels', river],
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/waterways/vessels${query({ waterway: river })}`, z.array(vesselSchema), signal),
  });
  if (coverage.isPending) return <Loading rows={8} />;
  if (coverage.isError && coverage.data === undefined)
    return <Failed error={coverage.error} retry={() => void coverage.refetch()} />;
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} />
      <div className={styles.stack}>
        <WaterStrip rivers={coverage.data} chosen={river} onRiver={setRiver} />
        <Indicators system="S38" />
        <Card title={t('coverage')} note={t('coverageNote')} flush>
          <div className={styles.rivers} data-testid="rivers">
            {coverage.data.map((row) => (
              <Strip
                key={row.waterway}
                river={row}
                chosen={river === row.waterway}
                vessels={(vessels.data ?? []).filter(({ waterway }) => waterway === row.waterway)}
                onChoose={() => setRiver(river === row.waterway ? null : row.waterway)}
              />
            ))}
          </div>
        </Card>
        <div className={styles.columns}>
          <div className={styles.stack}>
            <Vessels rows={vessels.data ?? []} />
            <Calls river={river} vessels={vessels.data ?? []} />
          </div>
          <div className={styles.stack}>
            <WaterAlarms />
            <Orders />
          </div>
        </div>
      </div>
    </Page>
  );
}

/** A river straightened: kilometres from its upper end, reach of its stations by kind, ships where they are. */
function Strip({
  river,
  vessels,
  chosen,
  onChoose,
}: {
  readonly river: River;
  readonly vessels: readonly VesselRow[];
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const t = useWords(WORDS);
  const length = river.length ?? 0;
  const at = (km: number): string => `${length === 0 ? 0 : Math.min(100, (km / length) * 100)}%`;
  return (
    <section className={styles.river} data-river={river.waterway}>
      <button type="button" className={styles.name} aria-pressed={chosen} onClick={onChoose}>
        <b>{river.waterway}</b>
        <small>
          {river.length === null ? t('unmeasured') : `${numberText(river.length, 0)} km`} ·{' '}
          {t('heard', { n: numberText(river.heard), m: numberText(river.vessels) })}
        </small>
      </button>
      <div className={styles.bars}>
        <div className={styles.ships} aria-hidden>
          {vessels.flatMap((vessel) =>
            vessel.km === null
              ? []
              : [
                  <i
                    key={vessel.id}
                    style={{ left: at(vessel.km) }}
                    title={vessel.name}
                    data-alarm={vessel.alarms > 0}
                  />,
                ],
          )}
        </div>
        {river.kinds.map((kind) => (
          <div key={kind.kind} className={styles.bar} data-kind={kind.kind}>
            <span>{KIND[kind.kind] ?? kind.kind}</span>
            <i className={styles.track} aria-hidden>
              {kind.stretches.map(([from, to]) => (
                <i key={from} style={{ left: at(from), width: at(to - from) }} />
              ))}
            </i>
            <em>
              {kind.share === null
                ? t('stations', { n: kind.working, m: kind.stations })
                : `${numberText(kind.share * 100, 1)} % · ${t('km', { n: numberText(kind.covered, 0), m: numberText(length, 0) })} · ${t('stations', { n: kind.working, m: kind.stations })}`}
            </em>
          </div>
        ))}
      </div>
    </section>
  );
}

function Vessels({ rows }: { readonly rows: readonly VesselRow[] }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  return (
    <Card
      title={t('vessels')}
      note={numberText(rows.length)}
      extra={<Link to={keep('/registry/shore-stations?kind=cctv')}>{t('cameras')}</Link>}
      flush
    >
      <Table
        heads={[
          t('name'),
          t('kind'),
          t('mmsi'),
          { label: t('mileage'), number: true },
          { label: t('speed'), number: true },
          t('last'),
        ]}
        className={styles.tall}
        testid="vessels"
      >
        {rows
          .toSorted((a, b) => b.alarms - a.alarms || (b.at ?? 0) - (a.at ?? 0))
          .map((row) => (
            <tr key={row.id}>
              <td title={row.name}>
                <Link to={keep(`/map?object=vessel:${row.id}`)}>{row.name}</Link>
              </td>
              <td>{VESSELS[row.category ?? '']?.[language === 'zh' ? 0 : 1] ?? '—'}</td>
              <td>{row.mmsi}</td>
              <td className={table.number}>{row.km === null ? '—' : `${row.waterway} ${numberText(row.km, 1)} km`}</td>
              <td className={table.number}>{row.speed === null ? '—' : `${numberText(row.speed, 1)} km/h`}</td>
              <td>
                <Age at={row.at} staleAfter={600_000} />
              </td>
            </tr>
          ))}
      </Table>
    </Card>
  );
}
