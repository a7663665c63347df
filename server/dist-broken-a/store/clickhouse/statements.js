/** Quoted text, names and comments, in which a `;` does not end a statement (ClickHouse SQL reference, Syntax). */
const opaque = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`\\]|\\.|``)*`|--[^\n]*|\/\*[\s\S]*?\*\//g;
/** Splits SQL text at the `;` between statements; statements of nothing but comments are left out. */
export function splitStatements(sql) {
    const masked = sql.replace(opaque, (text) => (/^(--|\/\*)/.test(text) ? ' ' : 'x').repeat(text.length));
    const statements = [];
    for (let from = 0; from < masked.length;) {
        const found = masked.indexOf(';', from);
        const to = found === -1 ? masked.length : found;
        if (masked.slice(from, to).trim() !== '')
            statements.push(sql.slice(from, to).trim());
        from = to + 1;
    }
    return statements;
}
const leadingComments = /^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/;
const insertHead = /^(INSERT\s+INTO\s+[\s\S]+?)(?:\s+SETTINGS\s+([\s\S]+?))?\s+(?:FORMAT\s+(\w+)|(VALUES))\s*;?\s*$/i;
/** Recognises `INSERT INTO … [SETTINGS …] FORMAT x` without rows; anything else is undefined. */
export function readInsertHead(sql) {
    const match = insertHead.exec(sql.replace(leadingComments, ''));
    if (!match || /\bSELECT\b/i.test(match[1].replace(opaque, '')))
        return undefined;
    return { target: match[1], settings: match[2], format: match[3] ?? 'Values' };
}
/** Formats whose pieces may be put one after the other: no header, no frame around the rows. */
const seamless = new Set([
    'JSONEachRow',
    'JSONCompactEachRow',
    'JSONStringsEachRow',
    'JSONCompactStringsEachRow',
    'TabSeparated',
    'TSV',
    'TabSeparatedRaw',
    'TSVRaw',
    'CSV',
    'RowBinary',
    'Native',
]);
const reads = /^(SELECT|WITH|SHOW|DESCRIBE|DESC|EXPLAIN|EXISTS)\b/i;
/** Looks at the first words and at a FORMAT at the end; `fallback` is the format when none is given. */
export function shapeOf(sql, fallback) {
    const bare = sql.replace(leadingComments, '').replace(/^\(+\s*/, '');
    const format = /\bFORMAT\s+(\w+)\s*(?:SETTINGS\b[^;]*)?;?\s*$/i.exec(bare)?.[1] ?? fallback;
    return { format, streamed: reads.test(bare) && seamless.has(format), insert: /^INSERT\b/i.test(bare) };
}
/** A string literal; ClickHouse knows backslash escapes, so both the backslash and the quote are escaped. */
export function literal(text) {
    return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
//# sourceMappingURL=statements.js.map