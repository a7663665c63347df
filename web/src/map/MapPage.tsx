import 'maplibre-gl/dist/maplibre-gl.css';
import { History, MapPin, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { usePlatform } from '../api/index.ts';
import { byUrgency } from '../desk/alarm/index.ts';
import { useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, numberText } from '../parts/index.ts';
import { useTitle } from '../shell/title.ts';
import { stampText } from '../time/index.ts';
import { AlarmPanel } from './AlarmPanel.tsx';
import { CircleTool } from './CircleTool.tsx';
import { lookOf, useJurisdiction, useLabels } from './facts.ts';
import { roundRadius } from './geometry.ts';
import { LayerPanel } from './LayerPanel.tsx';
import styles from './Map.module.css';
import { ObjectPanel } from './ObjectPanel.tsx';
import { Inset, ScaleLine, Tools } from './Overlays.tsx';
import { Reader } from './Reader.tsx';
import type { Picked, View } from './stage.ts';
import { TimeBar } from './TimeBar.tsx';
import { nextOf, objectOf, riskCounts, useInView, useMapKeys, useMapState } from './use-map.ts';
import { useFeed, useStage } from './use-stage.ts';
import { WORDS } from './words.ts';

const NARROW = '(max-width: 1023px)';

/** The one map: everything with a place, live, and any past minute of the last day. */
export function MapPage() {
  const t = useWords(WORDS);
  useTitle(t('map'));
  const state = useMapState();
  const { address, change, alarms, replay } = state;
  const jurisdiction = useJurisdiction();
  const platform = usePlatform().data;
  const labels = useLabels(jurisdiction?.pack ?? null);
  const host = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [view, setView] = useState<View | null>(null);
  const [placing, setPlacing] = useState(false);
  const [panel, setPanel] = useState(() => !window.matchMedia(NARROW).matches);
  const [named, setNamed] = useState('');
  const [inView, setInView] = useInView();
  const start = address.lon !== null && address.lat !== null ? { lon: address.lon, lat: address.lat, zoom: address.z ?? 10 } : null;
  const openObject = useCallback((object: string | null) => change({ object, alarm: null }), [change]);
  const openAlarm = useCallback((alarm: string | null) => change({ alarm, object: null }), [change]);
  const onClick = (picked: Picked | null, [lon, lat]: readonly [number, number]) => {
    if (placing) {
      setPlacing(false);
      change({ circle: { lon, lat, radius: roundRadius(5000) } });
      return;
    }
    if (picked === null) change({ alarm: null, object: null });
    else if (picked.kind === 'alarm') openAlarm(picked.id);
    else if (picked.kind === 'place') {
      setNamed(picked.name);
      const layer = state.layers.find((one) => one.key === picked.layer);
      const kinds = { risk: 'enterprise', sensor: 'point', plain: 'tank' } as const;
      openObject(`${kinds[layer === undefined ? 'plain' : lookOf(layer)]}:${picked.id}`);
    } else openObject(`${picked.kind}:${picked.id}`);
  };
  const onView = (next: View) => {
    setView(next);
    change({ lon: next.lon, lat: next.lat, z: next.zoom });
  };
  const { stage, state: drawn, failure } = useStage(host, { jurisdiction, labels: labels.data, theme: address.dark ? 'wall' : 'desk', start, interactive: true }, { onView, onClick });
  useFeed(stage, { positions: state.positions, alarms, places: state.places, kinds: state.kinds, levels: state.levels, replay, refetch: state.refetch });
  useEffect(() => {
    if (stage !== null && labels.data !== undefined && stage.keeper.palette.dark !== address.dark) stage.theme(address.dark ? 'wall' : 'desk', labels.data);
  }, [stage, labels.data, address.dark]);
  useEffect(() => {
    if (stage === null) return undefined;
    const read = () => {
      const before = performance.now();
      setInView({ ...stage.inView(), ms: Math.round(performance.now() - before) });
    };
    const timer = setInterval(read, 2000);
    stage.map.on('moveend', read);
    return () => clearInterval(timer);
  }, [stage, setInView]);
  const ordered = useMemo(() => [...alarms].sort(byUrgency), [alarms]);
  const chosenAlarm = address.alarm === null ? undefined : state.book.book.get(address.alarm) ?? alarms.find((alarm) => alarm.id === address.alarm);
  const object = objectOf(address.object);
  useEffect(() => {
    if (stage === null || chosenAlarm === undefined) return;
    const place = stage.keeper.placeOf(chosenAlarm.subjectKind, chosenAlarm.subjectId, chosenAlarm.deviceId) ?? (chosenAlarm.lon === null || chosenAlarm.lat === null ? null : [chosenAlarm.lon, chosenAlarm.lat] as const);
    if (place !== null && (drawn === 'ready' ? !stage.map.getBounds().contains([...place]) : start === null)) stage.fly(place[0], place[1], 10.5);
    stage.choose(null);
  }, [stage, chosenAlarm?.id]); // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => {
    if (object === null) stage?.choose(null);
  }, [stage, object === null]); // eslint-disable-line react-hooks/exhaustive-deps
  const close = () => change({ alarm: null, object: null });
  const step = (by: number) => () => openAlarm(nextOf(ordered.map((alarm) => alarm.id), address.alarm, by));
  useMapKeys({
    n: step(1),
    p: step(-1),
    '/': () => (setPanel(true), setTimeout(() => search.current?.focus())),
    o: () => setPlacing(true),
    l: () => setPanel(!panel),
    t: () => change({ time: null }),
    Escape: () => (placing ? setPlacing(false) : address.alarm !== null || address.object !== null ? close() : change({ circle: null })),
  });
  const moving = (state.positions?.kind ?? []).filter((kind) => state.kinds.has(kind)).length;
  if (drawn === 'none') return <NoMap alarms={ordered} chosen={chosenAlarm?.subjectName ?? null} onAlarm={openAlarm} />;
  return (
    <div
      className={styles.map} data-testid="map" data-ready={drawn === 'ready'} data-moving={moving} data-alarms={alarms.length} data-replay={replay}
      data-theme={address.dark ? 'wall' : undefined} data-placing={placing} data-folded={!panel}
    >
      <div ref={host} className={styles.host} aria-label={t('map')} />
      <Reader alarms={ordered} chosen={chosenAlarm?.subjectName ?? (object === null ? null : named === '' ? object.id : named)} onAlarm={openAlarm} />
      {stage !== null && address.circle !== null ? (
        <CircleTool stage={stage} circle={address.circle} onChange={(circle) => change({ circle })} onClose={() => change({ circle: null })} onOpen={openObject} />
      ) : null}
      {panel ? (
        <LayerPanel
          layers={state.layers} on={state.on} onToggle={state.toggleLayer} levels={state.levels} counts={riskCounts(state.places)} onLevel={state.pickLevel}
          dark={address.dark} onDark={(dark) => change({ dark })} onFound={openObject} search={search}
        />
      ) : null}
      <Tools stage={stage} jurisdiction={jurisdiction} circling={placing || address.circle !== null} onCircle={() => setPlacing(!placing)} panel={panel} onPanel={() => setPanel(!panel)} />
      <div className={`${styles.panel} ${styles.filter}`}>
        <span className={styles.chip}><MapPin size={13} aria-hidden /> {state.scope.label}</span>
        <button type="button" className={styles.chip} onClick={step(1)} title="N">{t('active', { n: numberText(alarms.length) })}</button>
        {state.levels.size < 4 ? <button type="button" className={styles.chip} onClick={() => change({ levels: ['red', 'orange', 'yellow', 'blue'] })}>{t('fourColours')} <X size={12} aria-hidden /></button> : null}
        <span className={styles.inView}>{t('inView', { places: numberText(inView.places), points: numberText(inView.points), moving: numberText(inView.moving), ms: inView.ms })}</span>
      </div>
      {jurisdiction === null ? null : <Inset jurisdiction={jurisdiction} view={view} />}
      <ScaleLine view={view} platform={platform} />
      <TimeBar time={address.time} onTime={(time) => change({ time })} />
      {address.alarm === null ? null : <AlarmPanel key={address.alarm} id={address.alarm} known={chosenAlarm} put={state.book.put} time={address.time} onClose={close} />}
      {object === null ? null : (
        <ObjectPanel key={address.object} {...object} name={named} stage={stage} alarms={alarms} time={address.time} onClose={close} onAlarm={openAlarm} />
      )}
      {address.time === null ? null : <ReplayFrame time={address.time} onLive={() => change({ time: null })} />}
      {labels.isError ? <div className={styles.veil}><Empty title={t('noPack')} note={t('noPackNote')} /></div> : null}
      {drawn === 'ready' || labels.isError ? null : <div className={styles.veil}><Loading rows={2} what={t('loading')} /></div>}
      {failure === '' || drawn === 'ready' ? null : <div className={styles.veil}><Failed error={new Error(failure)} /></div>}
    </div>
  );
}

/** The frame that says that what is shown is the past. */
function ReplayFrame({ time, onLive }: { readonly time: number; readonly onLive: () => void }) {
  const t = useWords(WORDS);
  return (
    <>
      <div className={styles.replay} aria-hidden />
      <div className={styles.replayBand} role="status" data-testid="replay">
        <History size={15} aria-hidden />
        <b>{t('replayAt', { time: stampText(time) })}</b>
        <button type="button" onClick={onLive}>{t('backLive')}</button>
      </div>
    </>
  );
}

function NoMap(props: { readonly alarms: Parameters<typeof Reader>[0]['alarms']; readonly chosen: string | null; readonly onAlarm: (id: string) => void }) {
  const t = useWords(WORDS);
  return (
    <div className={styles.noMap} data-testid="map" data-ready="false" data-webgl="false" data-alarms={props.alarms.length} data-moving={0}>
      <Empty title={t('noWebgl')} note={t('noWebglNote')} />
      <Reader {...props} open />
    </div>
  );
}
