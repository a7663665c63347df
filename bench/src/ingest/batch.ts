import { randomUUID } from 'node:crypto';
import { Agent, request, type RequestOptions } from 'node:http';
import { PACKED, packReadings } from '@anlan/kernel/telemetry';
import type { Platform } from '@anlan/journeys';
import type { Field } from './field.ts';
import type { Sender } from './pace.ts';
import type { Stream } from './stream.ts';

/** Gateways in one list: a list of a hundred thousand points is a text of a few megabytes. */
const LIST_POINTS = 500_000;

/**
 * Senders of packed batches over HTTP, together for all points of a field: each sends `readings` points at a time, the
 * next one after the last, so that every point is sent at the same pace.
 */
export async function batchSenders(
  platform: Platform,
  field: Field,
  stream: Stream,
  connections: number,
  readings: number,
): Promise<Sender[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const lists = await declare(platform, field, agent);
  const size = field.gateways * field.each;
  let next = 0;
  return Array.from({ length: connections }, () => ({
    async send() {
      const from = next;
      const list = Math.floor(from / lists.points);
      const count = Math.min(readings, PACKED.most, size - from, (list + 1) * lists.points - from);
      next = from + count >= size ? 0 : from + count;
      const value = new Float64Array(count);
      const at = stream.columns(from, count, value);
      const place = Uint32Array.from({ length: count }, (_, index) => from - list * lists.points + index);
      const batch = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
      const body = packReadings({ batch, at: Float64Array.of(at), value, place });
      const headers = { authorization: `Bearer ${lists.tokens[list]!}`, 'content-type': PACKED.type };
      const { status, json } = await post(platform, agent, '/readings', body, headers);
      if (status === 503 || status === 507) return 0;
      if (status !== 200) throw new Error(`${status}: ${JSON.stringify(json)}`);
      return (json as { accepted: number }).accepted;
    },
    end: () => agent.destroy(),
  }));
}

async function declare(platform: Platform, field: Field, agent: Agent): Promise<{ tokens: string[]; points: number }> {
  const each = Math.max(1, Math.floor(LIST_POINTS / field.each));
  const tokens: string[] = [];
  for (let from = 0; from < field.gateways; from += each) {
    const devices = Array.from({ length: Math.min(each, field.gateways - from) }, (_, index) => ({
      device: `mqtt:${field.serial(from + index)}`,
      secret: field.secret(from + index),
      points: Array.from({ length: field.each }, (__, key) => `p${key}`),
    }));
    const body = Buffer.from(JSON.stringify({ devices }));
    const { status, json } = await post(platform, agent, '/readings/lists', body, {
      'content-type': 'application/json',
    });
    const { list, unknown } = json as { list: string; unknown: number[] };
    if (status !== 200 || unknown.length > 0)
      throw new Error(`the list was answered ${status}: ${JSON.stringify(json).slice(0, 300)}`);
    tokens.push(list);
  }
  return { tokens, points: each * field.each };
}

/** Whether the intake has read the register with the field's last gateway in it. */
export async function knows(platform: Platform, field: Field): Promise<boolean> {
  const agent = new Agent();
  const last = field.gateways - 1;
  const devices = [
    { device: `mqtt:${field.serial(last)}`, secret: field.secret(last), points: [`p${field.each - 1}`] },
  ];
  const headers = { 'content-type': 'application/json' };
  const { status, json } = await post(
    platform,
    agent,
    '/readings/lists',
    Buffer.from(JSON.stringify({ devices })),
    headers,
  );
  agent.destroy();
  return status === 200 && (json as { unknown: number[] }).unknown.length === 0;
}

function post(
  { ports }: Platform,
  agent: Agent,
  path: string,
  body: Uint8Array,
  headers: Record<string, string>,
): Promise<{ status: number; json: unknown }> {
  const options: RequestOptions = {
    host: '127.0.0.1',
    port: ports.batch,
    path,
    method: 'POST',
    agent,
    headers: { ...headers, 'content-length': body.length },
  };
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) }));
      response.on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}
