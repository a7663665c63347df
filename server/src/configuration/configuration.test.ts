import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { describeConfiguration, probePort, readConfiguration } from './index.ts';
import { variables } from './variables.ts';

function read(env: Record<string, string>) {
  const result = readConfiguration(env, '/srv/city');
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.configuration;
}

function problems(env: Record<string, string>): string[] {
  const result = readConfiguration(env, '/srv/city');
  return result.ok ? [] : result.problems;
}

describe('readConfiguration', () => {
  it('needs no variable at all', () => {
    expect(read({})).toEqual({
      home: '/srv/city/.anlan',
      host: '127.0.0.1',
      port: 8420,
      publicUrl: 'http://127.0.0.1:8420',
      demo: true,
      replay: true,
      roles: ['api', 'ingest', 'work'],
      postgresUrl: undefined,
      clickhouseUrl: undefined,
      filesUrl: 'file:///srv/city/.anlan/files',
      jt808Port: 8808,
      jt808AttachmentPort: 8807,
      jt1078Port: 8817,
      cameraNetworks: [],
      jt809Port: 8809,
      aisPort: 8810,
      mqttPort: 8812,
      hj212Port: 8814,
      gb26875Port: 8816,
      gb28181Port: 5060,
      gb28181Code: '36110000002000000001',
      gb28181MediaPorts: [30_000, 30_499],
      batchPort: 8818,
      oidcName: '政务统一认证',
      oidcClaim: 'preferred_username',
      logLevel: 'info',
    });
  });

  it('takes an empty value for unset', () => {
    expect(read({ ANLAN_POSTGRES_URL: '', ANLAN_PORT: ' ' })).toMatchObject({ postgresUrl: undefined, port: 8420 });
  });

  it('reads settings of the database as pairs, and refuses what is none', () => {
    expect(read({ ANLAN_POSTGRES_SETTINGS: 'shared_buffers=2GB,wal_level=replica' }).postgresSettings).toEqual({
      shared_buffers: '2GB',
      wal_level: 'replica',
    });
    for (const text of ['shared_buffers', 'a=b c', 'a=b,', '-c a=b'])
      expect(problems({ ANLAN_POSTGRES_SETTINGS: text })).toHaveLength(1);
  });

  it('derives the public address and the file store from what they depend on', () => {
    expect(read({ ANLAN_PORT: '9000', ANLAN_HOST: '::1', ANLAN_HOME: '/data' })).toMatchObject({
      publicUrl: 'http://[::1]:9000',
      filesUrl: 'file:///data/files',
    });
    expect(read({ ANLAN_PUBLIC_URL: 'https://anlan.example/' }).publicUrl).toBe('https://anlan.example');
  });

  it('says one clear line for each wrong value, in Chinese and English', () => {
    expect(problems({ ANLAN_PORT: '84200', ANLAN_DEMO: 'yes', ANLAN_FILES_URL: 's3://bucket' })).toEqual([
      'ANLAN_PORT=84200 无效：应为1 到 65535 的整数 · invalid: must be a whole number from 1 to 65535',
      'ANLAN_DEMO=yes 无效：应为on 或 off · invalid: must be on or off',
      'ANLAN_FILES_URL=s3://bucket 无效：应为以 file: 开头的地址 · invalid: must be an address beginning with file:',
    ]);
  });

  it.each(['0', '-1', '8420.5', '0x10', '1e3', '８０'])('refuses %s as a port', (text) => {
    expect(problems({ ANLAN_PORT: text })).toHaveLength(1);
  });

  it('names the variable that was probably meant, and leaves foreign names alone', () => {
    expect(problems({ ANLAN_PROT: '9000', ANLAN_SOMETHING_ELSE: 'x' })).toEqual([
      'ANLAN_PROT 不认识，是否为 ANLAN_PORT？ · unknown: did you mean ANLAN_PORT?',
    ]);
  });

  it('never prints a password', () => {
    expect(problems({ ANLAN_POSTGRES_URL: 'mysql://root:secret@db/x' }).join()).not.toContain('secret');
  });
});

describe('describeConfiguration', () => {
  it('has one full row for each variable', () => {
    const rows = describeConfiguration();
    expect(rows.map(({ variable }) => variable)).toEqual(Object.values(variables).map(({ variable }) => variable));
    for (const row of rows) expect(row.meaning.length * row.values.length).toBeGreaterThan(0);
  });

  it('shows the default that is really used', () => {
    for (const row of describeConfiguration()) {
      if (row.default === '' || row.default.includes('<')) continue;
      expect(read({ [row.variable]: row.default })).toEqual(read({}));
    }
  });
});

describe('probePort', () => {
  it('accepts a free port and leaves it free', async () => {
    const port = await withTcpPort(async (busy) => busy);
    expect(await probePort(port, 'ANLAN_PORT')).toEqual({ ok: true });
    expect(await probePort(port, 'ANLAN_PORT')).toEqual({ ok: true });
  });

  it('names the variable that changes a busy TCP port', async () => {
    const result = await withTcpPort((busy) => probePort(busy, 'ANLAN_JT808_PORT'));
    expect(result).toMatchObject({ ok: false, problem: expect.stringMatching(/已被占用.*ANLAN_JT808_PORT.*in use/) });
  });

  it('names the variable that changes a busy UDP port', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
    const result = await probePort(socket.address().port, 'ANLAN_AIS_PORT', { transport: 'udp' });
    socket.close();
    expect(result).toMatchObject({ ok: false, problem: expect.stringContaining('ANLAN_AIS_PORT') });
  });
});

async function withTcpPort<T>(use: (port: number) => T | Promise<T>): Promise<T> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await use((server.address() as { port: number }).port);
  } finally {
    await new Promise((closed) => server.close(closed));
  }
}
