import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import './run-source.js';
/** A fresh folder that other users may enter, and how to remove it. */
export async function temporaryHome(mode = 0o755) {
    const parent = await mkdtemp(join(tmpdir(), 'anlan-test-'));
    await chmod(parent, mode);
    return { home: join(parent, 'home'), remove: () => rm(parent, { recursive: true, force: true }) };
}
/** Opens stores in a process of their own, which can then be killed. */
export async function holdStores(home, ...stores) {
    const program = fileURLToPath(new URL('hold-stores.ts', import.meta.url));
    const child = spawn(process.execPath, [program, home, ...stores], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    const line = once(createInterface(child.stdout), 'line');
    const said = await Promise.race([line, exited.then(([code]) => Promise.reject(new Error(`ended with ${code}`)))]);
    return {
        ...JSON.parse(said[0]),
        kill: async () => {
            child.kill('SIGKILL');
            await exited;
        },
    };
}
//# sourceMappingURL=folders.js.map