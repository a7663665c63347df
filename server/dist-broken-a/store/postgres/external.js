import { StoreProblem } from '../problem.js';
import { withClient } from './cluster.js';
const oldest = 15;
/** A PostgreSQL that somebody else runs; refused with StoreProblem when it does not answer or is too old. */
export async function externalPostgres(url) {
    const place = new URL(url).host;
    const version = await serverVersion(url).catch((error) => {
        throw new StoreProblem(`ANLAN_POSTGRES_URL 指向的 PostgreSQL（${place}）连不上：${error.message}`, `the PostgreSQL of ANLAN_POSTGRES_URL cannot be reached`, error);
    });
    if (version < oldest * 10_000) {
        throw new StoreProblem(`PostgreSQL（${place}）版本过低，至少需要 ${oldest}`, `the PostgreSQL of ANLAN_POSTGRES_URL is too old: ${oldest} or later is needed`);
    }
    let since = new Date();
    let state = 'ready';
    return {
        url,
        embedded: false,
        health: async () => {
            const detail = await serverVersion(url).then(() => undefined, (error) => error.message);
            const now = detail === undefined ? 'ready' : 'failed';
            if (now !== state)
                [state, since] = [now, new Date()];
            return { name: 'PostgreSQL', state, since, restarts: 0, detail };
        },
        stop: async () => undefined,
    };
}
/** For example 150004 for 15.4. */
async function serverVersion(url) {
    const result = await withClient(url, (client) => client.query('show server_version_num'));
    return Number(result.rows[0]?.server_version_num);
}
//# sourceMappingURL=external.js.map