import { AisStream, type Refusal, type RefusalReason, type Report } from '@anlan/ais';
import type { Envelope, IntakeRefusal } from '@anlan/kernel/telemetry';
import type { ListenOptions } from '../listener.ts';
import { ByDevice, Recent } from '../recent.ts';
import type { Tally } from '../tally.ts';
import { factsOf, fixOf, identityOf, isPosition, type VesselFacts } from './fix.ts';

export interface AisOptions extends ListenOptions {
  /** Take the time of the receiving station (tag block or $PGHP) instead of the time of arrival. */
  readonly keepTime?: boolean;
  /** Told what registered vessels say of themselves. */
  readonly onStatic?: (facts: VesselFacts) => void;
  readonly limits?: Partial<AisLimits>;
}

/** Bounds; times in ms. */
export interface AisLimits {
  /** TCP connections, or UDP senders remembered at a time. */
  readonly connections: number;
  readonly idle: number;
  readonly slow: number;
  readonly unacknowledged: number;
}

/** Why a line is refused, in the words of the intake. */
const REASONS: Record<RefusalReason, IntakeRefusal> = {
  'line-too-long': 'oversized',
  'not-ais': 'unsupported',
  'bad-tag-block': 'malformed',
  'bad-field': 'malformed',
  'checksum-missing': 'checksum',
  'checksum-wrong': 'checksum',
  'bad-armour': 'malformed',
  'fragments-incomplete': 'out-of-order',
  'short-message': 'malformed',
};

const DAY = 86_400_000;
const LIVE_WITHIN = 120_000;
// Several stations hear the same transmission; it reaches us again within seconds.
const SAME_TRANSMISSION = 30_000;
const VESSELS_REMEMBERED = 50_000;
const TRANSMISSIONS_REMEMBERED = 8;

/** What all sources of one listener share: its options, its counts and the transmissions heard last. */
export class AisEar {
  readonly options: AisOptions;
  readonly tally: Tally;
  readonly #heard = new ByDevice(VESSELS_REMEMBERED, () => new Recent<true>(TRANSMISSIONS_REMEMBERED));

  constructor(options: AisOptions, tally: Tally) {
    this.options = options;
    this.tally = tally;
  }

  /** A new feed with its own decoder. */
  source(): AisSource {
    return new AisSource(this);
  }

  /** The envelope of a report, or undefined when it tells no position or is refused. */
  envelope(report: Report, now: number): Envelope | undefined {
    const { message } = report;
    const identity = identityOf(message);
    const facts = factsOf(report);
    if (!isPosition(message) && !facts) return undefined;
    if (!this.options.intake.find(identity)) return this.#refuse('unknown-device', undefined, identity);
    if (report.lines !== undefined) this.options.witness?.(identity, 'in', report.lines);
    if (facts) this.options.onStatic?.(facts);
    if (!isPosition(message)) return undefined;
    const at = (this.options.keepTime ? report.stationTime : undefined) ?? now;
    if (at > now + DAY) return this.#refuse('clock-skew', identity, new Date(at).toISOString());
    const fix = fixOf(message, at, now - at <= LIVE_WITHIN);
    if (!fix) return undefined;
    const key = `${Math.floor(at / SAME_TRANSMISSION)} ${message.type} ${fix.lon} ${fix.lat} ${'second' in message ? message.second : ''}`;
    const heard = this.#heard.of(identity);
    if (heard.get(key)) return this.#refuse('replayed', identity, `type ${message.type}`);
    heard.add(key, true);
    return { device: identity, receivedAt: now, signals: [{ kind: 'fix', fix }] };
  }

  #refuse(reason: IntakeRefusal, identity: string | undefined, detail: string): undefined {
    this.tally.refuse(reason, identity, detail);
    return undefined;
  }

  /** Counts what the decoder refused. */
  refused(refusal: Refusal): void {
    this.tally.refuse(REASONS[refusal.reason], undefined, refusal.detail);
  }

  /** Hands an envelope on. AIS knows no acknowledgement: what the disk cannot take now is lost, and counted. */
  async deliver(envelope: Envelope): Promise<void> {
    try {
      await this.tally.accept(envelope);
    } catch (error) {
      this.tally.refuse('overload', envelope.device, String(error));
    }
  }
}

/** One feed of lines: a TCP connection or a UDP sender. */
export class AisSource {
  readonly #ear: AisEar;
  readonly #stream: AisStream;

  constructor(ear: AisEar) {
    this.#ear = ear;
    this.#stream = new AisStream({ keepLines: ear.options.witness !== undefined });
  }

  /** Decodes the next bytes, received at `now`; returns what is to be delivered and whether any message was complete. */
  take(chunk: Uint8Array, now: number): { envelopes: Envelope[]; complete: boolean } {
    const envelopes: Envelope[] = [];
    const items = this.#stream.push(chunk, now);
    for (const item of items) {
      if (!item.ok) this.#ear.refused(item);
      else {
        const envelope = this.#ear.envelope(item, now);
        if (envelope) envelopes.push(envelope);
      }
    }
    return { envelopes, complete: items.some((item) => item.ok) };
  }
}
