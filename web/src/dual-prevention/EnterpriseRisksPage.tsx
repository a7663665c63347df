import type { EnterpriseRisks, RiskRow } from '@anlan/systems/prevention';
import { LEVELS, type Level } from '@anlan/kernel/entity';
import { Button } from 'antd';
import { Download, Printer } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useSectorWord } from '../case/index.tsx';
import { useLanguage, usePair } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { RegionName } from '../language/RegionName.tsx';
import {
  Card,
  ColourBar,
  Empty,
  Failed,
  levelWord,
  Loading,
  numberText,
  PageHead,
  Reveal,
  Table,
} from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { Count, PointLink, styles, useT } from './parts.tsx';
import { useEnterpriseRisks } from './queries.ts';
import { CONTROLS, OBJECTS } from './words.ts';

/** One enterprise: its four-colour map and the list of its risks, to be printed and exported (S64). */
export function EnterpriseRisksPage() {
  const { id = '' } = useParams();
  const t = useT();
  const keep = useKeepScope();
  const risks = useEnterpriseRisks(id);
  const placeName = useRegionName();
  return (
    <Page title={risks.data?.name ?? t('title')}>
      <PageHead
        title={risks.data?.name ?? t('title')}
        note={
          risks.data === undefined
            ? undefined
            : `${placeName(risks.data.regionName)} · ${t('list')} ${numberText(risks.data.points.length)}`
        }
        crumbs={[{ label: t('title'), href: keep('/prevention/control') }]}
        actions={
          <>
            <Button icon={<Download size={15} aria-hidden />} href={`/api/dual-prevention/enterprises/${id}/list.csv`}>
              {t('export')}
            </Button>
            <Link to={keep(`/control/${id}/print`)} target="_blank">
              <Button icon={<Printer size={15} aria-hidden />}>{t('print')}</Button>
            </Link>
          </>
        }
      />
      {risks.isPending ? <Loading rows={8} /> : null}
      {risks.isError && risks.data === undefined ? (
        <Failed error={risks.error} retry={() => void risks.refetch()} />
      ) : null}
      {risks.data === undefined ? null : risks.data.points.length === 0 ? (
        <Card>
          <Empty title={t('noPoints')} />
        </Card>
      ) : (
        <Found risks={risks.data} />
      )}
    </Page>
  );
}

const mixOf = (points: readonly RiskRow[]): Record<Level, number> =>
  Object.fromEntries(LEVELS.map((level) => [level, points.filter((point) => point.level === level).length])) as Record<
    Level,
    number
  >;

function Found({ risks }: { readonly risks: EnterpriseRisks }) {
  const t = useT();
  return (
    <>
      <div className={styles.columns}>
        <Card title={t('map')} note={t('mapNote')} flush>
          <Plan points={risks.points} />
        </Card>
        <Card title={t('colours')} flush>
          <div className={styles.objects}>
            <Objects points={risks.points} />
          </div>
        </Card>
      </div>
      <Card
        title={t('list')}
        note={numberText(risks.points.length)}
        extra={<Reveal path={`/dual-prevention/enterprises/${risks.id}`} queryKey={['dual']} />}
        flush
      >
        <List points={risks.points} />
      </Card>
    </>
  );
}

function Objects({ points }: { readonly points: readonly RiskRow[] }) {
  const pair = usePair();
  return (
    <>
      <div>
        <b>∑</b>
        <ColourBar mix={mixOf(points)} />
      </div>
      {Object.keys(OBJECTS).map((object) => (
        <div key={object}>
          {pair(OBJECTS, object)}
          <ColourBar mix={mixOf(points.filter((point) => point.object === object))} />
        </div>
      ))}
    </>
  );
}

const WIDE = 640;
const HIGH = 320;
const MARGIN = 40;
const RADIUS: Readonly<Record<Level, number>> = { red: 12, orange: 10, yellow: 8, blue: 7 };
const FILL: Readonly<Record<Level, string>> = {
  red: 'var(--red)',
  orange: 'var(--orange)',
  yellow: 'var(--yellow)',
  blue: 'var(--blue-500)',
};

