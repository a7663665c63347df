import { createClient } from '@clickhouse/client';
import { pino } from 'pino';
import { openDatabase } from '../access/scoped.js';
import { readConfiguration } from '../configuration/index.js';
import { ROUTES } from '../routes.js';
import { buildApp } from './app.js';
/** The API description of all routes; neither store is asked anything. */
export async function openapiDocument() {
    const read = readConfiguration({});
    if (!read.ok)
        throw new Error(read.problems.join('\n'));
    const { db } = openDatabase('postgres://127.0.0.1:1/none', 1);
    const clickhouse = createClient({ url: 'http://127.0.0.1:1' });
    const log = pino({ level: 'silent' });
    // The feed and the outbox are first used by a live connection.
    const context = {
        configuration: read.configuration,
        db,
        clickhouse,
        log,
        demonstration: true,
        startedAt: 0,
    };
    const app = await buildApp(context, ROUTES);
    try {
        return app.swagger();
    }
    finally {
        await app.close();
        await clickhouse.close();
        await db.destroy();
    }
}
//# sourceMappingURL=openapi.js.map