import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Imsi } from '../../domain/values/imsi.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { type Clock, systemClock } from '../../ports/clock.ts';
import { ConnectorError, type ConnectorFault } from '../../ports/connector-error.ts';
import type {
  AnswerMeaning,
  CancelOptions,
  Hlr,
  HlrSubscriber,
  NetworkAnswer,
  NodeRef,
} from '../../ports/hlr.ts';
import { hostOf, portIn } from '../address.ts';
import { ABANDONED } from '../pipeline.ts';
import { ctrlError, GSUP_ANSWERS, type SubscriberSetting, VTY_SUCCESS, vtyError } from './codes.ts';
import { ConnectionPool } from './connection-pool.ts';
import { CtrlClient } from './ctrl-client.ts';
import { GsupClient } from './gsup-client.ts';
import { VtyClient } from './vty-client.ts';

export interface OsmoHlrConfig {
  readonly host: string;
  /** Defaults are OsmoHLR's own, which it cannot change: 4259, 4258, 4222. */
  readonly ctrlPort?: number;
  readonly vtyPort?: number;
  readonly gsupPort?: number;
  /** Bounds every method, in milliseconds. Default 10,000. */
  readonly callTimeoutMs?: number;
  /** For TCP and greeting of one interface, in milliseconds. Default 3,000. */
  readonly connectTimeoutMs?: number;
  /** Commands in flight on a CTRL connection. Default 64: all in flight become `unknown` when it is lost. */
  readonly ctrlWindow?: number;
  /**
   * Commands in flight on a VTY connection. Default 16: with 20 and more, OsmoHLR's last answers of a batch wait 40 ms for
   * a delayed TCP acknowledgement (measured on loopback).
   */
  readonly vtyWindow?: number;
  /** Default 4: OsmoHLR serves its connections in turn, one CTRL command or some VTY commands of each. */
  readonly ctrlConnections?: number;
  /** Default 4; more than one also keeps a slow command from holding up all others. */
  readonly vtyConnections?: number;
  /** Cancellations in flight; larger, because a deaf serving node keeps its place until the time-out. Default 512. */
  readonly gsupWindow?: number;
  /** Our IPA name; must be unique at this HLR, so the default is made of host, process and chance. */
  readonly name?: string;
  /** Names this HLR in evidence and errors. Default `osmo-hlr`. */
  readonly element?: string;
  readonly clock?: Clock;
}

const CONNECTIONS = 4;

/** One method call: its deadline, and the answers that it gathered so far. */
interface Call {
  readonly deadline: number;
  readonly answers: NetworkAnswer[];
}

/** OsmoHLR 1.5 behind the `Hlr` port: a few connections for CTRL and VTY and one for GSUP, shared by all callers, made on first use. */
export function createOsmoHlr(config: OsmoHlrConfig): Hlr {
  return new OsmoHlr(config);
}

/** `osmo-hlr://HOST`, with `?ctrl=4259&vty=4258&gsup=4222` where its ports are others; `element=NAME` names it in evidence. */
export function osmoHlrFromUrl(url: URL): Hlr {
  const element = url.searchParams.get('element');
  return createOsmoHlr({
    host: hostOf(url),
    ctrlPort: portIn(url, 'ctrl', 4259),
    vtyPort: portIn(url, 'vty', 4258),
    gsupPort: portIn(url, 'gsup', 4222),
    ...(element === null ? {} : { element }),
  });
}

class OsmoHlr implements Hlr {
  readonly element: string;
  readonly callTimeoutMs: number;
  readonly #clock: Clock;
  readonly #ctrl: ConnectionPool<CtrlClient>;
  readonly #vty: ConnectionPool<VtyClient>;
  readonly #gsup: GsupClient;

