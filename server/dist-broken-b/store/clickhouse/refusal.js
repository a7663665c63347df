/** A refusal of this server rather than of the engine. */
export class Refused extends Error {
    code;
    constructor(code, name, message) {
        super(`Code: ${code}. DB::Exception: ${message} (${name})`);
        this.code = code;
    }
}
/** Turns whatever was thrown into ClickHouse's words; the engine's own messages have them already. */
export function refusalOf(error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = /Code: (\d+)\. DB::Exception/.exec(message)?.[1];
    // 1002 is ClickHouse's UNKNOWN_EXCEPTION.
    if (code === undefined)
        return { code: 1002, text: `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)` };
    return { code: Number(code), text: message };
}
/** HTTP status by error code, from ClickHouse's src/Server/HTTP/exceptionCodeToHTTPStatus.cpp; others are 500. */
const codesByStatus = {
    400: [6, 26, 27, 38, 41, 53, 62, 70, 72, 117, 321, 33, 675],
    401: [194],
    403: [192, 193, 516],
    404: [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 456],
    408: [159],
    411: [381],
    413: [307],
    501: [48],
    503: [209, 439],
};
const statuses = new Map(Object.entries(codesByStatus).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)])));
export function statusOf(refusal) {
    return statuses.get(refusal.code) ?? 500;
}
//# sourceMappingURL=refusal.js.map