import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { createClient } from '@clickhouse/client';
import { listenAisTcp, listenAisUdp, listenJt808, listenMqtt } from '@anlan/gateways';
import { openDatabase } from '../access/scoped.js';
import { exitWithParent } from '../supervise/index.js';
import { openHistory } from './history.js';
import { fanOut, openIntake } from './intake.js';
import { openJournal } from './journal/journal.js';
import { openLatest, restoreLatest } from './latest.js';
import { openLink } from './link.js';
import { openRefusals } from './refusals.js';
import { openRegister } from './register.js';
import { openRules } from './rules.js';
import { deviceSecret, verifySecret } from './secrets.js';
import { sweepSilence } from './silence.js';
const SWEEP_MS = 5000;
const TIDY_MS = 5000;
const handed = JSON.parse(process.env['ANLAN_HANDED'] ?? 'null');
const { configuration } = handed;
const log = pino({ level: configuration.logLevel, name: 'ingest' });
const clock = () => Date.now();
const since = clock();
const { db, pool } = openDatabase(handed.postgres, 4);
const clickhouse = createClient({ url: handed.clickhouse, clickhouse_settings: { async_insert: 0 } });
const register = await openRegister(db);
const latest = openLatest();
await restoreLatest(latest, clickhouse);
const refusals = openRefusals(db);
const rules = await openRules(db, register, log, clock);
let deliver = () => { };
const journal = await openJournal({ folder: join(configuration.home, 'journal'), durable: (entries) => deliver(entries) });
const history = await openHistory(join(configuration.home, 'journal'), clickhouse, journal, log);
deliver = fanOut([rules.take, history.take, (_, record) => latest.take(record)]);
for await (const entry of journal.read(Math.min(rules.position(), history.position())))
    deliver([entry]);
const pending = () => journal.last() - Math.min(rules.position(), history.position());
const intake = openIntake({ register, journal, refusals, clock, pending });
const listeners = await listen(intake, register);
const link = await openLink({
    ...handed.link,
    latest,
    answers: {
        state: () => stateOf(),
        device: (input) => deviceState(input.id),
        instruct: (input) => instruct(input),
        secret: (input) => ({ secret: deviceSecret(handed.keys, register, input.identity) ?? null }),
    },
});
const follower = await followRegister();
const sweep = setInterval(() => sweepSilence(register, latest, rules, since, clock()), SWEEP_MS);
const tidy = setInterval(() => {
    refusals.flush().catch((error) => log.warn(error));
    journal.forget(Math.min(rules.position(), history.position())).catch((error) => log.warn(error));
}, TIDY_MS);
exitWithParent(async () => {
    clearInterval(sweep);
    clearInterval(tidy);
    await Promise.all(listeners.map((listener) => listener.close()));
    await link.close();
    await journal.close();
    await Promise.all([rules.close(), history.close(), refusals.flush()]);
    follower.close();
    await clickhouse.close();
    await pool.end();
});
process.send?.({ ready: true, ports: Object.fromEntries(listeners.map(({ name, port }) => [name, port])) });
async function listen(intake, register) {
    const { host, jt808Port, aisPort, mqttPort } = configuration;
    const common = { host, intake, clock, log };
    const verify = (identity, given) => verifySecret(handed.keys, register, identity, given);
    const issueCode = (identity) => deviceSecret(handed.keys, register, identity);
    return [
        await listenJt808({ ...common, port: jt808Port, verify, issueCode }),
        await listenAisTcp({ ...common, port: aisPort }),
        await listenAisUdp({ ...common, port: aisPort }),
        await listenMqtt({ ...common, port: mqttPort, verify }),
    ];
}
function stateOf() {
    return {
        since,
        accepted: intake.accepted(),
        journal: { last: journal.last(), backlog: journal.backlog(), trouble: journal.trouble() ?? null },
        history: { position: history.position(), waiting: history.waiting(), trouble: history.trouble() ?? null },
        rules: { position: rules.position(), waiting: rules.waiting(), trouble: rules.trouble() ?? null },
        listeners: listeners.map((listener) => ({ name: listener.name, port: listener.port, ...listener.stats() })),
        connected: [...intake.connections.keys()],
    };
}
function deviceState(id) {
    for (const device of register.devices()) {
        if (device.id !== id)
            continue;
        const connection = intake.connections.get(device.identity);
        const times = [latest.heard.get(id), ...[...device.points.values()].map((point) => latest.readings.get(point.id)?.receivedAt)];
        const moving = device.moving === null ? undefined : latest.fixes.get(device.moving.id)?.receivedAt;
        const known = [...times, moving].filter((time) => time !== undefined);
        return {
            connected: connection !== undefined,
            since: connection?.since ?? null,
            remote: connection?.remote ?? null,
            lastSeen: known.length === 0 ? null : Math.max(...known),
            clockOffsetMs: latest.offset.get(id) ?? null,
        };
    }
    return null;
}
async function instruct({ identity, command }) {
    const [protocol] = identity.split(':');
    const listener = listeners.find(({ name }) => name === protocol);
    if (listener === undefined || !('send' in listener))
        return { result: 'unsupported' };
    return listener.send(identity, command);
}
/** Follows changes of the register by notification; a lost connection is opened again and the register read anew. */
async function followRegister() {
    let client;
    let closed = false;
    let planned;
    const refresh = () => {
        planned ??= setTimeout(() => {
            planned = undefined;
            register.refresh().catch((error) => log.warn(error, 'register not refreshed'));
        }, 200);
    };
    const connect = async () => {
        if (closed)
            return;
        client = new pg.Client({ connectionString: handed.postgres });
        client.on('error', () => setTimeout(() => void connect(), 1000));
        client.on('notification', refresh);
        try {
            await client.connect();
            await client.query('LISTEN registry');
            refresh();
        }
        catch {
            setTimeout(() => void connect(), 1000);
        }
    };
    await connect();
    return {
        close() {
            closed = true;
            clearTimeout(planned);
            client?.end().catch(() => { });
        },
    };
}
//# sourceMappingURL=main.js.map