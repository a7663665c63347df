import type { IncomingMessage } from 'node:http';
import { type Readable } from 'node:stream';
import type { Surroundings } from './engine.ts';
/** One request of ClickHouse's HTTP interface, read but for its body. */
export interface Asked extends Surroundings {
    /** The statement in the address; undefined when the body holds it. */
    query?: string;
    queryId?: string;
    defaultFormat: string;
    /** Whether the client asked for and can take a gzipped answer. */
    gzip: boolean;
}
export interface Credentials {
    user: string;
    password: string;
}
/** Reads address and headers. Throws Refused for what this server does not do. */
export declare function readRequest(request: IncomingMessage): Asked;
/** Checks user and password, from whichever of the three places ClickHouse allows. Throws Refused. */
export declare function checkCredentials(request: IncomingMessage, expected: Credentials): void;
/** The body as sent, unpacked. Throws Refused for an encoding Node cannot unpack. */
export declare function bodyOf(request: IncomingMessage): Readable;
/** The whole body as text. */
export declare function textOf(body: Readable): Promise<string>;
//# sourceMappingURL=request.d.ts.map