  constructor(config: OsmoHlrConfig) {
    this.element = config.element ?? 'osmo-hlr';
    this.callTimeoutMs = config.callTimeoutMs ?? 10_000;
    this.#clock = config.clock ?? systemClock;
    const peer = (channel: string, port: number, window: number) => ({
      connector: `${this.element}/${channel}`,
      host: config.host,
      port,
      connectTimeoutMs: config.connectTimeoutMs ?? 3_000,
      window,
    });
    const ctrl = peer('ctrl', config.ctrlPort ?? 4259, config.ctrlWindow ?? 64);
    this.#ctrl = new ConnectionPool(config.ctrlConnections ?? CONNECTIONS, () => new CtrlClient(ctrl));
    const vty = peer('vty', config.vtyPort ?? 4258, config.vtyWindow ?? 16);
    this.#vty = new ConnectionPool(
      config.vtyConnections ?? CONNECTIONS,
      () => new VtyClient({ ...vty, privileged: true }),
    );
    this.#gsup = new GsupClient({
      ...peer('gsup', config.gsupPort ?? 4222, config.gsupWindow ?? 512),
      clock: this.#clock,
      name: config.name ?? `handback-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`,
    });
  }

  async lookup(imsi: Imsi) {
    const call = this.#begin();
    const found = await this.#find(call, `by-imsi-${imsi}`);
    if (found !== null && found.imsi !== imsi) throw this.#malformed(call);
    return { value: found, answers: call.answers };
  }

  async lookupByNumber(msisdn: Msisdn) {
    const call = this.#begin();
    // The HLR keeps digits without the plus.
    const found = await this.#find(call, `by-msisdn-${msisdn.slice(1)}`);
    if (found !== null && found.msisdn !== msisdn) throw this.#malformed(call);
    return { value: found, answers: call.answers };
  }

  async bar(imsi: Imsi) {
    const call = this.#begin();
    await this.#update(call, imsi, 'network-access-mode none');
    return { value: undefined, answers: call.answers };
  }

  async unbar(saved: HlrSubscriber) {
    const call = this.#begin();
    const mode = [saved.csEnabled && 'cs', saved.psEnabled && 'ps'].filter(Boolean).join('+') || 'none';
    await this.#update(call, saved.imsi, `network-access-mode ${mode}` as SubscriberSetting);
    return { value: undefined, answers: call.answers };
  }

  async cancelLocation(imsi: Imsi, node: NodeRef, { since, signal }: CancelOptions = {}) {
    const call = this.#begin();
    const { domain, name } = node;
    const request = `LocationCancelRequest ${imsi} withdraw ${domain} to ${name}`;
    try {
      const { message, raw } = await this.#gsup.cancelLocation({
        imsi,
        node: name,
        domain,
        timeoutMs: left(call),
        since,
        signal,
      });
      const meaning = GSUP_ANSWERS[message.type] ?? 'not_understood';
      // The router's own error is the HLR's word; the others are the node's.
      const element = meaning === 'node_unreachable' ? this.element : name;
      this.#note(call, 'gsup', request, raw, meaning, { element, node });
      return { value: { acknowledged: meaning === 'location_cancelled' }, answers: call.answers };
    } catch (error) {
      const detail = error instanceof ConnectorError ? error.detail : null;
      if (detail === ABANDONED) return { value: { acknowledged: false }, answers: call.answers };
      // Sent, and the node stayed silent: that is an answer about the node, not a fault of the HLR.
      if (!(error instanceof ConnectorError && error.fault === 'unknown' && detail === 'timeout'))
        throw error;
      this.#note(call, 'gsup', request, new Uint8Array(), 'node_silent', { node });
      return { value: { acknowledged: false }, answers: call.answers };
    }
  }

  async remove(imsi: Imsi) {
    const call = this.#begin();
    // Keys first: OsmoHLR's delete leaves their rows behind, and the freed row id can go to another subscriber.
    const keys = await Promise.allSettled([
      this.#updateIfPresent(call, imsi, 'aud2g none'),
      this.#updateIfPresent(call, imsi, 'aud3g none'),
    ]);
    const failures = keys.filter((key) => key.status === 'rejected').map((key) => key.reason);
    // Of two failures the less certain one counts.
    const failure = failures.find((reason) => reason?.fault === 'unknown') ?? failures[0];
    if (failure !== undefined) throw this.#afterEffect(call, failure);
    try {
      const existed = await this.#delete(call, imsi);
      if ((await this.#find(call, `by-imsi-${imsi}`)) !== null)
        throw new ConnectorError(this.element, 'refused', 'subscriber_still_present', call.answers);
      return { value: { existed }, answers: call.answers };
    } catch (error) {
      throw this.#afterEffect(call, error);
    }
  }

  async close() {
    this.#ctrl.close();
    this.#vty.close();
    this.#gsup.close();
  }

  /** @param by how OsmoHLR names a subscriber: `by-imsi-...`, `by-msisdn-...` */
  async #find(call: Call, by: string): Promise<HlrSubscriber | null> {
    const variable = `subscriber.${by}.info`;
    const answer = await this.#ctrl.use((ctrl) => ctrl.get(variable, left(call)));
    const code = answer.kind === 'error' ? ctrlError(answer.value) : null;
    this.#note(call, 'ctrl', `GET ${variable}`, answer.raw, code?.meaning ?? 'subscriber_found');
    if (code === null) {
      const subscriber = readSubscriber(answer.value);
      if (subscriber === null) throw this.#malformed(call);
      return subscriber;
    }
    if (code.meaning === 'subscriber_absent') return null;
    throw this.#refused(call, code.detail);
  }

  /** @returns whether there was a subscriber to delete. */
  async #delete(call: Call, imsi: Imsi): Promise<boolean> {
    const answer = await this.#ctrl.use((ctrl) => ctrl.set('subscriber.delete', imsi, left(call)));
    const code = answer.kind === 'error' ? ctrlError(answer.value) : null;
    this.#note(
      call,
      'ctrl',
      `SET subscriber.delete ${imsi}`,
      answer.raw,
      code?.meaning ?? 'subscriber_deleted',
    );
    if (code === null) return true;
    if (code.meaning === 'subscriber_absent') return false;
    throw this.#refused(call, code.detail);
  }

  async #update(call: Call, imsi: Imsi, setting: SubscriberSetting): Promise<void> {
    if (!(await this.#updateIfPresent(call, imsi, setting))) throw this.#refused(call, 'subscriber_absent');
  }

  /** @returns whether the subscriber was there. */
  async #updateIfPresent(call: Call, imsi: Imsi, setting: SubscriberSetting): Promise<boolean> {
    const request = `subscriber imsi ${imsi} update ${setting}`;
    if (!/^\d{1,15}$/.test(imsi)) throw this.#refused(call, 'argument_not_allowed');
    const answer = await this.#vty.use((vty) => vty.run(request, left(call)));
    const code = vtyError(answer.lines);
    this.#note(call, 'vty', request, answer.raw, code?.meaning ?? VTY_SUCCESS[setting]);
    if (code === null) return true;
    if (code.meaning === 'subscriber_absent') return false;
    throw this.#refused(call, code.detail);
  }

  #begin(): Call {
    return { deadline: performance.now() + this.callTimeoutMs, answers: [] };
  }

  #note(
    call: Call,
    channel: string,
    request: string,
    answer: Uint8Array,
    meaning: AnswerMeaning,
    of: { readonly element?: string; readonly node?: NodeRef } = {},
  ): void {
    const at = this.#clock.now();
    call.answers.push({ element: this.element, interface: channel, request, answer, meaning, ...of, at });
  }

  #malformed(call: Call): ConnectorError {
    return new ConnectorError(this.element, 'unknown', 'malformed_answer', call.answers);
  }

  #refused(call: Call, detail: string): ConnectorError {
    return new ConnectorError(this.element, 'refused', detail, call.answers);
  }

  /** Part of a removal may have happened, so `unavailable` (safe to repeat unasked) would be too kind a word. */
  #afterEffect(call: Call, error: unknown): unknown {
    if (!(error instanceof ConnectorError)) return error;
    const touched = call.answers.length > 0;
    const fault: ConnectorFault = error.fault === 'unavailable' && touched ? 'unknown' : error.fault;
    return new ConnectorError(error.connector, fault, error.detail, call.answers, { cause: error });
  }
}

