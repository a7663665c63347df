import 'maplibre-gl/dist/maplibre-gl.css';
import type { AlarmView } from '@anlan/kernel/alarm';
import { KNOWLEDGE } from '@anlan/kernel/map';
import { History, MapPin, MapPinOff, X } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { usePlatform } from '../api/index.ts';
import { byUrgency } from '../desk/alarm/index.ts';
import { useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, numberText } from '../parts/index.ts';
import { useTitle } from '../shell/title.ts';
import { stampText } from '../time/index.ts';
import { nextOf, objectOf } from './address.ts';
import { AlarmPanel } from './AlarmPanel.tsx';
import { AskPanel } from './AskPanel.tsx';
import { CircleTool } from './CircleTool.tsx';
import { DrawBar } from './DrawBar.tsx';
import { LayerPanel } from './LayerPanel.tsx';
import styles from './Map.module.css';
import { ObjectPanel } from './ObjectPanel.tsx';
import { Inset, ScaleLine, Tools } from './Overlays.tsx';
import { LEVELS } from './palette.ts';
import { PrintSheet } from './PrintSheet.tsx';
import { Reader } from './Reader.tsx';
import { TimeBar } from './TimeBar.tsx';
import { useArrival, useDrawnMap, useInView } from './use-drawn.ts';
import { riskCounts, useMapKeys, useMapState } from './use-map.ts';
import { ViewList } from './ViewList.tsx';
import { ASK_WORDS } from './words-ask.ts';
import { WORDS } from './words.ts';
import { useSpoken } from '../rules/index.ts';

const NARROW = '(max-width: 1023px)';

