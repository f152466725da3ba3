import { randomInt } from 'node:crypto';
import type { Imsi } from '../../domain/values/imsi.ts';
import { type Clock, systemClock } from '../../ports/clock.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { AnswerMeaning, CancelOptions, HlrReply, NetworkAnswer, NodeRef } from '../../ports/hlr.ts';
import type { Surroundings } from '../driver.ts';
import type { DetachingSide, Service } from '../join-sides.ts';
import { ABANDONED } from '../pipeline.ts';
import { type S6aConfig, s6aConfig } from './address.ts';
import { COMMAND } from './dictionary.ts';
import { DiameterLink, type S6aQuestion } from './link.ts';
import {
  cancelLocation,
  type Destination,
  type Identity,
  insertStatus,
  isDiameterIdentity,
  sameIdentity,
} from './messages.ts';
import { type Answer, meaningOf } from './result.ts';

/**
 * Serving nodes over Diameter S6a (TS 29.272; not S6d), in the place of the HSS: one link to an MME, or to the relay (DRA) before
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

/** What is asked of a node. */
interface Asked {
  /** For the evidence. */
  readonly words: string;
  readonly command: number;
  readonly encode: (sessionId: string, to: Destination) => S6aQuestion['encode'];
  /** Whether an answer that comes too late is good for who asks the same again. */
  readonly isRepeatable: boolean;
}

const PACKET_ONLY = 'S6a reaches nodes of the packet-switched domain only';

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

  async cancelLocation(imsi: Imsi, node: NodeRef, { since, signal }: CancelOptions = {}) {
    const asked: Asked = {
      words: `Cancel-Location-Request ${imsi} subscription withdrawn`,
      command: COMMAND.cancelLocation,
      encode: (sessionId, to) => cancelLocation(sessionId, this.#identity, to, imsi),
      isRepeatable: true,
    };
    const answer = await this.#ask(imsi, node, asked, since, signal);
    const acknowledged = answer?.meaning === 'location_cancelled';
    return { value: { acknowledged }, answers: answer === null ? [] : [answer] };
  }

  async tellService(imsi: Imsi, node: NodeRef, service: Service): Promise<HlrReply<void>> {
    const answer = await this.#ask(imsi, node, {
      words: `Insert-Subscriber-Data-Request ${imsi} service ${service}`,
      command: COMMAND.insertSubscriberData,
      encode: (sessionId, to) => insertStatus(sessionId, this.#identity, to, imsi, service),
      isRepeatable: false,
    });
    if (answer === null) return { value: undefined, answers: [] };
    const isGranted = service === 'granted' && answer.meaning === 'access_refused';
    return { value: undefined, answers: [isGranted ? { ...answer, meaning: 'access_restored' } : answer] };
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  /** Who answered: the node as the register names it, or whoever else by its own name. */
  #elementOf({ originHost }: Answer, node: NodeRef): string {
    if (originHost === null) return this.element;
    return sameIdentity(originHost, node.name) ? node.name : originHost;
  }

  /** @returns null where nobody waits for the answer any more */
  async #ask(
    imsi: Imsi,
    node: NodeRef,
    { words, command, encode, isRepeatable }: Asked,
    since?: Date,
    signal?: AbortSignal,
  ): Promise<NetworkAnswer | null> {
    const to = { host: node.name, realm: node.realm ?? this.#realm };
    if (!isImsi(imsi) || !isDiameterIdentity(to.host) || !isDiameterIdentity(to.realm))
      throw new ConnectorError(this.element, 'refused', 'argument_not_allowed');
    const note = (
      request: string,
      answer: Uint8Array,
      meaning: AnswerMeaning,
      element: string = this.element,
    ): NetworkAnswer => {
      const at = this.#clock.now();
      return { element, interface: 'S6a', request, answer, meaning, node, at };
    };
    // The MSC of a phone in 4G belongs to the MME (SGs), or to another protocol: nothing here reaches it.
    if (node.domain !== 'ps')
      return note(`not sent: ${words} to ${to.host}`, Buffer.from(PACKET_ONLY), 'node_unreachable');
    this.#sessions = (this.#sessions + 1) >>> 0;
    const sessionId = `${this.#identity.originHost};${this.#session};${this.#sessions}`;
    const requestOf = (session: string | null): string =>
      `${words} to ${to.host} at ${to.realm}, session ${session}`;
    const about = {
      question: isRepeatable ? `${imsi} ${to.host.toLowerCase()}` : null,
      askedAt: this.#clock.now().getTime(),
      since: since?.getTime() ?? Number.NEGATIVE_INFINITY,
    };
    try {
      const question = { command, sessionId, encode: encode(sessionId, to), about };
      const answer = await this.#link.ask(question, this.callTimeoutMs, signal);
      // A late answer is of the session of the question that it was for.
      const request = requestOf(answer.sessionId);
      return note(request, answer.raw, meaningOf(answer, node), this.#elementOf(answer, node));
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.detail === ABANDONED) return null;
      // Sent, and the node stayed silent: that is an answer about the node, not a fault of the link.
      if (error.fault === 'unknown' && error.detail === 'timeout')
        return note(requestOf(sessionId), new Uint8Array(), 'node_silent');
      throw error;
    }
  }
}
