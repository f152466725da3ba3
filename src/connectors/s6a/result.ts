import type { AnswerMeaning, NodeRef } from '../../ports/hlr.ts';
import {
  type Avp,
  allOf,
  avpsOf,
  decodeAvps,
  FLAG,
  type Message,
  numberOf,
  onlyOne,
  textOf,
} from './codec.ts';
import {
  APPLICATION_RELAY,
  APPLICATION_S6A,
  AVP,
  COMMAND,
  EXPERIMENTAL,
  RESULT,
  VENDOR_3GPP,
} from './dictionary.ts';
import { isDiameterIdentity, sameIdentity } from './messages.ts';

/**
 * What an answer says. The base protocol and 3GPP count apart: 5001 is AVP_UNSUPPORTED as a Result-Code, and USER_UNKNOWN
 * as an Experimental-Result-Code. RFC 6733 sections 7.1 and 7.6, TS 29.272 section 7.4.
 */
export type Result =
  | { readonly kind: 'base'; readonly code: number }
  | { readonly kind: '3gpp'; readonly code: number };

export interface Answer {
  readonly command: number;
  readonly sessionId: string | null;
  /** Who answered: the node that was asked, another one, or a relay on the way; null where it does not say so. */
  readonly originHost: string | null;
  /** Null where there is none, or more than one: it could be read either way. */
  readonly result: Result | null;
  /** The E bit: the protocol itself stood in the way. */
  readonly isProtocolError: boolean;
  /** As received. */
  readonly raw: Buffer;
}

/** @throws DiameterError where an AVP breaks the encoding */
export function readAnswer(message: Message): Answer {
  const avps = avpsOf(message);
  const originHost = textOf(onlyOne(avps, AVP.originHost));
  return {
    command: message.command,
    sessionId: textOf(onlyOne(avps, AVP.sessionId)),
    originHost: originHost !== null && isDiameterIdentity(originHost) ? originHost : null,
    result: resultOf(avps),
    isProtocolError: (message.flags & FLAG.error) !== 0,
    // The reader's bytes are of this turn only.
    raw: Buffer.from(message.raw),
  };
}

function resultOf(avps: readonly Avp[]): Result | null {
  const base = allOf(avps, AVP.resultCode);
  const experimental = allOf(avps, AVP.experimentalResult);
  if (base.length + experimental.length !== 1) return null;
  if (base.length === 1) return { kind: 'base', code: numberOf(base[0]!)! };
  const inner = decodeAvps(experimental[0]!.data);
  const code = numberOf(onlyOne(inner, AVP.experimentalResultCode));
  const vendor = numberOf(onlyOne(inner, AVP.vendorId));
  return code !== null && vendor === VENDOR_3GPP ? { kind: '3gpp', code } : null;
}

/** The code as a stable word, e.g. `3002` or `3gpp_5001`. */
const resultWord = (result: Result | null): string =>
  result === null ? 'no_result' : result.kind === 'base' ? String(result.code) : `3gpp_${result.code}`;

export const isSuccess = ({ result, isProtocolError }: Answer): boolean =>
  !isProtocolError && result?.kind === 'base' && result.code === RESULT.success;

const isProtocolCode = (result: Result | null): boolean =>
  result?.kind === 'base' && result.code >= 3_000 && result.code < 4_000;

/** What success means of each request. */
const SUCCESS: Readonly<Record<number, AnswerMeaning>> = {
  [COMMAND.cancelLocation]: 'location_cancelled',
  [COMMAND.insertSubscriberData]: 'access_refused',
};

/**
 * What an answer says of the node that was asked. Only its own word counts for it, whoever else on the way may say success.
 *
 * - Success of a cancellation is an acknowledgement and no more: TS 29.272 section 5.2.1.2.3 lets a node that does not know
 *   the subscriber answer it, too, and Open5GS sends it before it detaches the phone (`src/mme/mme-fd-path.c`,
 *   `mme_s6a_clr_cb`).
 * - USER_UNKNOWN is no code of that section, but some nodes say so when they have no such subscriber (Open5GS, in the same
 *   function). It tells of the state, and is kept as that. Only as the answer to a cancellation: an attach that was under way
 *   at the bar can end after a node was told of it.
 */
export function meaningOf(answer: Answer, node: NodeRef): AnswerMeaning {
  const { result, originHost } = answer;
  if (result === null) return 'not_understood';
  if (isUnroutable(result)) return 'node_unreachable';
  if (originHost === null || !sameIdentity(originHost, node.name))
    return isProtocolCode(result) ? 'node_unreachable' : 'not_understood';
  if (isSuccess(answer)) return SUCCESS[answer.command] ?? 'not_understood';
  if (answer.command === COMMAND.cancelLocation && isUserUnknown(result)) return 'absent_at_node';
  // The E bit and a code of success deny each other.
  return result.kind === 'base' && result.code < 3_000 ? 'not_understood' : 'cancel_refused';
}

const isUserUnknown = ({ kind, code }: Result): boolean =>
  kind === '3gpp' && code === EXPERIMENTAL.userUnknown;

const isUnroutable = ({ kind, code }: Result): boolean =>
  kind === 'base' && (code === RESULT.unableToDeliver || code === RESULT.realmNotServed);

/**
 * What keeps a link from use after the exchange of capabilities; null if nothing does. A relay serves every application
 * (RFC 6733 sections 2.4 and 5.3).
 */
export function capabilitiesFault(message: Message): string | null {
  const answer = readAnswer(message);
  if (!isSuccess(answer)) return `cer_refused_${resultWord(answer.result)}`;
  const avps = avpsOf(message);
  const offered = [
    avps,
    ...allOf(avps, AVP.vendorSpecificApplicationId).map(({ data }) => decodeAvps(data)),
  ].flatMap((some) => allOf(some, AVP.authApplicationId).map(numberOf));
  return offered.includes(APPLICATION_S6A) || offered.includes(APPLICATION_RELAY)
    ? null
    : 'application_unsupported';
}
