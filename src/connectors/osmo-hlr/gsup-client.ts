import { decodeGsup, encodeGsup, GSUP, type GsupMessage } from './gsup-codec.ts';
import { CCM, ccmFrame, IPA, IpaReader, identityResponse, ipaFrame } from './ipa.ts';
import { type Exchange, Pipeline, type PipelineOptions } from './pipeline.ts';

export interface GsupClientOptions extends PipelineOptions {
  /** Our IPA name, unique at the HLR: it keeps one route a name and sends a second connection's answers to the first. */
  readonly name: string;
}

export interface GsupAnswer {
  readonly message: GsupMessage;
  /** The whole frame as received. */
  readonly raw: Uint8Array;
}

interface CancelKey {
  readonly imsi: string;
  readonly node: string;
  readonly domain: 'cs' | 'ps';
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
 * GSUP has no request id: an answer belongs to the oldest open request of its IMSI, node and (if it says) domain.
 */
export class GsupClient {
  readonly #options: GsupClientOptions;
  readonly #pipeline: Pipeline<GsupAnswer, CancelKey>;
  readonly #open = new Map<string, Exchange<GsupAnswer, CancelKey>[]>();
  readonly #reader = new IpaReader(MAX_FRAME, [IPA.osmo, IPA.ccm]);
  #greeted = false;
  #pingOpen = false;

  constructor(options: GsupClientOptions) {
    this.#options = options;
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
        const open = this.#open.get(key);
        if (open) open.push(exchange);
        else this.#open.set(key, [exchange]);
      },
      expired: (exchange) => this.#forget(exchange),
      // One deaf serving node is no sign of a dead link: ask the HLR itself first.
      silent: () => {
        if (this.#pingOpen) this.#pipeline.break('silent');
        else {
          this.#pingOpen = true;
          this.#pipeline.write(ccmFrame(CCM.ping));
        }
      },
      disconnected: () => {
        this.#open.clear();
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
  cancelLocation(imsi: string, node: string, domain: 'cs' | 'ps', timeoutMs: number): Promise<GsupAnswer> {
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
    const frame = ipaFrame(IPA.osmo, Buffer.concat([Buffer.of(IPA.gsup), gsup]));
    return this.#pipeline.submit(frame, { imsi, node, domain }, timeoutMs);
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
    const open = this.#open.get(routeKey({ imsi: message.imsi, node: message.sourceName ?? '' }));
    const exchange = open?.find((one) => !message.domain || one.key.domain === message.domain);
    if (!exchange) return;
    this.#forget(exchange);
    this.#pipeline.settle(exchange, { message, raw: Buffer.from(raw) });
  }

  #forget(exchange: Exchange<GsupAnswer, CancelKey>): void {
    const key = routeKey(exchange.key);
    const rest = this.#open.get(key)?.filter((one) => one !== exchange);
    if (rest && rest.length > 0) this.#open.set(key, rest);
    else this.#open.delete(key);
  }
}

/** An IMSI is digits only, so the first space ends it. */
const routeKey = (of: { readonly imsi: string; readonly node: string }): string => `${of.imsi} ${of.node}`;
