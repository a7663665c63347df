import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  alive,
  type Child,
  gone,
  type Limits,
  processBirth,
  stopInOrder,
  type Supervised,
  supervise,
} from './index.ts';

const quick: Partial<Limits> = {
  readyWithin: 3_000,
  stopWithin: 300,
  healthEvery: 20,
  healthWithin: 200,
  unhealthyAfter: 2,
  firstBackOff: 10,
  longestBackOff: 40,
};

const obedient = 'setInterval(() => {}, 1000)';
const stubborn = "process.on('SIGTERM', () => {}); process.stdout.write('up'); setInterval(() => {}, 1000)";

const open: Supervised[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.stop()));
});

function node(program: string): { child: Child; process: ChildProcess } {
  const started = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(started, 'exit').then(([code, signal]) => `${signal ?? code}`);
  return { child: { pid: started.pid!, exited }, process: started };
}

function watch(program: string, health: () => Promise<void> = async () => {}, onStart?: () => void): Supervised {
  const part = supervise({
    name: 'test',
    start: async () => {
      onStart?.();
      const { child, process: started } = node(program);
      if (program === stubborn) await once(started.stdout!, 'data');
      return child;
    },
    health,
    stop: (child) => {
      process.kill(child.pid, 'SIGTERM');
    },
    limits: quick,
  });
  open.push(part);
  return part;
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !condition(); i++) await pause(10);
  expect(condition()).toBe(true);
}

describe('supervise', () => {
  it('reports starting, then ready, then stopped', async () => {
    const part = watch(obedient);
    expect(part.state().state).toBe('starting');
    await part.ready();
    const { pid, state } = part.state();
    expect([state, alive(pid!)]).toEqual(['ready', true]);
    await part.stop();
    expect(part.state()).toMatchObject({ state: 'stopped', pid: undefined });
    expect(await gone(pid!, 1000)).toBe(true);
  });

  it('starts a killed process again under another id', async () => {
    const part = watch(obedient);
    await part.ready();
    const first = part.state().pid!;
    process.kill(first, 'SIGKILL');
    await until(() => part.state().restarts === 1 && part.state().state === 'ready');
    expect(part.state().pid).not.toBe(first);
  });

  it('restarts a process that lives but no longer works', async () => {
    let well = true;
    const part = watch(
      obedient,
      async () => {
        if (!well) throw new Error('deaf');
      },
      () => (well = true),
    );
    await part.ready();
    const first = part.state().pid!;
    well = false;
    await until(() => part.state().restarts === 1 && part.state().state === 'ready');
    expect(await gone(first, 1000)).toBe(true);
  });

  it('keeps trying, with a capped pause, when restarts fail', async () => {
    let attempts = 0;
    const part = watch(
      obedient,
      async () => {},
      () => {
        attempts++;
        if (attempts > 1 && attempts < 6) throw new Error('no room');
      },
    );
    await part.ready();
    process.kill(part.state().pid!, 'SIGKILL');
    await until(() => part.state().state === 'restarting' && part.state().detail === 'no room');
    await until(() => part.state().state === 'ready');
    expect([attempts, part.state().restarts]).toEqual([6, 5]);
  });

  it('fails the first start with the reason, and does not hide it by restarting', async () => {
    const part = watch('process.exit(3)', async () => {
      throw new Error('not yet');
    });
    await expect(part.ready()).rejects.toThrow('test ended while starting: 3');
    await until(() => part.state().state === 'failed');
    expect(part.state().restarts).toBe(0);
  });

  it('kills a process that does not listen, after the bounded wait', async () => {
    const part = watch(stubborn);
    await part.ready();
    const { pid } = part.state();
    const began = Date.now();
    await part.stop();
    expect(Date.now() - began).toBeGreaterThanOrEqual(290);
    expect(await gone(pid!, 2000)).toBe(true);
  });

  it('can be stopped while it waits to restart', async () => {
    const part = watch('setTimeout(() => {}, 50)');
    await part.ready();
    await until(() => part.state().state === 'restarting');
    await part.stop();
    await pause(100);
    expect(part.state().state).toBe('stopped');
  });
});

describe('stopInOrder', () => {
  it('stops one after the other and does not let a hanging part hold up the rest', async () => {
    const order: string[] = [];
    const part = (name: string, stop: () => Promise<void>) => ({
      name,
      stop: () => {
        order.push(name);
        return stop();
      },
    });
    const late = await stopInOrder(
      [
        part('http', async () => {}),
        part('hung', () => new Promise(() => {})),
        part('broken', () => Promise.reject(new Error('no'))),
        part('postgres', async () => {}),
      ],
      50,
    );
    expect(order).toEqual(['http', 'hung', 'broken', 'postgres']);
    expect(late).toEqual(['hung', 'broken']);
  });
});

describe.runIf(process.platform === 'linux')('processBirth', () => {
  it('tells a process from another that has or had the same id', async () => {
    const { child } = node(obedient);
    expect(await processBirth(child.pid)).toMatch(/^\d+$/);
    expect(await processBirth(child.pid)).not.toBe(await processBirth(process.pid));
    process.kill(child.pid, 'SIGKILL');
    await child.exited;
    expect(await processBirth(child.pid)).toBeUndefined();
  });
});

describe('a child program', () => {
  const supervision = new URL('../../dist/supervise/index.js', import.meta.url).href;
  const started = async (then: string): Promise<ChildProcess> => {
    const program = `import('${supervision}').then((m) => { m.startWithParent(); ${then}; process.send('up'); })`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await once(child, 'message');
    return child;
  };

  it('that never gets to its end of starting ends with its parent', async () => {
    const child = await started('setInterval(() => {}, 1000)');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([1, null]);
  });

  it('that has started closes what it holds first', async () => {
    const child = await started(
      'm.exitWithParent(async () => { process.stdout.write(""); }); setInterval(() => {}, 1000)',
    );
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
