import { shownValue, type AlarmView } from '@anlan/kernel/alarm';
import { useMemo, useRef } from 'react';
import { usePlatform } from '../api/index.ts';
import { ALARM_WORDS, figure, isWaiting } from '../desk/alarm/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { levelWord, Loading, numberText, RiskMark } from '../parts/index.ts';
import { useNow } from '../time/index.ts';
import { useJurisdiction, useLabels } from './facts.ts';
import { placeBeside } from './notes.ts';
import { LEVELS } from './palette.ts';
import type { Stage } from './stage.ts';
import { riskCounts, type useMapState } from './use-map.ts';
import { useFeed, useStage } from './use-stage.ts';
import styles from './Wall.module.css';
import { WORDS } from './words.ts';
import { useSpoken } from '../rules/index.ts';
import { Unit } from '../language/units.ts';

/** The map of the wall: what has a level, what moves, and a note beside the three most urgent alarms. */
export function WallMap({
  state,
  alarms,
}: {
  readonly state: ReturnType<typeof useMapState>;
  readonly alarms: readonly AlarmView[];
}) {
  const t = useWords(WORDS);
  const jurisdiction = useJurisdiction();
  const labels = useLabels(jurisdiction?.pack ?? null);
  const a = useWords(ALARM_WORDS);
  const say = useSpoken();
  const { language } = useLanguage();
  const host = useRef<HTMLDivElement>(null);
  const notes = useRef<HTMLDivElement>(null);
  const now = useNow(30_000);
  const urgent = useMemo(() => alarms.filter((alarm) => isWaiting(alarm, now)).slice(0, 3), [alarms, now]);
  const onFrame = () => placeNotes(stage, notes.current, urgent);
  const { stage, state: drawn } = useStage(
    host,
    { jurisdiction, labels: labels.data, theme: 'wall', start: null, interactive: false },
    { onFrame },
  );
  // The wall shows what has a level and what moves; single sensors are for the desk.
  const places = useMemo(() => state.places.filter((layer) => layer.look === 'risk'), [state.places]);
  useFeed(stage, {
    positions: state.positions,
    alarms,
    places,
    shapes: state.shapes,
    kinds: state.kinds,
    levels: state.levels,
    replay: false,
    refetch: state.refetch,
  });
  const risk = riskCounts(state.places);
  const kinds = state.positions?.kind ?? [];
  const platform = usePlatform().data;
  const number = platform?.boundaries.reviewNumber ?? null;
  return (
    <section
      className={styles.map}
      data-testid="map"
      data-ready={drawn === 'ready'}
      data-moving={kinds.length}
      data-alarms={alarms.length}
    >
      <div ref={host} className={styles.host} />
      {drawn === 'ready' ? null : (
        <div className={styles.veil}>
          <Loading rows={2} what={t(drawn === 'none' ? 'noWebgl' : 'loading')} />
        </div>
      )}
      <div ref={notes} className={styles.notes} aria-hidden>
        {urgent.map((alarm) => (
          <div key={alarm.id} data-alarm={alarm.id} data-level={alarm.level}>
            <b>{say(alarm).subjectName}</b>
            <span>
              {alarm.value === null ? (
                say(alarm).label
              ) : (
                <>
                  {figure(shownValue(alarm), alarm.limit)} <Unit of={alarm.unit} n={shownValue(alarm)} />，
                  {a('limit', { value: figure(alarm.limit) })}
                </>
              )}
            </span>
          </div>
        ))}
      </div>
      <div className={styles.legend}>
        {LEVELS.map((level) => (
          <span key={level}>
            <RiskMark level={level} size={15} /> {levelWord(level, 'risk', language)} {numberText(risk[level])}
          </span>
        ))}
        <span>
          <i className={styles.vehicle} /> {t('vehicles')}{' '}
          {numberText(kinds.filter((kind) => kind === 'vehicle').length)}
        </span>
        <span>
          <i className={styles.vessel} /> {t('vessels')} {numberText(kinds.filter((kind) => kind === 'vessel').length)}
        </span>
      </div>
      <p className={styles.source}>
        {t('basemapNote')} · {number === null || number === '' ? t('unreviewed') : t('reviewed', { number })}
      </p>
    </section>
  );
}

/** Puts the notes of alarms that have a place beside them; the others are hidden. */
function placeNotes(stage: Stage | null, box: HTMLDivElement | null, alarms: readonly AlarmView[]): void {
  if (stage === null || box === null) return;
  const placed = alarms.flatMap((alarm) => {
    const note = box.querySelector<HTMLElement>(`[data-alarm="${alarm.id}"]`);
    const moving = stage.keeper.placeOf(alarm.subjectKind, alarm.subjectId, alarm.deviceId);
    const place = moving ?? (alarm.lon === null || alarm.lat === null ? null : ([alarm.lon, alarm.lat] as const));
    if (note === null) return [];
    note.hidden = place === null;
    if (place === null) return [];
    const { x, y } = stage.map.project([...place]);
    return [{ note, x, y, width: note.offsetWidth, height: note.offsetHeight }];
  });
  const spots = placeBeside(placed, { width: box.clientWidth, height: box.clientHeight });
  placed.forEach(({ note }, at) => {
    const { left, top } = spots[at]!;
    note.style.transform = `translate(${left}px, ${top}px)`;
  });
}
