import type { Imsi } from '../src/domain/values/imsi.ts';
import type { Msisdn } from '../src/domain/values/msisdn.ts';
import type {
  AnswerMeaning,
  Hlr,
  HlrReply,
  HlrSubscriber,
  NetworkAnswer,
  NodeRef,
} from '../src/ports/hlr.ts';

/** Milliseconds of one exchange: 5 at the median, one in a hundred takes two seconds. */
export function networkLatency(): number {
  const r = Math.random();
  return r < 0.01 ? 2_000 : 2 + 6 * Math.random();
}

/** A timer of no time at all would still take a millisecond: who answers at once needs none. */
export function answerAfter(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * An HLR behind the port, in memory, whose answers come by timers: what the engine does while it waits is what is
 * measured, not how fast one process can speak three wire protocols with itself.
 */
export class SimulatedHlr implements Hlr {
  readonly element = 'simulated-hlr';
  readonly callTimeoutMs = 10_000;
  readonly #barred = new Set<Imsi>();
  readonly #gone = new Set<Imsi>();
  readonly #latency: () => number;
  calls = 0;
  deleted = 0;

  constructor(latency: () => number = networkLatency) {
    this.#latency = latency;
  }

  async lookup(imsi: Imsi): Promise<HlrReply<HlrSubscriber | null>> {
    await this.#answer();
    if (this.#gone.has(imsi)) return { value: null, answers: [this.#kept('subscriber_absent')] };
    const enabled = !this.#barred.has(imsi);
    const value: HlrSubscriber = {
      imsi,
      msisdn: seededNumberOf(imsi),
      csEnabled: enabled,
      psEnabled: enabled,
      servingNodes: [{ domain: 'cs', name: 'vlr-1' }],
    };
    return { value, answers: [this.#kept('subscriber_found')] };
  }

  async bar(imsi: Imsi): Promise<HlrReply<void>> {
    await this.#answer();
    this.#barred.add(imsi);
    return { value: undefined, answers: [this.#kept('access_refused')] };
  }

  async unbar({ imsi }: HlrSubscriber): Promise<HlrReply<void>> {
    await this.#answer();
    this.#barred.delete(imsi);
    return { value: undefined, answers: [this.#kept('access_restored')] };
  }

  async lookupByNumber(msisdn: Msisdn): Promise<HlrReply<HlrSubscriber | null>> {
    return this.lookup(`00101000${msisdn.slice('+861700'.length)}` as Imsi);
  }

  async cancelLocation(_imsi: Imsi, node: NodeRef): Promise<HlrReply<{ readonly acknowledged: boolean }>> {
    await this.#answer();
    return { value: { acknowledged: true }, answers: [this.#kept('location_cancelled', node)] };
  }

  async remove(imsi: Imsi): Promise<HlrReply<{ readonly existed: boolean }>> {
    await this.#answer();
    const existed = !this.#gone.has(imsi);
    this.#gone.add(imsi);
    this.#barred.delete(imsi);
    if (existed) this.deleted += 1;
    return {
      value: { existed },
      answers: [
        this.#kept('keys_removed'),
        this.#kept('subscriber_deleted'),
        this.#kept('subscriber_absent'),
      ],
    };
  }

  async close(): Promise<void> {}

  #answer(): Promise<void> {
    this.calls += 1;
    return answerAfter(this.#latency());
  }

  #kept(meaning: AnswerMeaning, node?: NodeRef): NetworkAnswer {
    return {
      element: node?.name ?? this.element,
      interface: 'ctrl',
      request: 'GET 1 subscriber.by-imsi-001010000000000.info',
      answer: ANSWER,
      meaning,
      ...(node === undefined ? {} : { node }),
      at: new Date(),
    };
  }
}

/** The number of the line that `seedLines` gives this IMSI: as a real HLR, it need not be asked for the number besides. */
const seededNumberOf = (imsi: Imsi): Msisdn => `+861700${imsi.slice(-7)}` as Msisdn;

const ANSWER = Buffer.from(
  'GET_REPLY 1 subscriber.by-imsi-001010000000000.info \nid\t1\nimsi\t001010000000000\nmsisdn\t8617000000000\nnam_cs\t1\nnam_ps\t1\nvlr_number\tvlr-1\n',
);
