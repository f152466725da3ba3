import { type Clock, systemClock } from '../../ports/clock.ts';
import type { Domain } from '../../ports/hlr.ts';
import { type About, LateAnswers, OverdueQuestions } from '../late-answers.ts';
import { type Exchange, Pipeline, type PipelineOptions } from '../pipeline.ts';
import { decodeGsup, encodeGsup, GSUP, type GsupMessage } from './gsup-codec.ts';
import { CCM, ccmFrame, IPA, IpaReader, identityResponse, ipaFrame } from './ipa.ts';

export interface GsupClientOptions extends PipelineOptions {
  /** Our IPA name, unique at the HLR: it keeps one route a name and sends a second connection's answers to the first. */
  readonly name: string;
  readonly clock?: Clock;
}

export interface GsupAnswer {
  readonly message: GsupMessage;
  /** The whole frame as received. */
  readonly raw: Uint8Array;
}

interface CancelKey extends About {
  readonly question: string;
  readonly imsi: string;
  readonly node: string;
  readonly domain: Domain;
}

type Asked = Exchange<GsupAnswer, CancelKey>;

/** What one cancellation is about, and how long its answer is waited for. */
export interface Cancellation {
  readonly imsi: string;
  readonly node: string;
  readonly domain: Domain;
  readonly timeoutMs: number;
  readonly since?: Date | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** GSUP messages are below 4 kB in libosmocore. */
const MAX_FRAME = 4_096;
const ANSWERS: ReadonlySet<number> = new Set([
  GSUP.locationCancelResult,
  GSUP.locationCancelError,
  GSUP.routingError,
]);

/**
 * A GSUP peer that asks serving nodes, through the HLR's router, to drop a subscriber.
 *
 * GSUP has no request id: an answer belongs to the oldest unanswered request of its IMSI, node and domain, also when nobody
 * waits for that one any more. Such a late acknowledgement counts for whoever asks the same next. One that names no domain
 * counts for nothing.
 */
export class GsupClient {
  readonly #options: GsupClientOptions;
  readonly #pipeline: Pipeline<GsupAnswer, CancelKey>;
  readonly #clock: Clock;
  /** Unanswered requests by route, the oldest first; for a while also those for which nobody waits any more. */
  readonly #unanswered = new Map<string, Asked[]>();
  /** Of `#unanswered` those for which nobody waits. Their answer may still come, and must then be known as theirs. */
  readonly #overdue = new OverdueQuestions<Asked>((asked) => this.#forget(asked));
  /** Acknowledgements that came for them. */
  readonly #lateAnswers = new LateAnswers<GsupAnswer>();
  readonly #reader = new IpaReader(MAX_FRAME, [IPA.osmo, IPA.ccm]);
  #greeted = false;
  #pingOpen = false;

  constructor(options: GsupClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#pipeline = new Pipeline<GsupAnswer, CancelKey>(options, {
      connected: () => {},
      received: (chunk) => {
        this.#pingOpen = false;
        for (const frame of this.#reader.read(chunk)) {
          if (frame.stream === IPA.ccm) this.#manage(frame.payload);
          else if (frame.payload[0] === IPA.gsup) this.#receive(frame.payload.subarray(1), frame.raw);
        }
      },
      written: (exchange) => {
        const key = routeKey(exchange.key);
        const open = this.#unanswered.get(key);
        if (open) open.push(exchange);
        else this.#unanswered.set(key, [exchange]);
      },
      expired: (exchange) => this.#overdue.add(exchange),
      // One deaf serving node is no sign of a dead link: ask the HLR itself first.
      silent: () => {
        if (this.#pingOpen) this.#pipeline.break('silent');
        else {
          this.#pingOpen = true;
          this.#pipeline.write(ccmFrame(CCM.ping));
        }
      },
      disconnected: () => {
        this.#unanswered.clear();
        this.#overdue.clear();
        this.#reader.reset();
        this.#greeted = false;
        this.#pingOpen = false;
      },
    });
  }

