export function encodeRecord(record) {
    return Buffer.from(JSON.stringify(record));
}
export function decodeRecord(payload) {
    return JSON.parse(payload.toString('utf8'));
}
//# sourceMappingURL=record.js.map