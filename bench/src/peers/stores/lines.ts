import { Agent, request } from 'node:http';
import type { Sender } from '../../ingest/pace.ts';
import { turns, type Load } from './store.ts';

/** Senders of readings as InfluxDB's lines over HTTP, which several stores take. */
export function lineSenders(load: Load, port: number, path: string): Sender[] {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const turn = turns(load);
  return Array.from({ length: load.connections }, () => ({
    send: () => {
      const { from, at, value } = turn();
      let text = '';
      for (let index = 0; index < value.length; index += 1)
        text += `reading,point=${from + index} value=${value[index]} ${at}\n`;
      return new Promise<number>((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent }, (response) => {
          response.on('error', reject).resume();
          response.on('end', () => {
            if ((response.statusCode ?? 500) < 300) resolve(value.length);
            else reject(new Error(`answered ${response.statusCode}`));
          });
        });
        sent.on('error', reject).end(text);
      });
    },
    end: () => agent.destroy(),
  }));
}

/** The JSON that a store answers to a query; throws with what it says otherwise. */
export async function asked<T>(url: string): Promise<T> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}
