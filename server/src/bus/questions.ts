import { createInbox, type Msg } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import type { Answer } from '../ingest/link.ts';
import type { Bus } from './bus.ts';
import { FIRST, MERGE } from './merge.ts';

const SUBJECT = 'anlan.ask';
/** As long as an instruction may wait for its device. */
const LONGEST_MS = 35_000;
/** Whoever can answer has said so by then, where anybody has. */
const HEARD_MS = 300;
/** A machine that does much else says so later. */
const SLOW_MS = 4000;
const LARGEST_QUESTION = 64 * 1024;

/** First "I heard you", then the answer: so whoever asks knows how many answers are still to come. */
type Reply = { readonly heard: true } | { readonly answer: unknown } | { readonly error: string };

/** Answers what other processes ask, by question. What throws is answered as an error, and said in the log. */
export async function answerQuestions(
  bus: Bus,
  answers: Readonly<Record<string, Answer>>,
  log: Logger,
): Promise<{ close(): Promise<void> }> {
  async function respond(message: Msg, question: string, answer: Answer): Promise<void> {
    const reply = (reply: Reply): unknown => message.respond(JSON.stringify(reply));
    reply({ heard: true });
    try {
      reply({ answer: (await answer(message.json())) ?? null });
    } catch (error) {
      const { message: text } = error as Error;
      log.warn({ question, error: text }, 'question not answered');
      reply({ error: text });
    }
  }
  const subscriptions = Object.entries(answers).map(([question, answer]) =>
    bus.subscribe(`${SUBJECT}.${question}`, {
      callback: (error, message) => {
        if (error === null && message.data.length <= LARGEST_QUESTION) void respond(message, question, answer);
      },
    }),
  );
  // What was subscribed to is known to the server before anybody is told that we are ready.
  await bus.flush();
  return {
    async close() {
      for (const subscription of subscriptions) subscription.unsubscribe();
    },
  };
}

/** Asks all processes that can answer, and makes one answer of theirs; undefined when nobody has one. */
export async function ask<T>(bus: Bus, question: string, input: unknown): Promise<T | undefined> {
  const found: unknown[] = [];
  const inbox = createInbox();
  const subscription = bus.subscribe(inbox);
  let awaited = 0;
  let listening = true;
  const end = (): void => subscription.unsubscribe();
  let anybody = false;
  const heard = setTimeout(() => {
    listening = false;
    if (anybody && awaited === 0) end();
  }, HEARD_MS);
  const slow = setTimeout(() => {
    if (!anybody) end();
  }, SLOW_MS);
  const longest = setTimeout(end, LONGEST_MS);
  try {
    bus.publish(`${SUBJECT}.${question}`, JSON.stringify(input ?? null), { reply: inbox });
    for await (const message of subscription) {
      // An empty reply is the server's own: nobody listens.
      if (message.data.length === 0) break;
      anybody = true;
      const reply = message.json<Reply>();
      awaited += 'heard' in reply ? 1 : -1;
      if ('answer' in reply && reply.answer !== null) found.push(reply.answer);
      if (awaited === 0 && !listening) break;
    }
  } catch {
    // The bus is away: what was found until then is the answer.
  } finally {
    clearTimeout(heard);
    clearTimeout(slow);
    clearTimeout(longest);
    end();
  }
  return found.length === 0 ? undefined : ((MERGE[question] ?? FIRST)(found) as T);
}