/** The one map: everything with a place, live, and any past minute of the last day. */
export function MapPage() {
  const t = useWords(WORDS);
  useTitle(t('map'));
  const state = useMapState();
  const { address, change, alarms } = state;
  const host = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const drawn = useDrawnMap(host, state);
  const { stage, jurisdiction, draw } = drawn;
  const platform = usePlatform().data;
  const [list, setList] = useState(false);
  const [printing, setPrinting] = useState(false);
  const endPrint = useCallback(() => setPrinting(false), []);
  const [panel, setPanel] = useState(() => !window.matchMedia(NARROW).matches);
  const ordered = useMemo(() => [...alarms].sort(byUrgency), [alarms]);
  const alarm =
    address.alarm === null
      ? undefined
      : (state.book.book.get(address.alarm) ?? alarms.find((one) => one.id === address.alarm));
  const say = useSpoken();
  const object = objectOf(address.object);
  useArrival(stage, drawn.state, alarm, drawn.arriving, address.object);
  const openAlarm = (id: string | null) => change({ alarm: id, object: null });
  const openObject = (next: string) => change({ object: next, alarm: null });
  const close = () => change({ alarm: null, object: null });
  const step = (by: number) => () =>
    openAlarm(
      nextOf(
        ordered.map((one) => one.id),
        address.alarm,
        by,
      ),
    );
  useMapKeys({
    n: step(1),
    p: step(-1),
    '/': () => (setPanel(true), setTimeout(() => search.current?.focus())),
    o: () => draw.start('circle'),
    g: () => draw.start('polygon'),
    c: () => draw.start('corridor'),
    m: () => draw.start('length'),
    v: () => setList(!list),
    Enter: () => draw.finish(),
    Backspace: () => draw.undo(),
    l: () => setPanel(!panel),
    t: () => change({ time: null }),
    Escape: () =>
      draw.mode !== null
        ? draw.start(null)
        : address.alarm !== null || object !== null
          ? close()
          : change({ area: null }),
  });
  // The dark base map changes what is drawn on it; panels keep the reader's theme.
  const base = address.dark ? 'wall' : undefined;
  const chosen =
    (alarm === undefined ? undefined : say(alarm).subjectName) ??
    (object === null ? null : drawn.named === '' ? object.id : drawn.named);
  const moving = (state.positions?.kind ?? []).filter((kind) => (state.kinds as ReadonlySet<string>).has(kind)).length;
  const card =
    address.alarm === null ? null : (
      <AlarmPanel
        key={address.alarm}
        id={address.alarm}
        known={alarm}
        put={state.book.put}
        time={address.time}
        onClose={close}
      />
    );
  if (drawn.state === 'none')
    return (
      <NoMap alarms={ordered} chosen={chosen} onAlarm={openAlarm}>
        {card}
      </NoMap>
    );
  return (
    <div
      className={styles.map}
      data-testid="map"
      data-ready={drawn.state === 'ready'}
      data-moving={moving}
      data-alarms={alarms.length}
      data-replay={state.replay}
      data-placing={draw.mode !== null}
      data-folded={!panel}
    >
      <div ref={host} className={styles.host} data-theme={base} role="application" aria-label={t('map')} />
      <Reader alarms={ordered} chosen={chosen} onAlarm={openAlarm} />
      {stage !== null && address.area?.kind === 'circle' ? (
        <CircleTool
          stage={stage}
          theme={base}
          circle={{ lon: address.area.centre[0], lat: address.area.centre[1], radius: address.area.radius }}
          past={state.past}
          onChange={({ lon, lat, radius }) => change({ area: { kind: 'circle', centre: [lon, lat], radius } })}
        />
      ) : null}
      {panel ? (
        <LayerPanel
          layers={state.layers}
          on={state.on}
          onToggle={state.toggleLayer}
          levels={state.levels}
          counts={riskCounts(state.places)}
          onLevel={state.pickLevel}
          dark={address.dark}
          onDark={(dark) => change({ dark })}
          onFound={openObject}
          onPlace={([lon, lat]) => stage?.fly(lon, lat, 13)}
          opacity={address.opacity}
          onOpacity={(key, share) => change({ opacity: { ...address.opacity, [key]: share } })}
          search={search}
        />
      ) : null}
      <Tools
        stage={stage}
        mode={draw.mode}
        onMode={draw.start}
        list={list}
        onList={() => setList(!list)}
        onPrint={() => setPrinting(true)}
        panel={panel}
        onPanel={() => setPanel(!panel)}
      />
      <FilterBar state={state} stage={stage} onNext={step(1)} />
      {jurisdiction === null ? null : <Inset jurisdiction={jurisdiction} view={drawn.view} />}
      <ScaleLine view={drawn.view} platform={platform} theme={base} />
      <TimeBar time={address.time} onTime={(time) => change({ time })} />
      <DrawBar draw={draw} stage={stage} folded={!panel} />
      {address.area !== null && card === null && object === null ? (
        <AskPanel
          area={address.area}
          past={state.past}
          onArea={(area) => change({ area })}
          onClose={() => change({ area: null })}
          onOpen={openObject}
          onAlarm={openAlarm}
        />
      ) : null}
      {list ? (
        <ViewList view={drawn.view} layers={state.shown} onOpen={openObject} onClose={() => setList(false)} />
      ) : null}
      {printing && stage !== null ? (
        <PrintSheet stage={stage} state={state} title={`${jurisdiction?.name ?? ''}${t('map')}`} onClose={endPrint} />
      ) : null}
      {card}
      {object === null ? null : (
        <ObjectPanel
          key={address.object}
          {...object}
          name={drawn.named}
          stage={stage}
          alarms={alarms}
          time={address.time}
          knowledge={address.knowledge}
          arriving={drawn.arriving}
          onClose={close}
          onAlarm={openAlarm}
        />
      )}
      {address.time === null ? null : <ReplayFrame state={state} time={address.time} />}
      <Veil state={drawn.state} noPack={drawn.noPack} failure={drawn.failure} />
    </div>
  );
}

