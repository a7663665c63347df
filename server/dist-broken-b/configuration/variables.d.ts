import { z } from 'zod';
/** One environment variable: what it is called, what it means, and how its text becomes a value. */
export interface Variable<T> {
    readonly variable: string;
    readonly meaning: {
        readonly zh: string;
        readonly en: string;
    };
    /** What may be written, in both languages; completes the sentence "must be …". */
    readonly values: {
        readonly zh: string;
        readonly en: string;
    };
    /** How the documentation shows the default. */
    readonly shownDefault: string;
    readonly schema: z.ZodType<T, string | undefined>;
}
/** Every variable the server reads; nothing else in the server looks at the environment. */
export declare const variables: {
    home: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodDefault<z.ZodString>;
    };
    host: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodDefault<z.ZodString>;
    };
    port: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodDefault<z.ZodPipe<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>, z.ZodNumber>>;
    };
    publicUrl: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodOptional<z.ZodString>;
    };
    demo: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodPipe<z.ZodDefault<z.ZodEnum<{
            off: "off";
            on: "on";
        }>>, z.ZodTransform<boolean, "off" | "on">>;
    };
    replay: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodPipe<z.ZodDefault<z.ZodEnum<{
            off: "off";
            on: "on";
        }>>, z.ZodTransform<boolean, "off" | "on">>;
    };
    postgresUrl: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodOptional<z.ZodString>;
    };
    clickhouseUrl: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodOptional<z.ZodString>;
    };
    filesUrl: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodOptional<z.ZodString>;
    };
    jt808Port: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodDefault<z.ZodPipe<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>, z.ZodNumber>>;
    };
    aisPort: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodDefault<z.ZodPipe<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>, z.ZodNumber>>;
    };
    mqttPort: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodDefault<z.ZodPipe<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>, z.ZodNumber>>;
    };
    logLevel: {
        variable: string;
        meaning: {
            zh: string;
            en: string;
        };
        values: {
            zh: string;
            en: string;
        };
        shownDefault: string;
        schema: z.ZodDefault<z.ZodEnum<{
            debug: "debug";
            error: "error";
            fatal: "fatal";
            info: "info";
            silent: "silent";
            trace: "trace";
            warn: "warn";
        }>>;
    };
};
//# sourceMappingURL=variables.d.ts.map