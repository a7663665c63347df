import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Channel } from '@anlan/kernel/notify';
import type { Configuration } from '../configuration/index.ts';

/** A message on its way out of the platform. */
export interface Outgoing {
  readonly id: string;
  readonly address: string;
  readonly text: string;
  readonly level: string | null;
  /** Page that shows what it is about. */
  readonly href: string;
}

/** What the other side said: its own number for the message, and whether it already confirms delivery. */
export interface Sent {
  readonly receipt: string | null;
  readonly delivered: boolean;
}

/** A way out. `send` rejects with a reason that can be shown; the message is then tried again. */
export interface Adapter {
  send(message: Outgoing): Promise<Sent>;
  close(): void;
}

const PATIENCE_MS = 10_000;
const LARGEST_ANSWER = 64 * 1024;

/** The adapters that are set up; a channel without one keeps its messages waiting and then fails them with the reason. */
export function openChannels(
  configuration: Pick<Configuration, 'smtpUrl' | 'smsUrl' | 'webhookUrl' | 'demo'>,
  secret: string,
): ReadonlyMap<Channel, Adapter> {
  const { smtpUrl, smsUrl, webhookUrl } = configuration;
  const adapters = new Map<Channel, Adapter>([['test', testChannel]]);
  if (smtpUrl !== undefined) adapters.set('e-mail', mail(smtpUrl));
  if (smsUrl !== undefined) adapters.set('sms', post(smsUrl, secret));
  if (webhookUrl !== undefined) adapters.set('webhook', post(webhookUrl, secret));
  return adapters;
}

/** Takes everything and confirms it: for exercises and the demonstration. Nothing leaves the platform. */
const testChannel: Adapter = {
  send: ({ id }) => Promise.resolve({ receipt: `test-${id}`, delivered: true }),
  close: () => {},
};

/** `smtp://user:password@host:port/?from=duty@example.org`; TLS by STARTTLS where offered, from the start with `smtps:`. */
function mail(url: string): Adapter {
  const from = new URL(url).searchParams.get('from') ?? 'anlan@localhost';
  const transport = createTransport(url, { connectionTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS } as object);
  return {
    async send({ address, text, href }) {
      const subject = text.slice(0, 60);
      const done = (await transport.sendMail({ from, to: address, subject, text: `${text}\n\n${href}\n` })) as {
        messageId?: string;
      };
      return { receipt: done.messageId ?? null, delivered: false };
    },
    close: () => transport.close(),
  };
}

/**
 * POST of `{id, to, text, level, href}` as JSON, signed: `x-anlan-signature: sha256=…` over the body. A 2xx answer takes
 * the message; its `receipt` member is how a later delivery report names it (`POST /api/receipts`).
 */
function post(url: string, secret: string): Adapter {
  return {
    async send({ id, address, text, level, href }) {
      const body = JSON.stringify({ id, to: address, text, level, href });
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        headers: {
          'content-type': 'application/json',
          'x-anlan-signature': `sha256=${signature}`,
          'idempotency-key': id,
        },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      return { receipt: receiptIn((await answer.text()).slice(0, LARGEST_ANSWER)), delivered: false };
    },
    close: () => {},
  };
}

function receiptIn(text: string): string | null {
  try {
    const answer = JSON.parse(text) as { receipt?: unknown } | null;
    return typeof answer?.receipt === 'string' ? answer.receipt.slice(0, 200) : null;
  } catch {
    return null;
  }
}
