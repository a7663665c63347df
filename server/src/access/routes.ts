import { z } from 'zod';
import { participationSchema } from '@anlan/kernel/access';
import { actorOf, answer, need, noContent, responses, type RouteModule } from '../http/index.ts';
import {
  endParticipation,
  participantsOf,
  participate,
  participationInput,
  participationsIn,
} from './participation.ts';

const tags = ['参与人 Participants'];

/** Single records opened to people who have no scope over them. */
export const accessRoutes: RouteModule = (app, { db }) => {
  const onRequest = need('participation.write');
  app.get(
    '/api/participations',
    {
      onRequest,
      schema: {
        tags,
        summary: '一条记录的参与人 · Who takes part in a record',
        querystring: z.strictObject({ entity: participationInput.shape.entity, record: z.guid() }),
        response: responses(z.array(participationSchema)),
      },
    },
    async (request) => answer(await participantsOf(db, actorOf(request), request.query.entity, request.query.record)),
  );
  app.get(
    '/api/participations/all',
    {
      onRequest,
      schema: {
        tags,
        summary: '对谁开放了什么 · Everything in scope that is open to a participant',
        querystring: z.strictObject({ past: z.literal('1').optional().describe('those that are over, too') }),
        response: responses(z.array(participationSchema)),
      },
    },
    (request) => participationsIn(db, actorOf(request), request.query.past !== undefined),
  );
  app.post(
    '/api/participations',
    {
      onRequest,
      schema: {
        tags,
        summary: '开放给参与人 · Open a record to a participant',
        body: participationInput,
        response: responses(z.object({ id: z.string() }), 201),
      },
    },
    async (request, reply) => {
      const id = answer(await participate(db, actorOf(request), request.body, Date.now()));
      return reply.code(201).send({ id });
    },
  );
  app.delete(
    '/api/participations/:id',
    {
      onRequest,
      schema: { tags, summary: '收回开放 · Close it again', params: z.object({ id: z.guid() }), response: noContent },
    },
    async (request, reply) => {
      answer(await endParticipation(db, actorOf(request), request.params.id));
      return reply.code(204).send();
    },
  );
};
