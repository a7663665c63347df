import { isWeekend, shift, statutoryDays, type Day, type Overrides } from '@anlan/domain/calendar';
import { alongPath, type Parameter, type Setting } from './setting.ts';

/** `2027-02-05~2027-02-11 休` or `2027-02-20 班`: a stretch of days off, or of weekend days that are worked. */
const ENTRY = /^(\d{4}-\d{2}-\d{2})(?:~(\d{4}-\d{2}-\d{2}))? (休|班)$/;
/** No holiday is longer; it bounds what one entry may mean. */
const LONGEST_STRETCH = 31;

/** Days off and make-up working days that the entries of an announcement name; what is no entry is left out. */
export function announcedDays(entries: readonly string[]): { off: Day[]; worked: Day[] } {
  const read = entries.map((entry) => ENTRY.exec(entry));
  const daysOf = (mark: string) =>
    read.flatMap((found) => (found?.[3] === mark ? stretch(found[1] as Day, found[2] ?? (found[1] as Day)) : []));
  return { off: daysOf('休'), worked: daysOf('班') };
}

function stretch(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to && days.length < LONGEST_STRETCH; day = shift(day, 1)) days.push(day);
  return days;
}

const isDay = (text: string): boolean =>
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** An announcement is entered whole: every day off by law is off in it, and what is worked instead is a weekend. */
function wrongIn(entries: readonly string[]): string | undefined {
  const odd = entries.find((entry) => {
    const [, from = '', to = from] = ENTRY.exec(entry) ?? [];
    return !isDay(from) || !isDay(to) || to < from || shift(from, LONGEST_STRETCH) <= to;
  });
  if (odd !== undefined) return `「${odd}」应为 2027-02-05~2027-02-11 休 或 2027-02-20 班 的样子`;
  const { off, worked } = announcedDays(entries);
  const weekday = worked.find((day) => !isWeekend(day));
  if (weekday !== undefined) return `${weekday} 不是周末，不是调休上班日`;
  const both = worked.find((day) => off.includes(day));
  if (both !== undefined) return `${both} 既休又班`;
  const years = new Set([...off, ...worked].map((day) => day.slice(0, 4)));
  const missing = [...years].flatMap(statutoryDays).find((day) => !off.includes(day));
  return missing === undefined ? undefined : `${missing} 是法定节假日，未列为休息日；一年的安排应一次录全`;
}

const GROUP = '工作日历';

/** The State Council's arrangement of years that were announced after this platform was made. */
export const ANNOUNCED: Parameter = {
  key: 'calendar.announced',
  label: '国务院公布的年度放假安排',
  labelEn: 'Announced holidays of a year',
  group: GROUP,
  kind: 'list',
  value: [],
  inherits: 'union',
  check: wrongIn,
  source: '全国年节及纪念日放假办法（2024 年修订）；国务院办公厅每年关于部分节假日安排的通知',
  help: '一行一段，如 2027-02-05~2027-02-11 休、2027-02-20 班；一年一次录全，理由写通知文号。未公布的年份按法定节假日和周末暂定，公布后期限自动重算。',
  helpEn:
    'One span a line, such as 2027-02-05~2027-02-11 “休” (off) or 2027-02-20 “班” (worked); a whole year at once, with the number of the circular as the reason. A year not yet published is reckoned with statutory holidays and weekends, and deadlines are reckoned anew once it is.',
};

/** Days a jurisdiction works or rests on against the State Council's calendar. */
export const CALENDAR_PARAMETERS: readonly Parameter[] = [
  ANNOUNCED,
  {
    key: 'calendar.off',
    label: '本地增加的休息日',
    labelEn: 'Additional days off',
    group: GROUP,
    kind: 'days',
    value: [],
    inherits: 'union',
    source: '平台初值：按国务院办公厅放假通知',
    help: '各级增加的日子相加；同一天上下级说法不同，以最近的一级为准。',
    helpEn: 'Days of all levels add up; where they differ about a day, the nearest level holds.',
  },
  {
    key: 'calendar.worked',
    label: '本地增加的工作日',
    labelEn: 'Additional working days',
    group: GROUP,
    kind: 'days',
    value: [],
    inherits: 'union',
    source: '平台初值：按国务院办公厅放假通知',
    help: '各级增加的日子相加；同一天上下级说法不同，以最近的一级为准。',
    helpEn: 'Days of all levels add up; where they differ about a day, the nearest level holds.',
  },
];

/**
 * The calendar of a place at an instant (epoch ms): announced years, and the days every jurisdiction on its path has
 * added. Of a day that one says is off and another is worked, the nearer one decides.
 */
export function calendarOf(settings: readonly Setting[], place: string, at: number): Overrides {
  const daysAt = (key: string) => alongPath(key, settings, place, at);
  const days = new Map<Day, 'off' | 'worked'>();
  const said = [
    ...daysAt('calendar.off').map((setting) => ({ ...setting, as: 'off' as const })),
    ...daysAt('calendar.worked').map((setting) => ({ ...setting, as: 'worked' as const })),
  ].sort((a, b) => a.regionPath.length - b.regionPath.length);
  for (const { value, as } of said) for (const day of value as readonly Day[]) days.set(day, as);
  const of = (as: 'off' | 'worked') => [...days].filter(([, kind]) => kind === as).map(([day]) => day);
  const announced = daysAt(ANNOUNCED.key).flatMap(({ value }) => value as readonly string[]);
  return { off: of('off'), worked: of('worked'), announced: announcedDays(announced) };
}
