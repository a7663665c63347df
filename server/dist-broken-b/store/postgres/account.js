import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StoreProblem } from '../problem.js';
const run = promisify(execFile);
const name = 'postgres';
/**
 * PostgreSQL refuses to run as root, so root hands it to the user `postgres`, made when missing. Undefined when we are
 * not root: then the database runs as ourselves.
 */
export async function databaseAccount() {
    if (process.getuid?.() !== 0)
        return undefined;
    const found = await lookUp();
    if (found)
        return found;
    try {
        await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
    }
    catch (error) {
        throw missing(error);
    }
    const made = await lookUp();
    if (!made)
        throw missing();
    return made;
}
async function lookUp() {
    try {
        const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
        return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    }
    catch {
        return undefined;
    }
}
function missing(cause) {
    return new StoreProblem(`PostgreSQL 不能以 root 运行，而系统用户 ${name} 不存在也无法创建；请先创建该用户，或以普通用户启动，或设置 ANLAN_POSTGRES_URL`, `PostgreSQL does not run as root, and user ${name} is missing and cannot be created: create it, start as an ordinary user, or set ANLAN_POSTGRES_URL`, cause);
}
//# sourceMappingURL=account.js.map