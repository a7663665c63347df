import { offences, parseAlert } from '@anlan/cap';
import { describe, expect, it } from 'vitest';
import { warningOf, type Warning } from './index.ts';

const ring = [
  [117, 28],
  [117.01, 28],
  [117, 28.01],
  [117, 28],
] as const;
const zone = { name: 'AEGL-3', colour: 'red', ring, description: '下风向 557 m', instruction: '立即撤离' } as const;
const warning: Warning = {
  identifier: 'anlan-1',
  sender: 'anlan@localhost',
  senderName: '值班员',
  at: Date.UTC(2026, 2, 18, 1, 26),
  minutes: 30,
  event: '氯泄漏',
  headline: '氯泄漏影响区',
  zones: [zone, { ...zone, name: 'AEGL-1', colour: 'yellow' }],
  status: 'Draft',
  note: '计算结果',
};

describe('zones as a CAP document', () => {
  it('are written so that a receiver reads them back: one block a zone, latitude first, Shanghai time', () => {
    const made = warningOf(warning);
    if (!('xml' in made)) throw new Error(made.offence);
    const read = parseAlert(made.xml);
    if (!('alert' in read)) throw new Error('not read');
    const { alert } = read;
    expect(alert).toMatchObject({ status: 'Draft', sent: '2026-03-18T09:26:00+08:00', scope: 'Restricted' });
    expect(alert.info?.map(({ severity, responseType }) => [severity, responseType])).toEqual([
      ['Extreme', ['Evacuate']],
      ['Moderate', ['Shelter']],
    ]);
    expect(alert.info?.[0]?.area?.[0]?.polygon?.[0]).toMatch(/^28(\.0+)?,117(\.0+)? 28/);
    expect(offences(alert).filter(({ level }) => level !== 'advice')).toEqual([]);
  });

  it('are refused where no zone is reached by a receivable outline', () => {
    expect(warningOf({ ...warning, identifier: 'a b' })).toHaveProperty('offence');
  });
});
