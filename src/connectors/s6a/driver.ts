import { randomInt } from 'node:crypto';
import type { Imsi } from '../../domain/values/imsi.ts';
import { type Clock, systemClock } from '../../ports/clock.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { AnswerMeaning, CancelOptions, HlrReply, NetworkAnswer, NodeRef } from '../../ports/hlr.ts';
import type { Surroundings } from '../driver.ts';
import type { DetachingSide, Service } from '../join-sides.ts';
import { ABANDONED } from '../osmo-hlr/pipeline.ts';
import { type S6aConfig, s6aConfig } from './address.ts';
import { COMMAND } from './dictionary.ts';
import { DiameterLink, type S6aQuestion } from './link.ts';
import { cancelLocation, type Identity, insertStatus, isDiameterIdentity } from './messages.ts';
import { meaningOf } from './result.ts';

/**
 * Serving nodes over Diameter S6a/S6d (TS 29.272), in the place of the HSS: one link to an MME, or to the relay (DRA) before
 * all of them. It cancels locations and tells nodes to bar; who keeps the subscribers is the other side.
 */
export function createS6a(config: S6aConfig): DetachingSide {
  return new S6a(config);
}

/**
 * `s6a://HOST:3868?origin-host=FQDN`, or `s6as://HOST:5658` for TLS. `&origin-realm=` is by default what follows the first
 * dot of the host's name, `&destination-realm=` the same realm.
 */
export function s6aFromUrl(url: URL, { hlrClient }: Pick<Surroundings, 'hlrClient'>): DetachingSide {
  return createS6a(s6aConfig(url, { hlrClient }));
}

/** ITU-T E.212. */
const isImsi = (text: string): boolean => /^\d{6,15}$/.test(text);

class S6a implements DetachingSide {
  readonly element: string;
  readonly callTimeoutMs: number;
  readonly #identity: Identity;
  readonly #realm: string;
  readonly #clock: Clock;
  readonly #link: DiameterLink;
  /** RFC 6733 section 8.8: no session of another process, or of this host before, has the same. */
  readonly #session = randomInt(2 ** 32);
  #sessions = 0;

  constructor(config: S6aConfig) {
    this.element = config.element ?? 's6a';
    this.callTimeoutMs = config.callTimeoutMs ?? 10_000;
    this.#identity = config.identity;
    this.#realm = config.destinationRealm ?? config.identity.originRealm;
    this.#clock = config.clock ?? systemClock;
    this.#link = new DiameterLink({
      connector: this.element,
      host: config.host,
      port: config.port,
      ...(config.tls && { tls: config.tls }),
      connectTimeoutMs: config.connectTimeoutMs ?? 3_000,
      window: config.window ?? 512,
      watchdogMs: config.watchdogMs ?? 30_000,
      identity: config.identity,
    });
  }

  async cancelLocation(imsi: Imsi, node: NodeRef, options: CancelOptions = {}) {
    const { question, request } = this.#question('Cancel-Location', imsi, node, options.since);
    const { answers, meaning } = await this.#ask(question, request, node, options.signal);
    return { value: { acknowledged: meaning === 'location_cancelled' }, answers };
  }

  async tellService(imsi: Imsi, node: NodeRef, service: Service): Promise<HlrReply<void>> {
    const { question, request } = this.#question('Insert-Subscriber-Data', imsi, node, undefined, service);
    const { answers } = await this.#ask(question, request, node);
    const granted = ({ meaning, ...rest }: NetworkAnswer): NetworkAnswer => ({
      ...rest,
      meaning: meaning === 'access_refused' ? 'access_restored' : meaning,
    });
    return { value: undefined, answers: service === 'granted' ? answers.map(granted) : answers };
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  #question(
    name: 'Cancel-Location' | 'Insert-Subscriber-Data',
    imsi: Imsi,
    node: NodeRef,
    since: Date | undefined,
    service?: Service,
  ): { readonly question: S6aQuestion; readonly request: string } {
    const to = { host: node.name, realm: node.realm ?? this.#realm };
    if (!isImsi(imsi) || !isDiameterIdentity(to.host) || !isDiameterIdentity(to.realm))
      throw new ConnectorError(this.element, 'refused', 'argument_not_allowed');
    this.#sessions = (this.#sessions + 1) >>> 0;
    const sessionId = `${this.#identity.originHost};${this.#session};${this.#sessions}`;
    const request = [sessionId, this.#identity, to, imsi] as const;
    const words = service === undefined ? 'subscription withdrawn' : `service ${service}`;
    return {
      question: {
        command: service === undefined ? COMMAND.cancelLocation : COMMAND.insertSubscriberData,
        sessionId,
        encode: service === undefined ? cancelLocation(...request) : insertStatus(...request, service),
        about: {
          question: service === undefined ? `${imsi} ${node.domain} ${to.host.toLowerCase()}` : null,
          askedAt: this.#clock.now().getTime(),
          since: since?.getTime() ?? Number.NEGATIVE_INFINITY,
        },
      },
      request: `${name}-Request ${imsi} ${words} to ${to.host} at ${to.realm}, session ${sessionId}`,
    };
  }

  async #ask(
    question: S6aQuestion,
    request: string,
    node: NodeRef,
    signal?: AbortSignal,
  ): Promise<{ readonly answers: readonly NetworkAnswer[]; readonly meaning: AnswerMeaning | null }> {
    const note = (answer: Uint8Array, meaning: AnswerMeaning, element = this.element) => ({
      meaning,
      answers: [{ element, interface: 'S6a', request, answer, meaning, node, at: this.#clock.now() }],
    });
    // The MSC of a phone in 4G belongs to the MME (SGs), or to another protocol: nothing here reaches it.
    if (node.domain !== 'ps')
      return note(Buffer.from('S6a reaches nodes of the packet-switched domain only'), 'node_unreachable');
    try {
      const answer = await this.#link.ask(question, this.callTimeoutMs, signal);
      return note(answer.raw, meaningOf(answer, node), answer.originHost ?? this.element);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.detail === ABANDONED) return { meaning: null, answers: [] };
      // Sent, and the node stayed silent: that is an answer about the node, not a fault of the link.
      if (error.fault === 'unknown' && error.detail === 'timeout')
        return note(new Uint8Array(), 'node_silent');
      throw error;
    }
  }
}