/** Whose data, what rings, which levels are left out, and what is in view. */
function FilterBar({
  state,
  stage,
  onNext,
}: {
  readonly state: ReturnType<typeof useMapState>;
  readonly stage: Parameters<typeof useInView>[0];
  readonly onNext: () => void;
}) {
  const t = useWords(WORDS);
  const { places, points, moving, ms, workerMs } = useInView(stage);
  return (
    <div className={`${styles.panel} ${styles.filter}`}>
      <span className={styles.chip}>
        <MapPin size={13} aria-hidden /> {state.scope.label}
      </span>
      <button type="button" className={styles.chip} onClick={onNext} title="N">
        {t('active', { n: numberText(state.alarms.length) })}
      </button>
      {state.levels.size < LEVELS.length ? (
        <button type="button" className={styles.chip} onClick={() => state.change({ levels: LEVELS })}>
          {t('fourColours')} {state.levels.size} / 4 <X size={12} aria-hidden />
        </button>
      ) : null}
      <span
        className={styles.inView}
        data-testid="in-view"
        data-ms={ms}
        data-worker-ms={workerMs}
        data-places={places}
        data-moving={moving}
      >
        {t('inView', { places: numberText(places), points: numberText(points), moving: numberText(moving), ms })}
      </span>
    </div>
  );
}

/** What stands over the map while it cannot be seen yet. */
function Veil({
  state,
  noPack,
  failure,
}: {
  readonly state: string;
  readonly noPack: boolean;
  readonly failure: string;
}) {
  const t = useWords(WORDS);
  if (noPack)
    return (
      <div className={styles.veil}>
        <Empty icon={<MapPinOff size={20} />} title={t('noPack')} note={t('noPackNote')} />
      </div>
    );
  if (state === 'ready') return null;
  return (
    <div className={styles.veil}>
      {failure === '' ? <Loading rows={2} what={t('loading')} /> : <Failed error={new Error(failure)} />}
    </div>
  );
}

/** The frame that says that what is shown is the past. */
function ReplayFrame({ state, time }: { readonly state: ReturnType<typeof useMapState>; readonly time: number }) {
  const t = useWords(WORDS);
  const a = useWords(ASK_WORDS);
  const { address, change, moment } = state;
  return (
    <>
      <div className={styles.replay} aria-hidden />
      <div className={styles.replayBand} role="status" data-testid="replay" data-known={address.knowledge}>
        <History size={15} aria-hidden />
        <b>{t('replayAt', { time: stampText(time) })}</b>
        <span role="group" aria-label={a('known')}>
          {KNOWLEDGE.map((knowledge) => (
            <button
              key={knowledge}
              type="button"
              aria-pressed={address.knowledge === knowledge}
              onClick={() => change({ knowledge })}
              data-testid={`known-${knowledge}`}
            >
              {a(knowledge === 'then' ? 'knownThen' : 'knownNow')}
            </button>
          ))}
        </span>
        {moment?.more === true ? <em>{a('moreAlarms', { n: numberText(moment.alarms.length) })}</em> : null}
        {moment === undefined || moment.late === 0 ? null : <em>{a('late', { n: numberText(moment.late) })}</em>}
        <button type="button" onClick={() => change({ time: null })} data-testid="back-live">
          {t('backLive')}
        </button>
      </div>
    </>
  );
}

interface NoMapProps {
  readonly alarms: readonly AlarmView[];
  readonly chosen: string | null;
  readonly onAlarm: (id: string) => void;
  readonly children: React.ReactNode;
}

/** Without WebGL: says so, and keeps the list and the card. */
function NoMap({ children, ...list }: NoMapProps) {
  const t = useWords(WORDS);
  return (
    <div
      className={styles.noMap}
      data-testid="map"
      data-ready="false"
      data-webgl="false"
      data-alarms={list.alarms.length}
      data-moving={0}
    >
      <Empty icon={<MapPinOff size={20} />} title={t('noWebgl')} note={t('noWebglNote')} />
      <Reader {...list} open />
      {children}
    </div>
  );
}
