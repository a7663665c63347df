export interface ProbeOptions {
    /** Default 127.0.0.1. */
    host?: string;
    /** Default tcp. */
    transport?: 'tcp' | 'udp';
}
/** Tries to listen on a port and lets go again; a refusal names the variable that changes the port. */
export declare function probePort(port: number, variable: string, { host, transport }?: ProbeOptions): Promise<{
    ok: true;
} | {
    ok: false;
    problem: string;
}>;
//# sourceMappingURL=port.d.ts.map