import {
  filledSetupSchema,
  scenarioSchema,
  setupSchema,
  startAt,
  type SavedScenario,
  type Setup,
} from '@anlan/kernel/workbench';
import { useCallback, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../api/index.ts';
import { useJurisdiction } from '../map/facts.ts';
import { draftOf, keepDraft } from './engine.ts';

const readSetup = (value: unknown): Setup | null => {
  const read = setupSchema.safeParse(value);
  return read.success ? read.data : null;
};

/** What the address asks for: a saved scenario, a tank, a place, or the draft of this tab. */
export function useSetup(): readonly [
  Setup | null,
  (setup: Setup) => void,
  SavedScenario | null,
  (saved: SavedScenario | null) => void,
] {
  const [search, setSearch] = useSearchParams();
  const jurisdiction = useJurisdiction();
  const [setup, setSetup] = useState<Setup | null>(null);
  const [saved, setSaved] = useState<SavedScenario | null>(null);
  const asked = `${search.get('scenario') ?? ''}|${search.get('tank') ?? ''}`;
  const change = useCallback((next: Setup) => {
    setSetup(next);
    keepDraft(next);
  }, []);
  useEffect(() => {
    const [scenario = '', tank = ''] = asked.split('|');
    const [lon, lat] = [Number(search.get('lon')), Number(search.get('lat'))];
    const [west = 117, south = 28, east = 118, north = 29] = jurisdiction?.bounds ?? [];
    const usual =
      lon !== 0 && lat !== 0
        ? startAt(lon, lat)
        : (draftOf(readSetup) ?? startAt((west + east) / 2, (south + north) / 2));
    const load = async (): Promise<void> => {
      if (scenario !== '') {
        const found = await api.get(`/workbench/scenarios/${scenario}`, scenarioSchema);
        setSaved(found);
        change(found.setup);
      } else if (tank !== '') {
        const found = await api.get(`/workbench/tanks/${tank}`, filledSetupSchema);
        change(found.setup ?? usual);
      } else change(usual);
    };
    if (jurisdiction !== null) void load().catch(() => change(usual));
    // Read once per address; later changes are the page's own.
  }, [asked, jurisdiction === null]); // eslint-disable-line react-hooks/exhaustive-deps
  const open = (next: SavedScenario | null): void => {
    setSaved(next);
    const wanted = new URLSearchParams(search);
    wanted.delete('tank');
    if (next === null) wanted.delete('scenario');
    else wanted.set('scenario', next.id);
    setSearch(wanted, { replace: true });
  };
  return [setup, change, saved, open];
}

/** A new setup at a place that keeps the weather. */
export const movedTo = (setup: Setup, lon: number, lat: number): Setup => ({
  ...setup,
  place: [lon, lat],
  origin: setup.origin === null ? null : { ...setup.origin, kind: 'hand', id: null },
});