  /**
   * LocationCancelRequest, cancellation type withdraw (TS 29.002 section 8.1.3). Resolves with the node's result or
   * error, or the router's error; which of them confirms is the caller's table to say.
   */
  cancelLocation({ imsi, node, domain, timeoutMs, since, signal }: Cancellation): Promise<GsupAnswer> {
    let gsup: Buffer;
    try {
      gsup = encodeGsup({
        type: GSUP.locationCancelRequest,
        imsi,
        cancelType: 'withdraw',
        domain,
        sourceName: this.#options.name,
        destinationName: node,
      });
    } catch (error) {
      return Promise.reject(this.#pipeline.fault('refused', 'argument_not_allowed', error));
    }
    const key: CancelKey = {
      question: `${domain} ${routeKey({ imsi, node })}`,
      imsi,
      node,
      domain,
      askedAt: this.#clock.now().getTime(),
      since: since?.getTime() ?? Number.NEGATIVE_INFINITY,
    };
    const late = this.#lateAnswers.take(key);
    if (late !== null) return Promise.resolve(late);
    const frame = ipaFrame(IPA.osmo, Buffer.concat([Buffer.of(IPA.gsup), gsup]));
    return this.#pipeline.submit(frame, key, timeoutMs, signal);
  }

  close(): void {
    this.#pipeline.close();
  }

  #manage(payload: Buffer): void {
    if (payload[0] === CCM.ping) this.#pipeline.write(ccmFrame(CCM.pong));
    else if (payload[0] === CCM.identityGet) {
      this.#pipeline.write(identityResponse(this.#options.name));
      // Frames are handled in order, so a PONG says that our name is routed now.
      this.#pipeline.write(ccmFrame(CCM.ping));
    } else if (payload[0] === CCM.pong && !this.#greeted) {
      this.#greeted = true;
      this.#pipeline.greeted();
    }
  }

  #receive(gsup: Buffer, raw: Buffer): void {
    // Anything but an answer to LocationCancelRequest is for others: DeleteData, late or doubled answers.
    if (!ANSWERS.has(gsup[0]!)) return;
    const message = decodeGsup(gsup);
    // A router's error carries as source the node that it could not reach, as if that node had answered.
    const route =
      this.#unanswered.get(routeKey({ imsi: message.imsi, node: message.sourceName ?? '' })) ?? [];
    const { domain, type } = message;
    // Of a node that serves both domains, an acknowledgement that names none could be for either, or a doubled one.
    if (domain === undefined && type === GSUP.locationCancelResult) return;
    const asked = route.find((one) => domain === undefined || one.key.domain === domain);
    if (asked === undefined) return;
    this.#forget(asked);
    const answer = { message, raw: Buffer.from(raw) };
    if (asked.state === 'written') this.#pipeline.settle(asked, answer);
    else if (message.type === GSUP.locationCancelResult) this.#answeredLate(asked, answer, route);
  }

  /** The subscriber was dropped all the same: good for whoever asks the same now, or else for who asks next. */
  #answeredLate({ key }: Asked, answer: GsupAnswer, route: readonly Asked[]): void {
    const waiting = route.find(
      (one) => one.state === 'written' && one.key.domain === key.domain && one.key.since <= key.askedAt,
    );
    if (waiting !== undefined) {
      this.#overdue.add(waiting);
      this.#pipeline.settle(waiting, answer);
      return;
    }
    this.#lateAnswers.keep(key.question, answer, key.askedAt);
  }

  #forget(asked: Asked): void {
    const key = routeKey(asked.key);
    const rest = this.#unanswered.get(key)?.filter((one) => one !== asked);
    if (rest && rest.length > 0) this.#unanswered.set(key, rest);
    else this.#unanswered.delete(key);
  }
}

/** An IMSI is digits only, so the first space ends it. */
const routeKey = (of: { readonly imsi: string; readonly node: string }): string => `${of.imsi} ${of.node}`;
