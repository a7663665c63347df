import { readConfiguration } from '../configuration/index.js';
import { openPostgres } from '../store/index.js';
import { openDatabase } from '../access/scoped.js';
import { verifyChain } from './chain.js';
/** `node dist/audit/verify.js`: prints whether the audit is as it was written; exit code 1 when it is not. */
async function main() {
    const read = readConfiguration(process.env);
    if (!read.ok) {
        console.error(read.problems.join('\n'));
        return 2;
    }
    const postgres = await openPostgres(read.configuration, () => { });
    const { db } = openDatabase(postgres.url, 1);
    try {
        const { entries, brokenAt } = await verifyChain(db);
        console.log(`${entries} entries, chain ${brokenAt === null ? 'intact' : `broken at ${brokenAt}`}`);
        return brokenAt === null ? 0 : 1;
    }
    finally {
        await db.destroy();
        await postgres.stop();
    }
}
try {
    process.exitCode = await main();
}
catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
}
//# sourceMappingURL=verify.js.map