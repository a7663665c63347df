import type { DriverIdentity } from '@anlan/jt808';

/** Who drives, as the card in the terminal says (JT/T 808 0x0702). */
export interface DriverReport {
  /** Card in: on duty; out: off duty; unreadable: a card is in that could not be read. */
  readonly state: 'on' | 'off' | 'unreadable';
  /** When, epoch ms. */
  readonly at: number;
  /** Why a card could not be read. */
  readonly problem: string | null;
  readonly name: string | null;
  /** Number of the qualification certificate (从业资格证). */
  readonly qualification: string | null;
  readonly issuer: string | null;
  /** Last day of the certificate, YYYY-MM-DD. */
  readonly validUntil: string | null;
  readonly idCard: string | null;
}

const ON = 1;
const OFF = 2;
const PROBLEMS = ['', '卡片密钥认证未通过', '卡片已被锁定', '卡片被拔出', '数据校验错误'];
const NOBODY = { problem: null, name: null, qualification: null, issuer: null, validUntil: null, idCard: null };

/** The report of a body; `now` (epoch ms) stands for a time that is none, as in the layout of 2011. */
export function driverReport(body: DriverIdentity, now: number): DriverReport {
  if (!('status' in body)) {
    const { name, qualification, issuer, idCard } = body;
    return { ...NOBODY, state: 'on', at: now, name, qualification, issuer, idCard: idCard || null };
  }
  const at = Math.min(body.time.epochMs ?? now, now);
  if (body.status === OFF) return { ...NOBODY, state: 'off', at };
  if (body.status !== ON || body.cardResult !== 0) {
    const problem = PROBLEMS[body.cardResult ?? 0] || `读卡结果 ${body.cardResult ?? body.status}`;
    return { ...NOBODY, state: 'unreadable', at, problem };
  }
  const { name = '', qualification = '', issuer = '', expiry = '', idCard } = body;
  const validUntil = dateOf(expiry);
  const said = { name: name || null, qualification: qualification || null, issuer: issuer || null };
  return { ...NOBODY, ...said, state: 'on', at, validUntil, idCard: idCard || null };
}

/** YYYYMMDD as a date, null when it is none. */
function dateOf(digits: string): string | null {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(digits) ?? [];
  const text = `${year}-${month}-${day}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(text) ? null : text;
}
