/** Days off and make-up working days of one year, as the General Office of the State Council announced them. */
export interface Year {
  /** The announcement. */
  readonly source: string;
  /** First and last day of each stretch without work, `YYYY-MM-DD`. */
  readonly off: readonly (readonly [from: string, to: string])[];
  /** Saturdays and Sundays that are worked instead. */
  readonly worked: readonly string[];
}

/** Announced years; a year that is not here yet is judged provisionally, see `isAnnounced`. */
export const YEARS: Readonly<Record<string, Year>> = {
  2024: {
    source: '国办发明电〔2023〕7号',
    off: [
      ['2024-01-01', '2024-01-01'],
      ['2024-02-10', '2024-02-17'],
      ['2024-04-04', '2024-04-06'],
      ['2024-05-01', '2024-05-05'],
      ['2024-06-10', '2024-06-10'],
      ['2024-09-15', '2024-09-17'],
      ['2024-10-01', '2024-10-07'],
    ],
    worked: [
      '2024-02-04',
      '2024-02-18',
      '2024-04-07',
      '2024-04-28',
      '2024-05-11',
      '2024-09-14',
      '2024-09-29',
      '2024-10-12',
    ],
  },
  2025: {
    source: '国办发明电〔2024〕12号',
    off: [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-28', '2025-02-04'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ],
    worked: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  2026: {
    source: '国办发明电〔2025〕7号',
    off: [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ],
    worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
};

/**
 * Fixed days off (全国年节及纪念日放假办法, 2024 revision, article 2): New Year, Labour Day two days, National Day three
 * days.
 */
const FIXED: readonly string[] = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

/**
 * First day of the first lunar month, solar term of Qingming, fifth of the fifth and fifteenth of the eighth lunar month
 * (GB/T 33661-2017 农历的编算和颁行, months begin on the day of the new moon in Beijing time); `MM-DD`.
 */
const LUNAR: Readonly<Record<string, readonly [spring: string, qingming: string, dragonBoat: string, moon: string]>> = {
  2024: ['02-10', '04-04', '06-10', '09-17'],
  2025: ['01-29', '04-04', '05-31', '10-06'],
  2026: ['02-17', '04-05', '06-19', '09-25'],
  2027: ['02-06', '04-05', '06-09', '09-15'],
  2028: ['01-26', '04-04', '05-28', '10-03'],
  2029: ['02-13', '04-04', '06-16', '09-22'],
  2030: ['02-03', '04-05', '06-05', '09-12'],
  2031: ['01-23', '04-05', '06-24', '10-01'],
  2032: ['02-11', '04-04', '06-12', '09-19'],
};

/** Days from the first of the first lunar month that are off: its eve and the first three days. */
const SPRING = [-1, 0, 1, 2] as const;

/**
 * Days every year is off by law, whatever is announced, `YYYY-MM-DD` in order: the certain part of a year (全国年节及纪念日放假办法,
 * 2024 revision, article 2). Of a year whose lunar festivals are not known here, the fixed days only.
 */
export function statutoryDays(year: string): string[] {
  const fixed = FIXED.map((day) => `${year}-${day}`);
  const lunar = LUNAR[year];
  if (lunar === undefined) return fixed;
  const [spring, ...others] = lunar;
  const first = Date.parse(`${year}-${spring}T00:00:00Z`);
  const feast = SPRING.map((days) => new Date(first + days * 86_400_000).toISOString().slice(0, 10));
  return [...new Set([...fixed, ...feast, ...others.map((day) => `${year}-${day}`)])].sort();
}
