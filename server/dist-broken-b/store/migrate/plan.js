import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
/** Reads `NNNN-name.sql` files in order of their numbers; a folder that is not there has none. */
export async function readMigrations(folder) {
    const files = (await readdir(folder).catch(ignoreMissing)).filter((file) => file.endsWith('.sql')).sort();
    const migrations = [];
    for (const file of files) {
        const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(file)?.[1];
        if (number === undefined)
            return {
                migrations: [],
                problem: say(`文件名 ${file} 应为 NNNN-name.sql`, `${file} must be named NNNN-name.sql`),
            };
        const sql = await readFile(join(folder, file), 'utf8');
        // A checkout on another system may end lines otherwise; that is no change.
        const sha256 = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
        migrations.push({ number: Number(number), name: file.slice(0, -'.sql'.length), sql, sha256 });
    }
    const twice = migrations.find((migration, i) => migrations[i - 1]?.number === migration.number);
    if (twice)
        return { migrations: [], problem: say(`编号重复：${twice.name}`, `two files have the number of ${twice.name}`) };
    return { migrations };
}
/**
 * Compares the files with what the database has had. What was applied must still be there and unchanged, and nothing
 * may come before it: otherwise two installations of one version would differ.
 */
export function planMigrations(files, applied) {
    const byNumber = new Map(files.map((file) => [file.number, file]));
    const newestFile = files.at(-1)?.number ?? 0;
    const newestApplied = Math.max(0, ...applied.map(({ number }) => number));
    for (const past of [...applied].sort((a, b) => a.number - b.number)) {
        const file = byNumber.get(past.number);
        if (!file && past.number > newestFile) {
            return refuse(`数据库比本程序新（已有 ${past.name}）；请升级程序`, `the database is newer than this program: it has ${past.name}`);
        }
        if (!file)
            return refuse(`缺少已执行过的 ${past.name}`, `${past.name} has been applied but its file is missing`);
        if (file.sha256 !== past.sha256) {
            return refuse(`${file.name} 在执行后被改动；请恢复原文件，另写新文件`, `${file.name} was changed after it had been applied: restore it and write a new file`);
        }
    }
    const done = new Set(applied.map(({ number }) => number));
    const pending = files.filter(({ number }) => !done.has(number));
    const late = pending.find(({ number }) => number < newestApplied);
    if (late)
        return refuse(`${late.name} 的编号小于已执行的最大编号`, `${late.name} has a lower number than what has been applied already`);
    return { ok: true, pending };
}
function refuse(zh, en) {
    return { ok: false, problem: say(zh, en) };
}
function say(zh, en) {
    return `${zh} · ${en}`;
}
function ignoreMissing(error) {
    if (error.code === 'ENOENT')
        return [];
    throw error;
}
//# sourceMappingURL=plan.js.map