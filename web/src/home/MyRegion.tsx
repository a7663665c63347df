import { LEVELS } from '@anlan/kernel/entity';
import { placesSchema } from '@anlan/kernel/map';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, usePlatform, useSession, type Home } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, levelWord, Num, numberText, RiskMark, Sketch, type SketchPlace } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './HomePage.module.css';
import { WORDS } from './words.ts';
import { useRegionName } from '../language/regions.ts';

/** The scope as a small map with its enterprises by risk colour; every count leads to its records. */
export function MyRegion({ levels }: { readonly levels: Home['levels'] }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const region = useRegionName();
  const session = useSession();
  const platform = usePlatform().data;
  const jurisdiction =
    platform?.jurisdictions.find((one) => one.path === session.jurisdiction) ?? platform?.jurisdictions[0];
  const places = usePlaces();
  const total = LEVELS.reduce((sum, level) => sum + levels[level], 0);
  return (
    <Card
      title={t('myRegion')}
      note={`${region(session.scope.label)} · ${numberText(total)} ${t('enterprises')}`}
      extra={<Link to={keep('/map')}>{t('openMap')}</Link>}
      flush
    >
      {jurisdiction === undefined ? null : (
        <div className={styles.map}>
          <Sketch
            pack={jurisdiction.pack}
            bounds={focusBounds(jurisdiction.bounds, places, session.scope, jurisdiction.path)}
            width={336}
            height={186}
            places={places}
            focus={session.scope.label}
            label={region(session.scope.label)}
            names={places.length < 200}
          />
        </div>
      )}
      <ul className={styles.legend}>
        {LEVELS.map((level) => (
          <li key={level}>
            <RiskMark level={level} />
            {levelWord(level, 'risk', language)}
            <Num value={levels[level]} href={keep(`/registry/enterprises?riskLevel=${level}`)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Enterprises to mark, the worst drawn last; in a crowd only the two upper levels, so that the picture can be read. */
function usePlaces(): SketchPlace[] {
  const session = useSession();
  const { data } = useQuery({
    queryKey: ['map', 'layers', 'enterprises'],
    enabled: session.verbs.includes('registry.read'),
    staleTime: 300_000,
    queryFn: ({ signal }) => api.get('/map/layers/enterprises', placesSchema, signal),
  });
  if (data === undefined) return [];
  const marks = data.id.map((id, index) => ({
    id,
    lon: data.lon[index] as number,
    lat: data.lat[index] as number,
    level: (data.level[index] ?? null) as SketchPlace['level'],
  }));
  const rank = { red: 0, orange: 1, yellow: 2, blue: 3 };
  const shown = marks.filter((mark) => mark.level !== null && (marks.length < 300 || rank[mark.level] < 2));
  return shown.toSorted((a, b) => rank[b.level ?? 'blue'] - rank[a.level ?? 'blue']);
}

/** The whole jurisdiction for a city-wide scope; the county and its neighbours for a smaller one. */
function focusBounds(
  bounds: readonly number[],
  places: readonly SketchPlace[],
  scope: { path: string | null; lon: number | null; lat: number | null },
  jurisdiction: string,
): number[] {
  const [west = 0, south = 0, east = 1, north = 1] = bounds;
  const [lon, lat] = [scope.lon, scope.lat];
  if (scope.path === jurisdiction || lon === null || lat === null) return [west, south, east, north];
  const reach =
    Math.max(0.22, ...places.map((place) => Math.max(Math.abs(place.lon - lon) / 1.6, Math.abs(place.lat - lat)))) *
    1.15;
  return [lon - reach * 1.8, lat - reach, lon + reach * 1.8, lat + reach];
}
