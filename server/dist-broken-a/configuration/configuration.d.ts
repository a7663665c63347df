import type { z } from 'zod';
import { variables } from './variables.ts';
type Read = {
    -readonly [K in keyof typeof variables]: z.output<(typeof variables)[K]['schema']>;
};
/** Everything the outside decides about one server; `home` is absolute, `filesUrl` and `publicUrl` are filled in. */
export interface Configuration extends Omit<Read, 'filesUrl' | 'publicUrl'> {
    filesUrl: string;
    publicUrl: string;
}
export type ConfigurationRead = {
    ok: true;
    configuration: Configuration;
} | {
    ok: false;
    problems: string[];
};
/** Reads the environment; a problem is one line, in Chinese and English, that names the variable. */
export declare function readConfiguration(env: Record<string, string | undefined>, cwd?: string): ConfigurationRead;
export interface ConfigurationRow {
    variable: string;
    default: string;
    meaning: string;
    values: string;
}
/** The table of variables as rows of text, for the generated documentation. */
export declare function describeConfiguration(): ConfigurationRow[];
export {};
//# sourceMappingURL=configuration.d.ts.map