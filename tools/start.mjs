// npm start: brings everything up to date and runs the platform until Ctrl-C.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare, ROOT } from './prepare.mjs';

await prepare();
const child = spawn(process.execPath, [join(ROOT, 'server/dist/main.js')], { stdio: 'inherit' });
// Ctrl-C reaches the platform through the terminal; a signal sent to this process alone is handed on.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 0));
