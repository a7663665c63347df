import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import type { LatestFix, LatestReading } from '../ingest/latest.ts';
import { type Feed, unpacked } from '../ingest/feed.ts';

/** The newest state of all points and moving objects in an api process, kept up by ingest's feed. */
export interface Mirror {
  readonly readings: Pick<ReadonlyMap<string, LatestReading>, 'get'>;
  readonly fixes: ReadonlyMap<string, LatestFix>;
  /** Is the feed running? While it is not, values only grow older. */
  following(): boolean;
  onChange(listener: (feed: Feed) => void): () => void;
  /** Asks ingest a question; undefined when it cannot be reached. */
  ask<T>(question: string, input?: unknown): Promise<T | undefined>;
  close(): void;
}

const RETRY_MS = 500;

export function openMirror(link: { port: number; token: string }, log: Logger): Mirror {
  const readings = new Map<string, LatestReading>();
  const fixes = new Map<string, LatestFix>();
  const events = new EventEmitter().setMaxListeners(0);
  const headers = { authorization: `Bearer ${link.token}` };
  let socket: WebSocket | undefined;
  let closed = false;

  function connect(): void {
    if (closed) return;
    socket = new WebSocket(`ws://127.0.0.1:${link.port}/feed`, { headers });
    socket.on('message', (data) => {
      const feed = unpacked(data as Buffer);
      for (const [id, reading] of feed.readings) readings.set(id, reading);
      for (const [id, fix] of feed.fixes) fixes.set(id, fix);
      events.emit('change', feed);
    });
    socket.on('error', (error) => log.debug({ error: error.message }, 'feed'));
    socket.on('close', () => setTimeout(connect, RETRY_MS));
  }
  connect();

  return {
    readings,
    fixes,
    following: () => socket?.readyState === WebSocket.OPEN,
    onChange(listener) {
      events.on('change', listener);
      return () => events.off('change', listener);
    },
    async ask<T>(question: string, input?: unknown) {
      try {
        const response = await fetch(`http://127.0.0.1:${link.port}/${question}`, {
          method: 'POST',
          headers,
          body: JSON.stringify(input ?? null),
          signal: AbortSignal.timeout(35_000),
        });
        return response.ok ? ((await response.json()) as T) : undefined;
      } catch {
        return undefined;
      }
    },
    close() {
      closed = true;
      socket?.terminate();
    },
  };
}
