import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api/index.ts';

const lawsSchema = z.object({ laws: z.array(z.object({ key: z.string(), title: z.string() })) });

/** An article reference as it is cited, `work-safety-law/41` → `《安全生产法》第 41 条`; other clauses stay as they are. */
export function citeClause(clause: string, titles: ReadonlyMap<string, string>): string {
  const [, key = '', number = ''] = /^([a-z][a-z0-9-]*)\/([\w.-]+)$/.exec(clause) ?? [];
  const title = titles.get(key);
  if (title === undefined) return clause;
  return `《${title.replace(/^中华人民共和国/, '')}》第 ${number} 条`;
}

/** Gives clauses their law's title; until the library has answered they stay references. */
export function useCite(): (clause: string) => string {
  const { data } = useQuery({
    queryKey: ['checks', 'law-titles'],
    staleTime: 3_600_000,
    queryFn: ({ signal }) => api.get('/laws?every=1&limit=200', lawsSchema, signal),
  });
  const titles = new Map(data?.laws.map(({ key, title }) => [key, title]));
  return (clause) => citeClause(clause, titles);
}
