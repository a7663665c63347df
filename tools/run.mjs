// Runs a compiled command: installs and builds what is missing first. Plain JavaScript, as Node 20 reads no types.
import { spawn } from 'node:child_process';
import { prepare } from './prepare.mjs';

const [script, ...args] = process.argv.slice(2);
await prepare({ web: false });
const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
