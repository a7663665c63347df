import { uuidOf, type DemonstrationCity } from '@anlan/data';
import { dayOf, startOf } from '@anlan/domain/calendar';
import type { Rows } from './insert.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Days before and after today that are rostered; what lies beyond is a gap to be filled. */
const BEFORE = 3;
const AFTER = 10;

/** Rosters of the demonstration's desks: a day and a night shift where there are two people, else days of 24 hours. */
export function dutyRows(city: DemonstrationCity, now: number): Rows {
  const desks = new Map<string, DemonstrationCity['people'][number][]>();
  const leaders = new Map<string, DemonstrationCity['people'][number]>();
  for (const person of city.people) {
    if (person.enterpriseId !== null) continue;
    if (person.role === 'leader') leaders.set(person.regionPath, person);
    if (person.role === 'duty-officer' && person.sectors === undefined)
      desks.set(person.regionPath, [...(desks.get(person.regionPath) ?? []), person]);
  }
  const today = startOf(dayOf(now));
  const duty_shift = [...desks].flatMap(([path, people]) =>
    Array.from({ length: BEFORE + AFTER }, (_, index) => today + (index - BEFORE) * DAY).flatMap((day) => {
      const leader = leaders.get(path);
      const turns = people.length > 1 ? [8, 20] : [8];
      const length = 24 / turns.length;
      return [
        ...turns.map((hour, turn) => shift(path, people[turn % people.length]!, 'main', day + hour * HOUR, length)),
        ...(leader === undefined ? [] : [shift(path, leader, 'leader', day + 8 * HOUR, 24)]),
      ];
    }),
  );
  const contact = city.people
    .filter((person) => ['duty-officer', 'safety-officer'].includes(person.role))
    .map((person) => ({ person_id: person.id, channel: 'test', address: `演练手机 ${person.account}` }));
  return { duty_shift, contact };
}

function shift(path: string, person: DemonstrationCity['people'][number], post: string, from: number, hours: number) {
  return {
    id: uuidOf('duty', `${path}/${post}/${person.id}/${from}`),
    person_id: person.id,
    person_name: person.name,
    post,
    from_at: new Date(from).toISOString(),
    to_at: new Date(from + hours * HOUR).toISOString(),
    by: '演示数据',
    region_path: path,
  };
}
