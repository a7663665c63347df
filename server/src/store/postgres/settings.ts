/**
 * What the embedded server is told beyond its defaults, for a machine of two cores that it shares with the rest.
 * Durability stays at PostgreSQL's own defaults (fsync, synchronous_commit and full_page_writes on) and is spelled out
 * so that nobody has to look it up.
 */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '10min',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_duration_statement: '1s',
  log_checkpoints: 'off',
  password_encryption: 'scram-sha-256',
  // From PostgreSQL 16 on, whoever makes a role gets it with ADMIN only; this gives the membership migrations expect.
  createrole_self_grant: 'set, inherit',
};

/** The server's command line; `further` settings come before ours. */
export function serverArguments(data: string, port: number, further: Readonly<Record<string, string>> = {}): string[] {
  const all = { ...settings, ...further, port: String(port) };
  return ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
