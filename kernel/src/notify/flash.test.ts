import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FLASH_PARAMETERS, flashClocks, type FlashKind } from './flash.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const limit = (key: string): number => FLASH_PARAMETERS.find((one) => one.key === key)!.value as number;
const event = Date.UTC(2026, 2, 18, 2, 2);
const report = {
  kind: 'work' as FlashKind,
  occurredAt: event,
  learnedAt: null,
  receivedAt: event + 18 * MINUTE,
  passedOnAt: null,
};

it('an hour for the unit’s head, two for each level, thirty days for casualties (第九、十一、十三条)', () => {
  const [unit, pass, supplement] = flashClocks(report, limit, event + 30 * MINUTE);
  expect(unit).toMatchObject({ dueAt: event + 60 * MINUTE, doneAt: report.receivedAt, late: false });
  expect(pass).toMatchObject({ dueAt: report.receivedAt + 120 * MINUTE, doneAt: null, late: false });
  expect(supplement!.dueAt).toBe(event + 30 * DAY);
});

it('casualties of road traffic and fire may change for seven days', () => {
  for (const kind of ['traffic', 'fire'] as const)
    expect(flashClocks({ ...report, kind }, limit, event)[2]!.dueAt).toBe(event + 7 * DAY);
});

it('the hour counts from when the head learned of it, where that is known', () => {
  const late = { ...report, receivedAt: event + 70 * MINUTE };
  expect(flashClocks(late, limit, event)[0]!.late).toBe(true);
  expect(flashClocks({ ...late, learnedAt: event + 20 * MINUTE }, limit, event)[0]!.late).toBe(false);
});

it('passing on is late exactly when it is done, or still undone, after its two hours', () => {
  fc.assert(
    fc.property(fc.option(fc.nat(400)), fc.nat(400), (done, now) => {
      const passedOnAt = done === null ? null : report.receivedAt + done * MINUTE;
      const [, pass] = flashClocks({ ...report, passedOnAt }, limit, report.receivedAt + now * MINUTE);
      expect(pass!.late).toBe((done ?? now) > 120);
    }),
  );
});
