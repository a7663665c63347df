import { formatTime, writeAlert } from '@anlan/cap';
import type { Simulated, SimulatedOptions } from './simulated.ts';

const MOST_UNANSWERED = 8;
/** China, in minutes east of UTC. */
const ZONE = 480;
const HOUR = 3_600_000;
const LEVELS = [
  ['蓝色', 'Minor'],
  ['黄色', 'Moderate'],
  ['橙色', 'Severe'],
  ['红色', 'Extreme'],
] as const;

/** An authority that sends weather warnings by CAP to the platform's inbox, under the token of a warning source. */
export class SimulatedAuthority implements Simulated {
  readonly #options: SimulatedOptions;
  readonly #token: string;
  #open = 0;
  #count = 0;

  constructor(options: SimulatedOptions, token: string) {
    this.#options = options;
    this.#token = token;
  }

  get ready(): boolean {
    return this.#open < MOST_UNANSWERED;
  }

  start(): void {}

  send(): void {
    const { host, port, answered, refused, lost } = this.#options;
    this.#open += 1;
    this.#count += 1;
    const began = performance.now();
    const headers = { 'content-type': 'application/cap+xml', authorization: `Bearer ${this.#token}` };
    fetch(`http://${host}:${port}/api/cap`, { method: 'POST', headers, body: this.#alert(Date.now()) })
      .then(async (answer) => {
        await answer.arrayBuffer();
        if (answer.ok) answered(performance.now() - began);
        else refused();
      })
      .catch(() => lost(1))
      .finally(() => (this.#open -= 1));
  }

  end(): void {}

  #alert(at: number): string {
    const { name } = this.#options;
    const [colour, severity] = LEVELS[this.#count % LEVELS.length]!;
    const time = (epoch: number): string => formatTime(epoch, ZONE);
    const text = writeAlert({
      identifier: `${name}-${at}-${this.#count}`,
      sender: `${name}@simulate`,
      sent: time(at),
      status: 'Exercise',
      msgType: 'Alert',
      scope: 'Public',
      info: [
        {
          language: 'zh-CN',
          category: ['Met'],
          event: '暴雨',
          urgency: 'Expected',
          severity,
          certainty: 'Likely',
          effective: time(at),
          expires: time(at + HOUR),
          headline: `暴雨${colour}预警信号（模拟）`,
          area: [{ areaDesc: '信州区', circle: ['28.45,117.97 20'] }],
        },
      ],
    });
    if (typeof text !== 'string') throw new Error(text.detail);
    return text;
  }
}
