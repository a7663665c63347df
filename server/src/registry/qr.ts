import { renderSVG } from 'uqr';
import { z } from 'zod';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses } from '../http/index.ts';
import type { EntityRoute } from './entity-route.ts';
import { readRecord } from './list.ts';
import { idParams, notFound, tagOf } from './reading.ts';

/** A code that leads to the record's file on this platform; whoever scans it still signs in. */
export const qrRoute: EntityRoute = (entity) => (app, context) => {
  app.get(
    `/api/${entity.plural}/:id/qr.svg`,
    {
      onRequest: need('registry.read'),
      schema: {
        tags: tagOf(entity),
        summary: `${entity.label}二维码 · QR code`,
        params: idParams,
        response: responses(z.unknown().describe('SVG')),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await withScope(context.db, actorOf(request).scope, (tx) => readRecord(tx, entity, id));
      if (found === undefined) return notFound(context, request, entity, id, 'registry.read');
      const address = `${context.configuration.publicUrl}/registry/${entity.plural}/${id}`;
      return reply
        .type('image/svg+xml')
        .header('cache-control', 'private, max-age=86400')
        .send(renderSVG(address, { ecc: 'M', border: 2 }));
    },
  );
};
