import { LEVELS, type Level } from '@anlan/kernel/entity';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { BookOpen, Droplet, ShieldCheck } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, numberText, PageHead, RiskMark, Scroll } from '../parts/index.ts';
import { useMemo, useState } from 'react';
import { PointTiles, ReplayContext, TimeSlider, useReplay } from '../points/index.ts';
import { entityByPlural } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './FireWater.module.css';
import { FittingsCard } from './FittingsCard.tsx';
import { Riser } from './Riser.tsx';
import { floorsBelow, floorsText } from './riser.ts';
import { buildingSchema, type WateredBuilding } from '@anlan/systems/monitoring/fire-water';
import { WORDS } from './words.ts';

/** What a choice of the building's declaration is called. */
export function useChoice(): (field: string, value: string | null) => string | null {
  const { language } = useLanguage();
  const fields = entityByPlural('buildings')?.fields;
  return (key, value) => {
    const field = fields?.[key];
    const option = field?.kind === 'choice' ? field.options.find((one) => one.value === value) : undefined;
    return option === undefined ? value : language === 'zh' ? option.label : option.labelEn;
  };
}

/** A building: its riser with pressures at their floors, its points, its open alarms. */
export function BuildingPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { id = '' } = useParams();
  const found = useQuery({
    queryKey: ['building', id],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get(`/buildings/${id}/fire-water`, buildingSchema, signal),
  });
  const name = found.data?.name ?? t('name');
  return (
    <Page title={name}>
      <PageHead
        title={name}
        note={found.data?.region}
        crumbs={[{ label: t('title'), href: keep('/fire-water') }]}
        actions={
          <Link to={keep(`/registry/buildings?open=${id}`)}>
            <Button icon={<BookOpen size={15} aria-hidden />}>{t('edit')}</Button>
          </Link>
        }
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown building={found.data} />}
    </Page>
  );
}

const CAUSES = {
  leak: 'causeLeak',
  valve: 'causeValve',
  drained: 'causeDrained',
  sensor: 'causeSensor',
} as const satisfies Record<NonNullable<WateredBuilding['cause']>, keyof typeof WORDS>;

function Shown({ building }: { readonly building: WateredBuilding }) {
  const t = useWords(WORDS);
  const choice = useChoice();
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Card title={t('riser')} note={t('riserNote')}>
          {building.points.length === 0 ? (
            <Empty icon={<Droplet size={20} strokeWidth={1.6} />} title={t('noPoints')} note={t('noPointsNote')} />
          ) : (
            <Picture building={building} />
          )}
        </Card>
        {building.points.length === 0 ? null : (
          <Card title={t('points')} flush>
            <PointTiles points={building.points} />
          </Card>
        )}
      </div>
      <div className={styles.column}>
        <Card title={t('alarms')}>
          {building.cause === null ? null : <Facts rows={[[t('cause'), t(CAUSES[building.cause])]]} />}
          <Alarms building={building} />
        </Card>
        <FittingsCard building={building} />
        <Card title={t('facts')}>
          <Facts
            rows={[
              [t('category'), choice('category', building.category)],
              [t('use'), building.purpose],
              [t('height'), building.height === null ? null : t('metres', { n: numberText(building.height, 1) })],
              [t('floors'), building.floors === null ? null : numberText(building.floors)],
              [t('system'), choice('fireWaterSystem', building.fireWaterSystem)],
              [t('volume'), building.tankVolume === null ? null : `${numberText(building.tankVolume)} m³`],
              [t('owner'), building.owner ?? t(building.owned ? 'ownerOutside' : 'noOwner')],
            ]}
          />
        </Card>
      </div>
    </div>
  );
}

/** The riser, which goes back in time, and how far the tank alone would reach at a level one chooses. */
function Picture({ building }: { readonly building: WateredBuilding }) {
  const ids = useMemo(() => building.points.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1)), [building]);
  const replay = useReplay(ids);
  const [level, setLevel] = useState<number | null>(null);
  return (
    <ReplayContext value={replay}>
      <Scroll className={styles.scroll}>
        <Riser building={building} level={level} />
      </Scroll>
      <TimeSlider replay={replay} />
      <TankLevel building={building} level={level} choose={setLevel} />
    </ReplayContext>
  );
}

const FULL = 3;

/** What if the tank held less: the floors that would stand below the least static pressure without a pump. */
function TankLevel({
  building,
  level,
  choose,
}: {
  readonly building: WateredBuilding;
  readonly level: number | null;
  readonly choose: (level: number | null) => void;
}) {
  const t = useWords(WORDS);
  const tank = building.points.find(({ kind }) => kind === 'fire-tank-level');
  const end = building.points.find(({ kind }) => kind === 'fire-water-end');
  const least = end?.limits['staticLeast'];
  if (tank === undefined || least === undefined) return null;
  const shown = level ?? tank.latest?.value ?? 0;
  const short = floorsBelow(building, (tank.elevation ?? (building.height ?? 0) + 3) + shown, least);
  return (
    <div className={styles.level} data-testid="tank-level">
      <label>
        <span>{t('whatIf')}</span>
        <input
          type="range"
          min={0}
          max={FULL}
          step={0.05}
          value={Math.min(FULL, shown)}
          aria-valuetext={`${numberText(shown, 2)} m`}
          onChange={({ currentTarget }) => choose(Number(currentTarget.value))}
        />
      </label>
      <output>
        {`${numberText(shown, 2)} m · `}
        {short.length === 0
          ? t('allReached', { least })
          : t('shortFloors', { floors: floorsText(short), least, n: short.length })}
      </output>
      {level === null ? null : (
        <button type="button" className={styles.door} onClick={() => choose(null)}>
          {t('measured')}
        </button>
      )}
    </div>
  );
}

function Alarms({ building }: { readonly building: WateredBuilding }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  if (building.alarms.length === 0)
    return <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('noAlarms')} />;
  const named = new Map(building.points.map((point) => [point.id, point.name]));
  return (
    <ul className={styles.alarms}>
      {building.alarms.map((alarm) => (
        <li key={alarm.id}>
          <Link to={keep(`/desk?alarm=${alarm.id}`)}>
            <RiskMark level={LEVELS.find((level) => level === alarm.level) ?? ('blue' satisfies Level)} />
            {alarm.label} · {named.get(alarm.pointId)} · {stampText(alarm.since)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
