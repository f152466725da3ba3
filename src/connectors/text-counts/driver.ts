import type { Msisdn } from '../../domain/values/msisdn.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { TextCounts } from '../../ports/text-counts.ts';
import { askJson } from '../json-client.ts';
import { textCountsAddress } from './address.ts';

const CALL_TIMEOUT_MS = 30_000;
/** Of one number. */
const ROW_BYTES = 128;
const LEAST_BYTES = 64 * 1024;
const MOST_TEXTS = 1_000_000;
const ELEMENT = 'text_counts';

/**
 * The message centre over HTTPS, by the contract of docs/reference/text-counts.md: `POST /text-counts`. It is told which numbers rest, and
 * answers for those and no others. Whatever is not exactly that is an answer that cannot be told.
 */
export function textCountsFromUrl(url: URL): TextCounts {
  const address = textCountsAddress(url);
  return {
    callTimeoutMs: CALL_TIMEOUT_MS,
    async countsOf(numbers, on) {
      const answer = await askJson(address, {
        path: '/text-counts',
        body: { on, numbers },
        timeoutMs: CALL_TIMEOUT_MS,
        limit: LEAST_BYTES + numbers.length * ROW_BYTES,
      });
      if ('fault' in answer) throw new ConnectorError(ELEMENT, 'unavailable', answer.fault);
      if (answer.status !== 200) throw new ConnectorError(ELEMENT, 'refused', `http_${answer.status}`);
      const counts = countsIn(answer.json, new Set(numbers));
      if (counts === null) throw new ConnectorError(ELEMENT, 'refused', 'answer_unreadable');
      return counts;
    },
    close: async () => undefined,
  };
}

/** Anything beside a number that was asked for and its count makes it no answer: more must not come in unnoticed. */
function countsIn(
  json: unknown,
  asked: ReadonlySet<string>,
): readonly { readonly number: Msisdn; readonly texts: number }[] | null {
  const said = (json as { readonly counts?: unknown } | null)?.counts;
  if (!Array.isArray(said)) return null;
  const counts: { number: Msisdn; texts: number }[] = [];
  for (const row of said as readonly Record<string, unknown>[]) {
    const { number, texts, ...more } = row ?? {};
    if (typeof number !== 'string' || !asked.has(number) || Object.keys(more).length > 0) return null;
    if (!Number.isInteger(texts) || (texts as number) < 0 || (texts as number) > MOST_TEXTS) return null;
    counts.push({ number: number as Msisdn, texts: texts as number });
  }
  return counts;
}
