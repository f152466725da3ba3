import { type LocalDate, parseLocalDate } from '../../domain/values/local-date.ts';
import { parseDecimal } from '../../domain/values/money.ts';
import type { AccountFacts, TopUp } from '../../ports/account-facts.ts';
import { askJson } from '../json-client.ts';
import { accountFactsAddress } from './address.ts';

/** A customer waits on the telephone. */
const CALL_TIMEOUT_MS = 3_000;
/** Larger answers are no list of a few top-ups. */
const BODY_LIMIT = 64 * 1024;

/**
 * The operator's account system over HTTPS, by the contract of docs/reference/account-facts.md:
 * `GET /lines/{lineId}/top-ups?limit=N`. Whatever is not exactly that is an answer that cannot be told.
 */
export function accountFactsFromUrl(url: URL): AccountFacts {
  const address = accountFactsAddress(url);
  return {
    callTimeoutMs: CALL_TIMEOUT_MS,
    async lastTopUps(lineId, limit) {
      const path = `/lines/${encodeURIComponent(lineId)}/top-ups?limit=${limit}`;
      const answer = await askJson(address, { path, timeoutMs: CALL_TIMEOUT_MS, limit: BODY_LIMIT });
      if ('fault' in answer) return { known: false, reason: answer.fault };
      if (answer.status !== 200) return { known: false, reason: `http_${answer.status}` };
      const topUps = topUpsOf(answer.json);
      if (topUps === null) return { known: false, reason: 'answer_unreadable' };
      return { known: true, topUps: topUps.slice(0, limit) };
    },
    close: async () => undefined,
  };
}

function topUpsOf(json: unknown): readonly TopUp[] | null {
  const rows = (json as { readonly topUps?: unknown } | null)?.topUps;
  if (!Array.isArray(rows)) return null;
  try {
    return rows
      .map((row: { readonly on: string; readonly amount: string; readonly currency: string }) => ({
        on: parseLocalDate(row.on),
        amount: parseDecimal(row.currency, row.amount),
      }))
      .sort((a, b) => byDay(b.on, a.on));
  } catch {
    return null;
  }
}

const byDay = (a: LocalDate, b: LocalDate): number => (a < b ? -1 : Number(a > b));