/** What is left of a call's time, in milliseconds: nothing, or less, where the process slept; then nothing is sent any more. */
const left = (call: Call): number => call.deadline - performance.now();

/** Reads `info`: a line a field, name and value parted by a tab. `null` if it is no subscriber. */
function readSubscriber(info: string): HlrSubscriber | null {
  const fields = new Map<string, string>();
  for (const line of info.split('\n')) {
    const tab = line.indexOf('\t');
    if (tab > 0) fields.set(line.slice(0, tab), line.slice(tab + 1));
  }
  const imsi = fields.get('imsi') ?? '';
  if (!/^\d{5,15}$/.test(imsi) || !fields.has('nam_cs') || !fields.has('nam_ps')) return null;
  // `ms_purged_*` says nothing: OsmoHLR sets it on PurgeMS and never clears it on the next location update.
  const servingNodes: NodeRef[] = [];
  const vlr = fields.get('vlr_number');
  const sgsn = fields.get('sgsn_number');
  if (vlr) servingNodes.push({ domain: 'cs', name: vlr });
  if (sgsn) servingNodes.push({ domain: 'ps', name: sgsn });
  return {
    imsi: imsi as Imsi,
    msisdn: readMsisdn(fields.get('msisdn')),
    csEnabled: fields.get('nam_cs') === '1',
    psEnabled: fields.get('nam_ps') === '1',
    servingNodes,
  };
}

/** The HLR keeps digits without the plus. Short extensions of a test network are no MSISDN (ITU-T E.164). */
function readMsisdn(digits: string | undefined): Msisdn | null {
  return digits !== undefined && /^[1-9]\d{6,14}$/.test(digits) ? (`+${digits}` as Msisdn) : null;
}
