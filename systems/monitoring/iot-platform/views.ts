import { z } from 'zod';

const gatewaySchema = z.object({
  id: z.string(),
  name: z.string(),
  online: z.boolean(),
  out: z.boolean().describe('declared out of service'),
  lastAt: z.number().nullable(),
  level: z.enum(['red', 'orange', 'yellow', 'blue']).nullable().describe('the worst alarm that runs'),
});
const nodeShape = {
  id: z.string().describe('region path, or id of the enterprise'),
  name: z.string(),
  enterprises: z.int().describe('with a registered device'),
  connected: z.int().describe('of these, heard within 24 h'),
  devices: z.int().describe('in service'),
  online: z.int(),
  received: z.number().describe('samples of the last 24 full hours, of each point no more than expected'),
  expected: z.number(),
  available: z
    .number()
    .nullable()
    .describe('share of the last 7 days in which its devices were not lost; null without devices'),
  level: gatewaySchema.shape.level,
};

/** Enterprises, towns, counties and the city in their layers, from the top of one's scope down to what is opened. */
export const iotTreeSchema = z.object({
  at: z.number(),
  layers: z.array(
    z.object({
      layer: z.enum(['city', 'county', 'town', 'enterprise']),
      under: z.string().nullable().describe('the opened node above'),
      open: z.string().nullable().describe('the opened node of this layer'),
      nodes: z.array(z.object({ ...nodeShape, gateways: z.array(gatewaySchema).describe('of an enterprise') })),
    }),
  ),
  silent: z
    .array(gatewaySchema.extend({ enterprise: z.string() }))
    .describe('silent devices under what is opened, longest first, the first hundred'),
  silentTotal: z.int(),
});
export type IotTree = z.infer<typeof iotTreeSchema>;
