import { stands, type AlarmView } from '@anlan/kernel/alarm';
import { LEVELS, type Level } from '@anlan/kernel/entity';
import { useMemo } from 'react';
import { useAlarmBook } from './use-alarms.ts';

/** The worst level in alarm by id of the point, device, unit, vehicle or vessel, and of the enterprise they belong to. */
export type AlarmLevels = ReadonlyMap<string, Level>;

export function levelsOf(alarms: Iterable<AlarmView>): AlarmLevels {
  const levels = new Map<string, Level>();
  for (const alarm of alarms) {
    const { level, response, subjectId, deviceId, unitId = null, organisationId } = alarm;
    if (response === 'closed' || !stands(alarm)) continue;
    for (const id of new Set([subjectId, deviceId, unitId, organisationId])) {
      if (id === null) continue;
      const known = levels.get(id);
      if (known === undefined || LEVELS.indexOf(level) < LEVELS.indexOf(known)) levels.set(id, level);
    }
  }
  return levels;
}

/** What is in alarm now, by id, or nothing where it is not `wanted`; raised, worse, recovered and closed alarms change it as they are pushed. */
export function useAlarmLevels(wanted = true): AlarmLevels {
  const { book } = useAlarmBook(null, false, undefined, wanted);
  return useMemo(() => levelsOf(book.values()), [book]);
}
