/**
 * The addresses of one PostgreSQL with several hosts, as libpq writes them: `postgres://u:p@a:5432,b:5432/db`. Each gets
 * an address of its own; one host is one address. `target_session_attrs` is left out: what we open can be written to.
 */
export function hostsOf(url: string): string[] {
  const parts = /^(\w+:\/\/(?:[^@/?]*@)?)([^/?]+)(.*)$/.exec(url);
  if (parts === null) return [url];
  const [, head = '', hosts = '', tail = ''] = parts;
  if (!hosts.includes(',') && !tail.includes('target_session_attrs')) return [url];
  const rest = tail.replace(/([?&])target_session_attrs=[^&]*(&|$)/, (_, before: string, after: string) =>
    after === '' ? '' : before,
  );
  return hosts.split(',').map((host) => `${head}${host}${rest}`);
}
