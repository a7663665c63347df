import { type Server } from 'node:http';
import type { Engine } from './engine.ts';
import { type Credentials } from './request.ts';
import type { Scratch } from './scratch.ts';
export interface Parts {
    engine: Engine;
    scratch: Scratch;
    credentials: Credentials;
}
/** Answers the part of ClickHouse's HTTP interface that @clickhouse/client uses. */
export declare function createProtocolServer(parts: Parts): Server;
//# sourceMappingURL=protocol.d.ts.map