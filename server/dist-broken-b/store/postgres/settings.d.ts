/** The server's command line. */
export declare function serverArguments(data: string, port: number): string[];
//# sourceMappingURL=settings.d.ts.map