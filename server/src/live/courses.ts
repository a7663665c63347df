import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import { readCourses, type PlacedCourse } from '../alarm/course.ts';

export interface Courses {
  /** Calls `listener` with the running alarms whose value or peak has changed; while nobody listens nothing is asked. */
  onChange(listener: (changed: readonly PlacedCourse[]) => void): () => void;
}

/** How running alarms go on is read this often, once for all browsers of the process. */
const READ_MS = 4000;

export function openCourses(db: Database, log: Logger): Courses {
  const listeners = new Set<(changed: readonly PlacedCourse[]) => void>();
  let known = new Map<string, PlacedCourse>();
  let timer: NodeJS.Timeout | undefined;
  let reading = false;

  async function read(): Promise<void> {
    const courses = await readCourses(db);
    const changed = courses.filter(({ alarmId, at }) => known.get(alarmId)?.at !== at);
    known = new Map(courses.map((course) => [course.alarmId, course]));
    if (changed.length > 0) for (const listener of listeners) listener(changed);
  }

  function tick(): void {
    if (reading) return;
    reading = true;
    read()
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'values of running alarms not read'))
      .finally(() => (reading = false));
  }

  return {
    onChange(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, READ_MS).unref();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
        known = new Map();
      };
    },
  };
}
