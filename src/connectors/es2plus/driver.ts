import { type Clock, systemClock } from '../../ports/clock.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { AnswerMeaning, NetworkAnswer } from '../../ports/hlr.ts';
import type { CancelResult, ProfileOrder, Smdp, SmdpReply } from '../../ports/smdp.ts';
import type { Surroundings } from '../driver.ts';
import { readAnswer } from './answer.ts';
import { cancelOutcome } from './codes.ts';
import {
  CANCEL_ORDER,
  type FinalProfileStatus,
  pathOf,
  type RequestHeader,
  requestHeaders,
  SPEC_VERSION,
  type SpecVersion,
} from './functions.ts';
import { type HttpAnswer, HttpsPeer, type HttpsPeerConfig, PostFailure } from './https-peer.ts';
import { type IccidForm, iccidOnWire } from './wire-values.ts';

export interface Es2PlusConfig extends HttpsPeerConfig {
  /** Who calls: the identifier that the SM-DP+ gave this operator. */
  readonly requester: string;
  /** Default 2.2.2, or 3.1.0 for an SM-DP+ of version 3. */
  readonly specVersion?: SpecVersion;
  /** Default `handback`; some SM-DP+ let only `gsma-rsp-lpad` in. */
  readonly userAgent?: string;
  /** Default `padded`. */
  readonly iccidForm?: IccidForm;
  /** Bounds every method, in milliseconds. Default 10,000. */
  readonly callTimeoutMs?: number;
  /** Names this SM-DP+ in evidence. Default its host. */
  readonly element?: string;
  /** Names this SM-DP+ in errors. Default `es2plus`. */
  readonly connector?: string;
  readonly clock?: Clock;
}

interface CancelOrderBody {
  readonly header: RequestHeader;
  readonly iccid: string;
  readonly eid?: string;
  readonly matchingId?: string;
  readonly finalProfileStatusIndicator: FinalProfileStatus;
}

/**
 * An SM-DP+ behind the `Smdp` port, over ES2+ (SGP.22 sections 5.3 and 6.5): JSON over HTTPS with mutual TLS.
 * Calls do not wait for each other; how many are under way at once is the caller's to bound.
 * @throws Error where the certificates, the key or the address cannot be used
 */
export function createEs2PlusSmdp(config: Es2PlusConfig): Smdp {
  const connector = config.connector ?? 'es2plus';
  const callTimeoutMs = config.callTimeoutMs ?? 10_000;
  const clock = config.clock ?? systemClock;
  const peer = new HttpsPeer(config);
  const element = config.element ?? peer.host;
  const headers = requestHeaders(config.specVersion ?? SPEC_VERSION.v2, config.userAgent ?? 'handback');

  async function cancelOrder(order: ProfileOrder): Promise<SmdpReply<CancelResult>> {
    const path = pathOf(CANCEL_ORDER);
    const body = JSON.stringify({
      header: { functionRequesterIdentifier: config.requester, functionCallIdentifier: order.key },
      iccid: iccidOnWire(order.iccid, config.iccidForm ?? 'padded'),
      ...(order.eid !== null && { eid: order.eid }),
      ...(order.matchingId !== null && { matchingId: order.matchingId }),
      finalProfileStatusIndicator: 'Unavailable',
    } satisfies CancelOrderBody);
    const http = await post(path, body);
    const evidence = (meaning: AnswerMeaning): readonly [NetworkAnswer] => [
      {
        element,
        interface: 'ES2+',
        request: `POST ${peer.urlOf(path)}\n${body}`,
        answer: Buffer.concat([http.head, http.body]),
        meaning,
        at: clock.now(),
      },
    ];
    const answer = readAnswer(http.status, http.body);
    if ('fault' in answer)
      throw new ConnectorError(connector, answer.fault, answer.detail, evidence('not_understood'));
    const outcome = cancelOutcome(answer);
    if ('fault' in outcome)
      throw new ConnectorError(connector, outcome.fault, outcome.detail, evidence(outcome.meaning));
    return { value: outcome.result, answers: evidence(outcome.meaning) };
  }

  /** Tries once more, in the same time, where nothing of the request was sent: the peer may just be restarting. */
  async function post(path: string, body: string): Promise<HttpAnswer> {
    const signal = AbortSignal.timeout(callTimeoutMs);
    for (let triesLeft = 1; ; triesLeft--) {
      try {
        return await peer.post(path, headers, body, signal);
      } catch (error) {
        if (!(error instanceof PostFailure)) throw error;
        if (triesLeft > 0 && !error.sent && !signal.aborted) continue;
        const fault = error.sent ? 'unknown' : 'unavailable';
        throw new ConnectorError(connector, fault, error.detail, [], { cause: error });
      }
    }
  }

  return { element, callTimeoutMs, cancelOrder, close: async () => peer.close() };
}

/**
 * `https://HOST:PORT`; `?requester=OID` names us to it, `?version=3` speaks SGP.22 v3, `?element=NAME` names it in
 * evidence.
 */
export function es2PlusFromUrl(url: URL, { operatorId, smdpClient }: Surroundings): Smdp {
  const { caPem, ...identity } = smdpClient();
  const element = url.searchParams.get('element');
  return createEs2PlusSmdp({
    url: url.origin,
    caPem,
    identity,
    requester: url.searchParams.get('requester') ?? operatorId,
    specVersion: url.searchParams.get('version') === '3' ? SPEC_VERSION.v3 : SPEC_VERSION.v2,
    ...(element === null ? {} : { element }),
  });
}
