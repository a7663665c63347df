/** Version of the platform, from the package of the server. */
export declare const VERSION: string;
//# sourceMappingURL=version.d.ts.map