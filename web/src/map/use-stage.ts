import { useEffect, useRef, useState, type RefObject } from 'react';
import type { AlarmView } from '@anlan/kernel/alarm';
import type { Positions } from '@anlan/kernel/position';
import { useLive, useLiveReset } from '../live/index.ts';
import type { Jurisdiction } from '../api/index.ts';
import type { Level } from './palette.ts';
import type { ShapeScene } from './layers.ts';
import type { PlaceLayer } from './scene.ts';
import type { Picked } from './picking.ts';
import type { Stage, View } from './stage.ts';
import { graphics } from './webgl.ts';

export interface StageHandlers {
  onView?: (view: View) => void;
  onClick?: (picked: Picked | null, at: readonly [number, number]) => void;
  onHover?: (picked: Picked | null) => void;
  onFrame?: () => void;
}
export interface StageWish {
  readonly jurisdiction: Jurisdiction | null;
  readonly labels: GeoJSON.FeatureCollection | undefined;
  readonly theme: 'desk' | 'wall';
  readonly start: { readonly lon: number; readonly lat: number; readonly zoom: number } | null;
  readonly interactive: boolean;
  readonly wall?: boolean;
}
export type StageState = 'waiting' | 'drawing' | 'ready' | 'none';

/** A drawn map inside `host`, made once per jurisdiction; the graphics code is fetched only when it is needed. */
export function useStage(host: RefObject<HTMLElement | null>, wish: StageWish, handlers: StageHandlers) {
  const [stage, setStage] = useState<Stage | null>(null);
  const [drawing] = useState(graphics);
  const [state, setState] = useState<StageState>(drawing === 'none' ? 'none' : 'waiting');
  const [failure, setFailure] = useState('');
  // The drawing code is large: it is fetched while the data is.
  useEffect(() => void import('./stage.ts'), []);
  const latest = useRef(handlers);
  latest.current = handlers;
  const { jurisdiction, labels } = wish;
  const pack = jurisdiction?.pack ?? null;
  useEffect(() => {
    if (host.current === null || jurisdiction === null || labels === undefined || state === 'none') return undefined;
    const element = host.current;
    let made: Stage | undefined;
    let gone = false;
    setState('drawing');
    void import('./stage.ts').then(({ Stage }) => {
      if (gone) return;
      const [west = 0, south = 0, east = 0, north = 0] = jurisdiction.bounds;
      made = new Stage({
        host: element,
        pack: jurisdiction.pack,
        theme: wish.theme,
        labels,
        bounds: [west, south, east, north],
        start: wish.start,
        still: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
        interactive: wish.interactive,
        software: drawing === 'software',
        onReady: () => setState('ready'),
        onView: (view) => latest.current.onView?.(view),
        onClick: (picked, at) => latest.current.onClick?.(picked, at),
        onHover: (picked) => latest.current.onHover?.(picked),
        onFrame: () => latest.current.onFrame?.(),
        onFailure: setFailure,
      });
      setStage(made);
    });
    return () => {
      gone = true;
      made?.remove();
      setStage(null);
    };
    // The map is made once per pack; theme and view change it in place.
  }, [pack, labels]); // eslint-disable-line react-hooks/exhaustive-deps
  return { stage, state, failure };
}

interface Feed {
  readonly positions: Positions | undefined;
  readonly alarms: readonly AlarmView[];
  readonly places: readonly PlaceLayer[];
  readonly shapes: readonly ShapeScene[];
  readonly kinds: ReadonlySet<string>;
  readonly levels: ReadonlySet<Level>;
  /** Is a past moment shown? Then pushes move nothing. */
  readonly replay: boolean;
  readonly refetch: () => void;
}

/** Longest step of time (ms) that is shown as travelling. */
const PLAYED = 2 * 60_000;

/** Hands the stage what it shows; pushed movements go straight to its columns and render nothing in React. */
export function useFeed(stage: Stage | null, feed: Feed): void {
  const { positions, alarms, places, shapes, kinds, levels, replay } = feed;
  const before = useRef(0);
  useEffect(() => {
    if (stage === null || positions === undefined) return;
    // Playing forward minute by minute things travel; a jump in time is a jump on the map.
    const step = positions.at - before.current;
    before.current = positions.at;
    stage.positions(positions, replay && !(step > 0 && step <= PLAYED));
    stage.keeper.change({ past: replay });
  }, [stage, positions, replay]);
  useEffect(() => stage?.alarms(alarms), [stage, alarms]);
  useEffect(() => stage?.places(places, levels), [stage, places, levels]);
  useEffect(() => {
    stage?.keeper.change({ shapes });
    stage?.touch();
  }, [stage, shapes]);
  useEffect(() => {
    stage?.keeper.show(kinds);
    stage?.touch();
  }, [stage, kinds]);
  useLive('moved', (push) => (replay ? undefined : stage?.moved(push)));
  useLiveReset(feed.refetch);
}
