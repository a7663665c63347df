/** The API description of all routes; neither store is asked anything. */
export declare function openapiDocument(): Promise<object>;
//# sourceMappingURL=openapi.d.ts.map