import { useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useScope } from '../shell/scope.ts';
import { useNow } from '../time/index.ts';
import { type AlarmRow, type Filter, type Level, LEVELS, listRows, useAlarmBook } from './alarm/index.ts';
import { useDeskQuality } from './use-quality.ts';
import { type DeskAct, press } from './keys.ts';

export type Tab = 'active' | 'mine' | 'all';

/** Is the page narrower than a phone frame? */
export function usePhone(): boolean {
  const media = useMemo(() => window.matchMedia('(max-width: 767px)'), []);
  return useSyncExternalStore(
    (listener) => {
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => media.matches,
  );
}

/** What the desk shows and which alarm is chosen; all of it lives in the address. */
export function useDesk(onRaised: (levels: readonly Level[]) => void) {
  const [search, setSearch] = useSearchParams();
  const scope = useScope();
  const session = useSession();
  const tab = (search.get('state') ?? 'active') as Tab;
  // Typing is kept here and follows into the address a moment later: a router is too slow for every letter.
  const [text, setText] = useState(search.get('q') ?? '');
  const chosen = search.get('levels');
  const selectedId = search.get('alarm');
  const alarms = useAlarmBook(scope.path, tab === 'all', onRaised);
  // Shelving ends by the clock: the list is regrouped at least every half minute.
  const now = useNow(30_000);
  const filter = useMemo<Filter>(
    () => ({
      levels: new Set(chosen === null ? LEVELS : LEVELS.filter((level) => chosen.split(',').includes(level))),
      search: text,
      system: null,
    }),
    [chosen, text],
  );
  const mine = useMemo(() => {
    const me = new Set([session.person.name, session.person.account, session.person.id]);
    return [...alarms.book.values()].filter(
      (alarm) => alarm.response !== 'closed' && alarm.acknowledgedBy !== null && me.has(alarm.acknowledgedBy),
    );
  }, [alarms.book, session]);
  const [groups, setGroups] = useState<ReadonlySet<string>>(new Set());
  const floodBegin = useDeskQuality().data?.floodBegin;
  const rows = useMemo(
    () =>
      listRows(tab === 'mine' ? mine : alarms.book.values(), filter, now, { groups, alarm: selectedId }, floodBegin),
    [tab, mine, alarms.book, filter, now, groups, selectedId, floodBegin],
  );
  const lines = useMemo(() => rows.filter((row): row is AlarmRow => row.kind === 'alarm'), [rows]);
  const row = useMemo(
    () => lines.find((line) => line.members.some((alarm) => alarm.id === selectedId)) ?? null,
    [lines, selectedId],
  );
  const change = (members: Readonly<Record<string, string | null>>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(members)) {
          if (value === null || value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true },
    );
  const settle = useEffectEvent(() => (text === (search.get('q') ?? '') ? undefined : change({ q: text })));
  useEffect(() => {
    const timer = setTimeout(() => settle(), 400);
    return () => clearTimeout(timer);
  }, [text]);
  return {
    alarms,
    rows,
    lines,
    row,
    filter,
    tab,
    text,
    selectedId,
    mine: mine.length,
    select: (id: string | null) => change({ alarm: id }),
    unfold: (key: string) =>
      setGroups((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key])),
    setTab: (next: Tab) => change({ state: next === 'active' ? null : next }),
    setText,
    toggleLevel: (level: Level) => {
      const levels = LEVELS.filter((one) => filter.levels.has(one) !== (one === level));
      change({ levels: levels.length === LEVELS.length || levels.length === 0 ? null : levels.join(',') });
    },
    clear: () => (setText(''), change({ q: null, levels: null })),
  };
}

const FIELDS = 'input, textarea, select, [contenteditable="true"]';

/** Listens to the keyboard while the desk is shown; `dialog` says that a dialog owns it. */
export function useDeskKeys(
  lines: readonly AlarmRow[],
  selected: string | null,
  dialog: boolean,
  does: (act: DeskAct) => void,
): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    const act = press(
      {
        key: event.key,
        ctrl: event.ctrlKey,
        meta: event.metaKey,
        alt: event.altKey,
        dialog,
        typing: target?.closest(FIELDS) != null,
        pressing: target?.closest('button, a, [role="radio"], [role="tab"]') != null,
      },
      lines.map((line) => line.key),
      selected,
    );
    if (act === null) return;
    event.preventDefault();
    does(act);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** A number that grows whenever the selection should be scrolled into sight. */
export function useReveal(): readonly [number, () => void] {
  const [reveal, setReveal] = useState(0);
  return [reveal, () => setReveal((before) => before + 1)];
}
