import type { Imsi } from '../../domain/values/imsi.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { type Clock, systemClock } from '../../ports/clock.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { CancelOptions, Hlr, HlrSubscriber, NodeRef, SubscriberPage } from '../../ports/hlr.ts';
import type { Surroundings } from '../driver.ts';
import { type PyHssConfig, pyHssConfig } from './address.ts';
import { isList, type Row, readPush, readSubscriber, type SubscriberRow } from './answers.ts';
import { PyHssCall } from './call.ts';
import { RestClient } from './rest-client.ts';

/** TS 29.272 section 7.3.24: SUBSCRIPTION_WITHDRAWAL. */
const WITHDRAWAL = 2;

/**
 * PyHSS over its API, from the source of its versions 1.0 to 2.0 (`services/apiService.py`, `lib/database.py`); not yet run
 * against a real one.
 *
 * It keeps subscribers. It can send a Cancel-Location, too, and never says what came of it: a line that is ended over PyHSS
 * alone ends `unconfirmed`. Joined with S6a, the serving node's own answer counts.
 */
export function createPyHss(config: PyHssConfig): Hlr {
  return new PyHss(config);
}

/**
 * `pyhss://:PROVISIONING_KEY@HOST:8080`, without the key where PyHSS asks for none; `pyhss+https://` where a proxy before it
 * speaks TLS, to which we show our certificate.
 */
export function pyHssFromUrl(url: URL, surroundings: Pick<Surroundings, 'hlrClient'>): Hlr {
  return createPyHss(pyHssConfig(url, surroundings));
}

/** Rows are some hundred bytes to a kilobyte, and a megabyte is read of an answer. */
const LARGEST_PAGE = 500;

class PyHss implements Hlr {
  readonly element: string;
  readonly callTimeoutMs: number;
  readonly #client: RestClient;
  readonly #clock: Clock;

