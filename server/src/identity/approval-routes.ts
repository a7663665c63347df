import { both } from '@anlan/kernel/refusal';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { APPROVAL_ACTS, approvalSchema, may } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import {
  actorOf,
  answer,
  component,
  need,
  noContent,
  personOf,
  refuseNow,
  responses,
  type RouteModule,
} from '../http/index.ts';
import {
  collectLink,
  decide,
  decideAtMachine,
  listRequests,
  readAtMachine,
  withdraw,
  type Asking,
} from './approval.ts';
import type { Link } from './credential.ts';
import { TOKEN } from './inputs.ts';

const tags = ['人员 People'];
const idParams = z.object({ id: z.guid() });
const approval = component('Approval', approvalSchema);
const WHY = { reason: { zh: '意见', en: 'Opinion' } };
const decision = {
  approve: z.boolean(),
  reason: z.string().trim().max(500, '最长 500 字').default('').describe('不批准时必须填写'),
};
const decided = z.object({ code: z.string().nullable().describe('批准码，只显示这一次；告诉账号本人') });

export const linkSchema = z.object({ href: z.string().describe('一次性链接，只显示这一次'), expiresAt: z.number() });

export function linkOf({ configuration }: Context, { token, expiresAt }: Link): z.infer<typeof linkSchema> {
  return { href: `${configuration.publicUrl}/reset?token=${token}`, expiresAt };
}

/** Prints where the set-up link was printed, for whoever runs the machine: nobody else may approve this. */
export function tellMachine({ configuration }: Context, { act, account }: Asking, token: string): void {
  const { label, labelEn } = APPROVAL_ACTS[act];
  console.log(
    `等待服务器运维审批：${label} ${account} · ${labelEn}, approve once: ${configuration.publicUrl}/approve?token=${token}`,
  );
}

/** Whoever asks for such acts, or approves them. */
async function party(request: FastifyRequest): Promise<void> {
  if (!may(actorOf(request), 'people.write')) await need('people.approve')(request);
}

/** A decision; a refusal says why. */
function decisionOf({ approve, reason }: { approve: boolean; reason: string }) {
  if (!approve && reason === '') refuseNow('field-required', { field: both(WHY.reason.zh, WHY.reason.en) }, 'reason');
  return { approve, reason: reason === '' ? null : reason };
}

/** What is asked for about administrators' accounts, and the second person who decides. */
export const approvalRoutes: RouteModule = async (app, context) => {
  await requestRoutes(app, context);
  await machineRoutes(app, context);
};

const requestRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.get(
    '/api/people/requests',
    {
      onRequest: party,
      schema: {
        tags,
        summary: '管理员账号事项 · Requests about administrators’ accounts',
        response: responses(z.array(approval)),
      },
    },
    (request) => listRequests(db, actorOf(request)),
  );
  app.post(
    '/api/people/requests/:id/decide',
    {
      onRequest: party,
      config: { labels: WHY },
      schema: {
        tags,
        summary: '审批 · Approve or refuse',
        params: idParams,
        body: z.strictObject(decision),
        response: responses(decided),
      },
    },
    async (request) => answer(await decide(db, personOf(request), request.params.id, decisionOf(request.body))),
  );
  app.post(
    '/api/people/requests/:id/withdraw',
    { onRequest: party, schema: { tags, summary: '撤回申请 · Withdraw', params: idParams, response: noContent } },
    async (request, reply) => {
      answer(await withdraw(db, personOf(request).actor, request.params.id));
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/people/requests/:id/link',
    {
      onRequest: party,
      schema: {
        tags,
        summary: '取一次性链接 · Fetch the one-time link',
        params: idParams,
        response: responses(linkSchema),
      },
    },
    async (request) => linkOf(context, answer(await collectLink(db, personOf(request).actor, request.params.id))),
  );
};

/** By the link printed at the machine, where nobody else may decide. */
const machineRoutes: RouteModule = (app, { db }) => {
  app.post(
    '/api/approval/look',
    {
      schema: {
        tags,
        summary: '查看待运维审批的申请 · What the machine’s link is about',
        security: [],
        body: z.strictObject({ token: TOKEN }),
        response: responses(approval),
      },
    },
    async (request) => (await readAtMachine(db, request.body.token)) ?? refuseNow('link-invalid'),
  );
  app.post(
    '/api/approval/decide',
    {
      config: { labels: WHY },
      schema: {
        tags,
        summary: '运维审批 · Decide by the machine’s link',
        security: [],
        body: z.strictObject({ token: TOKEN, ...decision }),
        response: responses(decided),
      },
    },
    async (request) => {
      const { token, ...wish } = request.body;
      return answer(await decideAtMachine(db, token, decisionOf(wish)));
    },
  );
};
