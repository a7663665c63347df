import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { variables } from './variables.js';
/** Reads the environment; a problem is one line, in Chinese and English, that names the variable. */
export function readConfiguration(env, cwd = process.cwd()) {
    const problems = misspelt(env);
    const read = {};
    for (const [key, row] of Object.entries(variables)) {
        // An empty value means unset: `ANLAN_POSTGRES_URL=` in a compose file turns the default back on.
        const text = env[row.variable]?.trim() || undefined;
        const result = row.schema.safeParse(text);
        if (result.success)
            read[key] = result.data;
        else
            problems.push(wrongValue(row.variable, text ?? '', row.values));
    }
    if (problems.length > 0)
        return { ok: false, problems };
    return { ok: true, configuration: complete(read, cwd) };
}
function complete(read, cwd) {
    const home = resolve(cwd, read.home);
    const bracketed = read.host.includes(':') ? `[${read.host}]` : read.host;
    return {
        ...read,
        home,
        filesUrl: read.filesUrl ?? pathToFileURL(resolve(home, 'files')).href,
        publicUrl: (read.publicUrl ?? `http://${bracketed}:${read.port}`).replace(/\/+$/, ''),
    };
}
function wrongValue(variable, text, values) {
    // An address may hold a password; the line goes to a terminal and a log.
    const shown = text.replace(/\/\/[^@/]*@/, '//…@');
    return `${variable}=${shown} 无效：应为${values.zh} · invalid: must be ${values.en}`;
}
/** Variables one slip away from a known name: silently ignoring `ANLAN_PROT` would start on the wrong port. */
function misspelt(env) {
    const known = Object.values(variables).map((row) => row.variable);
    return Object.keys(env)
        .filter((name) => name.startsWith('ANLAN_') && !known.includes(name))
        .flatMap((name) => {
        const near = known.find((candidate) => distance(name, candidate) <= 2);
        return near ? [`${name} 不认识，是否为 ${near}？ · unknown: did you mean ${near}?`] : [];
    });
}
/** Number of single-letter insertions, deletions and replacements between two words (Levenshtein). */
function distance(a, b) {
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
            next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
        }
        row = next;
    }
    return row[b.length];
}
/** The table of variables as rows of text, for the generated documentation. */
export function describeConfiguration() {
    return Object.values(variables).map((row) => ({
        variable: row.variable,
        default: row.shownDefault,
        meaning: `${row.meaning.zh} · ${row.meaning.en}`,
        values: `${row.values.zh} · ${row.values.en}`,
    }));
}
//# sourceMappingURL=configuration.js.map