  constructor(config: PyHssConfig) {
    this.element = config.element ?? 'pyhss';
    this.callTimeoutMs = config.callTimeoutMs ?? 10_000;
    this.#clock = config.clock ?? systemClock;
    this.#client = new RestClient({
      origin: config.origin,
      ...(config.tls && { tls: config.tls }),
      provisioningKey: config.provisioningKey ?? null,
      connector: this.element,
    });
  }

  async lookup(imsi: Imsi) {
    const call = this.#begin(imsi);
    const found = await this.#find(call, imsi);
    return { value: found?.subscriber ?? null, answers: call.answers };
  }

  /** Two subscribers of one number, which PyHSS allows, look to its API like none. */
  async lookupByNumber(msisdn: Msisdn) {
    const digits = msisdn.slice(1);
    const call = this.#begin(digits);
    const found = await call.subscriber(`/subscriber/msisdn/${digits}`);
    if (found !== null && found.subscriber.msisdn !== msisdn) throw call.fault('unknown', 'malformed_answer');
    return { value: found?.subscriber ?? null, answers: call.answers };
  }

  /** `GET /subscriber/list?page=N&page_size=M`, pages from 0; a row that is no subscriber of a network is left out. */
  async list(place: string | null, most: number): Promise<SubscriberPage> {
    const limit = Math.min(most, LARGEST_PAGE);
    const page = place === null ? 0 : Number(place);
    const call = new PyHssCall(this.#client, this.#clock, this.element, 'list', this.callTimeoutMs);
    const answer = await call.ask('GET', `/subscriber/list?page=${page}&page_size=${limit}`);
    if (answer.status === 401) throw call.fault('refused', 'provisioning_key_refused');
    if (!isList(answer)) throw call.fault('unknown', 'malformed_answer');
    const rows = answer.json as readonly Row[];
    // It may know no paging, and answer all each time: that would never end.
    if (rows.length > limit) throw call.fault('refused', 'page_too_large');
    const subscribers = rows.flatMap((row) => {
      const read = readSubscriber(row)?.subscriber;
      return read === undefined ? [] : [{ imsi: read.imsi, msisdn: read.msisdn }];
    });
    return { subscribers, next: rows.length < limit ? null : String(page + 1) };
  }

  async bar(imsi: Imsi) {
    const call = this.#begin(imsi);
    await this.#enable(call, imsi, false);
    return { value: undefined, answers: call.answers };
  }

  async unbar(saved: HlrSubscriber) {
    const call = this.#begin(saved.imsi);
    // The network access mode was never touched: with the flag both domains are as they were.
    await this.#enable(call, saved.imsi, saved.csEnabled || saved.psEnabled);
    return { value: undefined, answers: call.answers };
  }

  /**
   * PyHSS only says that it queued the request; its answer to us is not the node's. It forgets the serving MME in the same
   * breath (`PyHSS_Push_CLR`), so that a look at `serving_mme` afterwards proves nothing: what it knew is put back, for else
   * the line would look as if nobody had ever served it.
   */
  async cancelLocation(imsi: Imsi, node: NodeRef, { signal }: CancelOptions = {}) {
    if (!isHostName(node.name) || (node.realm !== undefined && !isHostName(node.realm)))
      throw new ConnectorError(this.element, 'refused', 'argument_not_allowed');
    const call = this.#begin(imsi);
    // Later than here nothing is given up: what PyHSS forgot must be put back.
    if (signal?.aborted) return { value: { acknowledged: false }, answers: call.answers };
    try {
      await this.#push(call, imsi, node);
      return { value: { acknowledged: false }, answers: call.answers };
    } catch (error) {
      throw call.afterEffect(error);
    }
  }

  /**
   * In the order that PyHSS's foreign keys allow: IMS rows, the subscriber, its keys. An earlier try that died in between can
   * have left the keys: they are found by the IMSI, where their row names it.
   */
  async remove(imsi: Imsi) {
    const call = this.#begin(imsi);
    const before = await this.#find(call, imsi);
    try {
      await call.removeIms(imsi, before?.subscriber.msisdn?.slice(1) ?? null);
      if (before !== null) await call.remove(`/subscriber/${before.subscriberId}`, 'subscriber_deleted');
      const aucId = before?.aucId ?? (await call.strayKeys(imsi));
      if (aucId !== null) await call.remove(`/auc/${aucId}`, 'keys_removed');
      if (before !== null && (await this.#find(call, imsi)) !== null)
        throw call.fault('refused', 'subscriber_still_present');
      return { value: { existed: before !== null }, answers: call.answers };
    } catch (error) {
      throw call.afterEffect(error);
    }
  }

  async close() {
    this.#client.close();
  }

  /** @throws ConnectorError where `subject` is not digits only: it becomes part of a path */
  #begin(subject: string): PyHssCall {
    if (!/^\d{5,15}$/.test(subject))
      throw new ConnectorError(this.element, 'refused', 'argument_not_allowed');
    return new PyHssCall(this.#client, this.#clock, this.element, subject, this.callTimeoutMs);
  }

  async #find(call: PyHssCall, imsi: Imsi): Promise<SubscriberRow | null> {
    const found = await call.subscriber(`/subscriber/imsi/${imsi}`);
    if (found !== null && found.subscriber.imsi !== imsi) throw call.fault('unknown', 'malformed_answer');
    return found;
  }

  async #enable(call: PyHssCall, imsi: Imsi, enabled: boolean): Promise<void> {
    const found = await this.#find(call, imsi);
    if (found === null) throw call.fault('refused', 'subscriber_absent');
    // With the IMSI, for PyHSS reads it from the body when it tells 2G of the change (`PyHSS_SUBSCRIBER_Get.patch`). Without
    // `serving_mme`, for with it PyHSS would send a Cancel-Location of its own, of the type of a mere update.
    await call.change(found.subscriberId, { imsi, enabled }, (row) => row.subscriber.psEnabled === enabled);
    call.mean(enabled ? 'access_restored' : 'access_refused');
  }

  async #push(call: PyHssCall, imsi: Imsi, node: NodeRef): Promise<void> {
    if (node.domain !== 'ps') {
      call.noteUnsent('PyHSS cancels locations at an MME only', node);
      return;
    }
    const before = await this.#find(call, imsi);
    const isServing = before?.servingMme === node.name;
    const answer = await call.ask('PUT', `/push/clr/${imsi}`, {
      DestinationRealm: node.realm ?? before?.servingMmeRealm ?? node.name.split('.').slice(1).join('.'),
      DestinationHost: node.name,
      cancellationType: WITHDRAWAL,
      diameterPeer: (isServing ? before.servingMmePeer : null) ?? node.name,
      immediateReattach: false,
    });
    const push = readPush(answer);
    call.note(PUSH[push], node);
    if (push === 'refused') throw call.fault('refused', 'provisioning_key_refused');
    const after = push === 'queued' && isServing ? await this.#find(call, imsi) : null;
    if (before !== null && after?.servingMme === null)
      await call.change(
        before.subscriberId,
        {
          imsi,
          serving_mme: before.row['serving_mme'],
          serving_mme_realm: before.row['serving_mme_realm'],
          serving_mme_peer: before.row['serving_mme_peer'],
        },
        (row) => row.servingMme === node.name,
      );
  }
}

/** Nothing of it is the serving node's own word. */
const PUSH = {
  queued: 'node_silent',
  not_queued: 'node_unreachable',
  refused: 'not_understood',
  not_understood: 'not_understood',
} as const;

const isHostName = (text: string): boolean => text.length <= 255 && /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(text);
