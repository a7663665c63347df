import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import { startStatementTimers } from '../alarm-quality/index.ts';
import { startTimers } from '../alarm/timers.ts';
import { startBackTests } from '../back-test/index.ts';
import { startCaseTimers } from '../case/timers.ts';
import { startReviewTimers } from '../catalogue/index.ts';
import { startCheckTimers } from '../checklist/calendar.ts';
import type { Configuration } from '../configuration/index.ts';
import { startGradingTimers } from '../grading/timers.ts';
import type { Outbox } from '../live/outbox.ts';
import { startSelfCheckTimers } from '../prevention/self-check-timers.ts';
import { startMineTidy } from '../mine/tidy.ts';
import { openChannels } from '../notify/channels.ts';
import { openPostOffice } from '../notify/post-office.ts';
import { startAnnounced, startComparing } from '../registry/index.ts';
import { startRetention } from '../retention/index.ts';
import { startRollup } from '../telemetry/rollup.ts';

interface Parts {
  readonly configuration: Configuration;
  readonly postgres: string;
  readonly clickhouse: string;
  readonly notifySecret: string;
  readonly db: Database;
  readonly outbox: Outbox;
  readonly log: Logger;
}

/** What happens because time passes, and who is told of what happened. What is due stands in the tables. */
export function openTimers(parts: Parts): { close(): Promise<void> } {
  const { configuration, db, log, outbox, notifySecret } = parts;
  const clock = (): number => Date.now();
  const timers = [
    startTimers(db, log, clock),
    startCaseTimers(db, log, clock),
    startSelfCheckTimers(db, log, clock),
    startGradingTimers(db, log, clock),
    startCheckTimers(db, log, clock),
    startStatementTimers(db, log, clock),
    startReviewTimers(db, log, clock),
    startMineTidy(db, log, clock),
    startAnnounced(db, log, clock),
  ];
  const backTests = startBackTests(db, parts, log);
  const rollup = startRollup(parts, log);
  const retention = startRetention(parts, log, clock);
  const comparing = startComparing(db, log);
  const channels = openChannels(configuration, notifySecret);
  const postOffice = openPostOffice(db, channels, configuration.publicUrl, log, clock);
  const stop = outbox.onEvent(() => postOffice.wake());
  return {
    async close() {
      stop();
      for (const timer of timers) timer.stop();
      await backTests.stop();
      await rollup.stop();
      await retention.stop();
      await comparing.stop();
      await postOffice.close();
    },
  };
}
