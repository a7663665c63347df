import { sql } from 'kysely';
import { z } from 'zod';
import type { Context } from '../access/context.ts';
import { responses, type RouteModule } from '../http/index.ts';

const partSchema = z.object({ name: z.string(), state: z.enum(['ready', 'trouble']), detail: z.string().nullable() });
const healthSchema = z.object({
  state: z.enum(['ready', 'trouble']),
  startedAt: z.number(),
  parts: z.array(partSchema),
});
type Part = z.infer<typeof partSchema>;

interface IngestState {
  readonly accepted: number;
  readonly journal: { readonly last: number; readonly trouble: string | null };
  readonly history: { readonly behind: number; readonly trouble: string | null };
  readonly rules: { readonly behind: number; readonly trouble: string | null };
}

/** Readable without signing in by those who watch the platform; it names parts and states, nothing of anybody's data. */
export const healthRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/health',
    {
      schema: {
        tags: ['运行状态 Health'],
        summary: '各部件状态 · State of the parts',
        response: responses(healthSchema),
      },
    },
    async () => {
      const parts = await Promise.all([
        part('postgresql', () => sql`SELECT 1`.execute(context.db)),
        part('clickhouse', () => pingClickhouse(context)),
        ingest(context),
        media(context),
      ]);
      const all = parts.flat();
      const state: Part['state'] = all.every((item) => item.state === 'ready') ? 'ready' : 'trouble';
      return { state, startedAt: context.startedAt, parts: all };
    },
  );
};

async function part(name: string, check: () => Promise<unknown>): Promise<Part[]> {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('no answer within 3 s')), 3000).unref());
  try {
    await Promise.race([check(), late]);
    return [{ name, state: 'ready', detail: null }];
  } catch (error) {
    return [{ name, state: 'trouble', detail: (error as Error).message.slice(0, 200) }];
  }
}

async function pingClickhouse(context: Context): Promise<void> {
  const result = await context.clickhouse.ping();
  if (!result.success) throw result.error;
}

/** Video, where this machine relays it. */
async function media(context: Context): Promise<Part[]> {
  const { roles } = context.configuration;
  if (!roles.includes('ingest') || !roles.includes('api')) return [];
  const state = await context.media.state();
  if (state === undefined) return [{ name: 'media', state: 'trouble', detail: '视频进程没有应答' }];
  const streams = Object.values(state.streams);
  const viewers = streams.reduce((sum, stream) => sum + stream.viewers.length, 0);
  const detail = state.trouble ?? `${streams.length} 路，${viewers} 人观看`;
  return [{ name: 'media', state: state.trouble === null ? 'ready' : 'trouble', detail }];
}

async function ingest(context: Context): Promise<Part[]> {
  const state = await context.mirror.ask<IngestState>('state');
  if (state === undefined) return [{ name: 'ingest', state: 'trouble', detail: '接入进程没有应答' }];
  const line = (name: string, trouble: string | null, detail: string): Part => ({
    name,
    state: trouble === null ? 'ready' : 'trouble',
    detail: trouble ?? detail,
  });
  return [
    line('ingest', null, `已收 ${state.accepted} 条`),
    line('journal', state.journal.trouble, `到第 ${state.journal.last} 条`),
    line('history', state.history.trouble, `落后 ${state.history.behind} 条`),
    line('rules', state.rules.trouble, `落后 ${state.rules.behind} 条`),
  ];
}
