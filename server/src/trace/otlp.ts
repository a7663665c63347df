import { setTimeout as pause } from 'node:timers/promises';
import { ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags, type HrTime } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type IdGenerator } from '@opentelemetry/sdk-trace';
import { ROOTS } from '@anlan/kernel/trace';
import { VERSION } from '../http/version.ts';
import { stepId } from './cause.ts';
import type { Noted } from './span.ts';

const PATIENCE_MS = 2000;

/** Where steps go beside the platform's own store. */
export interface Exporter {
  take(span: Noted): void;
  close(): Promise<void>;
}

/**
 * Sends steps to an OpenTelemetry collector by OTLP over HTTP (JSON), `url` being its base, such as
 * `http://collector:4318`. A collector that is away costs spans, never work: the queue is bounded.
 */
export function openExporter(url: string, role: string): Exporter {
  const ids = givenIds();
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', url.endsWith('/') ? url : `${url}/`).href });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `anlan-${role}`, 'service.version': VERSION }),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: 2048, scheduledDelayMillis: 1000 })],
  });
  const tracer = provider.getTracer('anlan', VERSION);
  return {
    take({ cause, name, key = '', under, began, ended, facts = {}, trouble }) {
      const root = ROOTS.includes(name);
      ids.next(cause, root ? stepId(cause) : stepId(cause, name, key));
      const parent = under === undefined ? stepId(cause) : stepId(cause, under[0], under[1]);
      const above = root
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId: cause,
            spanId: parent,
            traceFlags: TraceFlags.SAMPLED,
            isRemote: true,
          });
      const span = tracer.startSpan(name, { startTime: timeOf(began), attributes: { key, ...facts } }, above);
      if (trouble !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: trouble });
      span.end(timeOf(ended));
    },
    // What a collector that is away does not take in this time is left: nobody's stop waits for it.
    close: () => Promise.race([provider.shutdown().catch(() => {}), pause(PATIENCE_MS, undefined, { ref: false })]),
  };
}

/** Epoch ms with fractions as seconds and nanoseconds. */
function timeOf(ms: number): HrTime {
  return [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
}

/** Ids are worked out from causes, not drawn: several processes speak of the same step. */
function givenIds(): IdGenerator & { next(trace: string, span: string): void } {
  let traceId = '';
  let spanId = '';
  return {
    next(trace, span) {
      traceId = trace;
      spanId = span;
    },
    generateTraceId: () => traceId,
    generateSpanId: () => spanId,
  };
}
