import type { AlarmView } from '@anlan/kernel/alarm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { gatewayOf, levelPoints, type DrivenPoint } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
/** The first rung of silence of S17 (ms): five minutes, longer than three periods of the gauge. */
const SILENCE = 300_000;
const gauge = levelPoints('shangrao')[0] as DrivenPoint;

describe('a gauge that falls silent', () => {
  let stage: Stage;
  let api: Api;
  let desk: Page;

  const gaps = async (): Promise<AlarmView[]> =>
    (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${gauge.device.id}`)).alarms.filter(
      ({ rule }) => rule === 'recording-gap',
    );

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    desk = await stage.page('/desk', OFFICER);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('silent-failed');
  });
  afterAll(async () => {
    await stage.close();
  });

  it(
    '[S17.6] is itself an alarm: interrupted recording, which ends when it is heard again',
    async () => {
      const gateway = await gatewayOf(stage.platform, gauge.device);
      const since = Date.now();
      await gateway.publish(since, [{ point: gauge.key, value: 50 }]);
      gateway.end();
      const gap = await until('the silence alarm', async () => (await gaps())[0], SILENCE + 60_000, 1000);
      expect(gap).toMatchObject({ level: 'blue', label: '数据中断' });
      expect(gap.raisedAt - since).toBeGreaterThan(SILENCE);
      await desk.getByTestId('alarm-row').filter({ hasText: gap.subjectName }).first().waitFor();
      await stage.shot(desk, 'gauge-silent');

      const again = await gatewayOf(stage.platform, gauge.device);
      await again.publish(Date.now(), [{ point: gauge.key, value: 51 }]);
      await until('its end', async () => (await gaps())[0]?.recoveredAt != null, 60_000, 1000);
      again.end();
      expect(await gaps()).toHaveLength(1);
    },
    SILENCE + 180_000,
  );

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
