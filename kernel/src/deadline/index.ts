const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Said = { readonly zh: string; readonly en: string };

/** A lateness (ms) as it is said everywhere: below a day in full hours, from then on in full days. */
function span(late: number): Said {
  const days = Math.floor(late / DAY);
  if (days > 0) return { zh: ` ${days} 天`, en: `${days} d` };
  const hours = Math.floor(late / HOUR);
  return hours > 0 ? { zh: ` ${hours} 小时`, en: `${hours} h` } : { zh: '不足 1 小时', en: 'under 1 h' };
}

/** How late something is that still waits, `late` ms after its deadline: 逾期 5 小时, 逾期 2 天. */
export function lateFor(late: number): Said {
  const { zh, en } = span(late);
  return { zh: `逾期${zh}`, en: `overdue ${en}` };
}

/** How late something was done, `late` ms after its deadline: 逾期 2 天办结. */
export function endedLate(late: number): Said {
  const { zh, en } = span(late);
  return { zh: `逾期${zh}办结`, en: `closed ${en} late` };
}
