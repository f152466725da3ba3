import { CHARGE_KINDS, DISPUTE_OUTCOMES } from '../../domain/charges/tripwire.ts';
import { parseLocalDate } from '../../domain/values/local-date.ts';
import { decimalText, parseDecimal } from '../../domain/values/money.ts';
import type { ChargeControl, ChargeDisputeAnswer, ChargedLine } from '../../ports/charge-control.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import { askJson, type JsonAnswer, type JsonRequest } from '../json-client.ts';
import { chargeControlAddress } from './address.ts';

const CALL_TIMEOUT_MS = 10_000;
const ANSWER_LIMIT = 64 * 1024;
/** A line of a page with its newest charge. */
const LINE_BYTES = 512;
const STATES = ['open', ...DISPUTE_OUTCOMES] as const;

/**
 * The operator's billing system over HTTPS, by the contract of docs/reference/charge-control.md: `POST /charge-disputes` and
 * `GET /charged-lines?after=LINE&limit=N`. Whatever is not exactly that is an answer that cannot be told.
 */
export function chargeControlFromUrl(url: URL): ChargeControl {
  const address = chargeControlAddress(url);
  const element = 'billing';
  const ask = async (request: Omit<JsonRequest, 'timeoutMs'>): Promise<unknown> => {
    const answer = await askJson(address, { ...request, timeoutMs: CALL_TIMEOUT_MS });
    return bodyOf(element, answer);
  };
  return {
    element,
    callTimeoutMs: CALL_TIMEOUT_MS,
    async disputeCharge({ amount, ...request }) {
      const body = { ...request, amount: decimalText(amount), currency: amount.currency };
      const answer = disputeOf(await ask({ path: '/charge-disputes', body, limit: ANSWER_LIMIT }));
      if (answer === null) throw new ConnectorError(element, 'unknown', 'answer_unreadable');
      return answer;
    },
    async chargedLines(after, limit) {
      const query = new URLSearchParams({ limit: String(limit), ...(after === null ? {} : { after }) });
      const path = `/charged-lines?${query}`;
      const lines = linesOf(await ask({ path, limit: ANSWER_LIMIT + limit * LINE_BYTES }), after);
      if (lines === null || lines.length > limit)
        throw new ConnectorError(element, 'unknown', 'answer_unreadable');
      return lines;
    },
    close: async () => undefined,
  };
}

/** Both questions are safe to repeat, so that every fault but a refusal means: ask again. */
function bodyOf(element: string, answer: JsonAnswer): unknown {
  if ('fault' in answer) {
    const unsent = answer.fault === 'ECONNREFUSED' || answer.fault === 'ENOTFOUND';
    throw new ConnectorError(element, unsent ? 'unavailable' : 'unknown', answer.fault);
  }
  const { status, json } = answer;
  if (status === 200 || status === 201) return json;
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  throw new ConnectorError(element, refused ? 'refused' : 'unavailable', `http_${status}`);
}

function disputeOf(json: unknown): ChargeDisputeAnswer | null {
  const { disputeRef, state, reason = null } = (json ?? {}) as Record<string, unknown>;
  const known = STATES.find((one) => one === state);
  if (typeof disputeRef !== 'string' || disputeRef === '' || disputeRef.length > 128) return null;
  if (known === undefined || (reason !== null && typeof reason !== 'string')) return null;
  return { disputeRef, state: known, reason: reason === null ? null : reason.slice(0, 500) };
}

interface SaidLine {
  readonly lineId?: unknown;
  readonly lastCharge?: Readonly<
    Record<'chargeId' | 'kind' | 'from' | 'to' | 'amount' | 'currency', string>
  > | null;
}

/** Null for a page that is none, and for one whose order would lead the comparison astray. */
function linesOf(json: unknown, after: string | null): readonly ChargedLine[] | null {
  const said = (json as { readonly lines?: unknown } | null)?.lines;
  if (!Array.isArray(said)) return null;
  let last = after === null ? null : Buffer.from(after);
  const lines: ChargedLine[] = [];
  for (const line of said as readonly (SaidLine | null)[]) {
    const { lineId, lastCharge = null } = line ?? {};
    if (typeof lineId !== 'string' || lineId === '') return null;
    const bytes = Buffer.from(lineId);
    if (last !== null && Buffer.compare(bytes, last) <= 0) return null;
    last = bytes;
    const charge = lastCharge === null ? null : chargeOf(lastCharge);
    if (charge === undefined) return null;
    lines.push({ lineId, lastCharge: charge });
  }
  return lines;
}

function chargeOf(said: NonNullable<SaidLine['lastCharge']>): ChargedLine['lastCharge'] | undefined {
  const { chargeId } = said;
  const kind = CHARGE_KINDS.find((one) => one === said.kind);
  if (typeof chargeId !== 'string' || chargeId === '' || kind === undefined) return undefined;
  try {
    const [from, to] = [parseLocalDate(said.from), parseLocalDate(said.to)];
    return from > to
      ? undefined
      : { chargeId, kind, from, to, amount: parseDecimal(said.currency, said.amount) };
  } catch {
    return undefined;
  }
}
