import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../configuration/index.ts';
import { hostsOf } from './hosts.ts';

describe('the address of a PostgreSQL with several hosts', () => {
  it('is one address for each of them, with user, password and database', () => {
    expect(hostsOf('postgres://u:p%40x@a:5432,b:5433/anlan?target_session_attrs=read-write')).toEqual([
      'postgres://u:p%40x@a:5432/anlan',
      'postgres://u:p%40x@b:5433/anlan',
    ]);
    expect(
      hostsOf('postgresql://a,[::1]:2/db?sslmode=require&target_session_attrs=read-write&application_name=x'),
    ).toEqual([
      'postgresql://a/db?sslmode=require&application_name=x',
      'postgresql://[::1]:2/db?sslmode=require&application_name=x',
    ]);
  });

  it('with one host is left as it is', () => {
    for (const url of ['postgres://u:p@127.0.0.1:1/anlan', 'postgres://db/anlan?sslmode=require', 'nonsense'])
      expect(hostsOf(url)).toEqual([url]);
  });

  it('is accepted by the configuration, and each host of it is looked at', () => {
    const read = (url: string): boolean => readConfiguration({ ANLAN_POSTGRES_URL: url }).ok;
    expect(read('postgres://u:p@a:1,b:2/anlan')).toBe(true);
    expect(read('postgres://u:p@a:1,b:99999/anlan')).toBe(false);
    expect(read('mysql://a,b/anlan')).toBe(false);
  });

  it('roles and bus are read, and a wrong one is named', () => {
    const read = readConfiguration({ ANLAN_ROLES: 'work, api,work', ANLAN_NATS: 'nats://u:p@a:4222,b:4222' });
    expect(read.ok && [read.configuration.roles, read.configuration.nats]).toEqual([
      ['work', 'api'],
      'nats://u:p@a:4222,b:4222',
    ]);
    expect(readConfiguration({ ANLAN_ROLES: 'api,judge' }).ok).toBe(false);
    expect(readConfiguration({ ANLAN_NATS: 'http://a' }).ok).toBe(false);
  });
});