/** The points where they lie within the works, graver ones above; those without a place stand in a row below. */
export function Plan({ points }: { readonly points: readonly RiskRow[] }) {
  const keep = useKeepScope();
  const { language } = useLanguage();
  const placed = points.filter((point) => point.lon !== null && point.lat !== null);
  const lons = placed.map(({ lon }) => lon as number);
  const lats = placed.map(({ lat }) => lat as number);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const scale = (low: number, high: number, value: number, length: number): number =>
    high - low < 1e-9 ? length / 2 : MARGIN + ((value - low) / (high - low)) * (length - 2 * MARGIN);
  const at = (point: RiskRow, index: number) =>
    point.lon === null || point.lat === null
      ? { x: MARGIN + index * 26, y: HIGH - 12 }
      : { x: scale(west, east, point.lon, WIDE), y: HIGH - scale(south, north, point.lat, HIGH) };
  return (
    <svg className={styles.plan} viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={`${points.length}`}>
      <rect x={8} y={8} width={WIDE - 16} height={HIGH - 16} fill="none" stroke="var(--line)" strokeDasharray="4 4" />
      {points.toReversed().map((point, index) => {
        const { x, y } = at(point, index);
        return (
          <Link
            key={point.id}
            to={keep(`/control/points/${point.id}`)}
            aria-label={`${point.name} ${levelWord(point.level, 'risk', language)}`}
          >
            <title>{`${point.name} · ${levelWord(point.level, 'risk', language)}`}</title>
            <circle cx={x} cy={y} r={RADIUS[point.level]} fill={FILL[point.level]} stroke="#fff" strokeWidth={1.5} />
            {point.level === 'blue' ? null : (
              <text x={x + (x > WIDE - 140 ? -14 : 14)} y={y + 4} textAnchor={x > WIDE - 140 ? 'end' : 'start'}>
                {point.name}
              </text>
            )}
          </Link>
        );
      })}
    </svg>
  );
}

function List({ points }: { readonly points: readonly RiskRow[] }) {
  const t = useT();
  const pair = usePair();
  const { language } = useLanguage();
  const heads = [
    t('point'),
    t('object'),
    t('hazard'),
    t('method'),
    t('score'),
    t('computed'),
    t('control'),
    t('responsible'),
    t('measures'),
    t('late'),
    t('dangers'),
    t('reviewedOn'),
  ];
  return (
    <Table heads={heads}>
      {points.map((point) => (
        <tr key={point.id}>
          <td title={point.name}>
            <PointLink {...point} />
          </td>
          <td>{pair(OBJECTS, point.object)}</td>
          <td title={point.hazard}>{point.hazard}</td>
          <td>{point.method ?? '—'}</td>
          <td className={styles.number}>{point.score === null ? '—' : numberText(point.score, 1)}</td>
          <td>{point.computedLevel === null ? '—' : levelWord(point.computedLevel, 'risk', language)}</td>
          <td className={point.unowned ? (styles.late ?? '') : ''}>{pair(CONTROLS, point.control)}</td>
          <td>{point.responsible ?? '—'}</td>
          <td className={styles.number}>
            <Count value={point.measures} />
          </td>
          <td className={styles.number}>
            <Count value={point.late} late />
          </td>
          <td className={styles.number}>
            <Count value={point.dangers} late />
          </td>
          <td className={point.reviewDue ? (styles.late ?? '') : ''}>{point.reviewedOn ?? t('notReviewed')}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The list on paper. */
export function RiskListPrintPage() {
  const { id = '' } = useParams();
  const t = useT();
  const sectorWord = useSectorWord();
  const risks = useEnterpriseRisks(id);
  if (risks.data === undefined) return risks.isError ? <Failed error={risks.error} /> : <Loading rows={8} />;
  const { name, sector, regionName, points } = risks.data;
  return (
    <main className={styles.print}>
      <h1>{t('list')}</h1>
      <p>
        {name} · <RegionName of={regionName} />
        {sector === null ? '' : ` · ${sectorWord(sector)}`}{' '}
        <Button
          className={styles.noPrint ?? ''}
          icon={<Printer size={15} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('print')}
        </Button>
      </p>
      <Plan points={points} />
      <List points={points} />
    </main>
  );
}
