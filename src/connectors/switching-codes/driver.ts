import { ConnectorError } from '../../ports/connector-error.ts';
import type { Redemption, SwitchingCodes } from '../../ports/switching-codes.ts';
import { askJson, type JsonAddress } from '../json-client.ts';
import { switchingAddress } from './address.ts';

/** Somebody waits for the text with the code. */
const CALL_TIMEOUT_MS = 5_000;
const BODY_LIMIT = 1024 * 1024;
const CONNECTOR = 'switching_codes';
const CODE = /^[A-Z0-9]{6,20}$/;

/** The system between operators, over HTTPS, by the contract of docs/reference/switching-codes.md. */
export function switchingCodesFromUrl(url: URL): SwitchingCodes {
  const address = switchingAddress(url);
  return {
    callTimeoutMs: CALL_TIMEOUT_MS,
    async issue({ key, msisdn, expiresAt }) {
      const body = { key, number: msisdn, expiresAt: expiresAt.toISOString() };
      const json = await answerOf(address, '/codes', body);
      const code = (json as { readonly code?: unknown } | null)?.code;
      if (typeof code !== 'string' || !CODE.test(code)) throw unreadable();
      return { code };
    },
    async redeemed(after) {
      const query = after === null ? '' : `?after=${encodeURIComponent(after)}`;
      const json = await answerOf(address, `/redemptions${query}`);
      const { redemptions, next } = (json ?? {}) as {
        readonly redemptions?: unknown;
        readonly next?: unknown;
      };
      if (!Array.isArray(redemptions) || typeof next !== 'string') throw unreadable();
      return { redemptions: redemptions.map(redemptionOf), next };
    },
    close: async () => undefined,
  };
}

const unreadable = (): ConnectorError => new ConnectorError(CONNECTOR, 'unavailable', 'answer_unreadable');

async function answerOf(address: JsonAddress, path: string, body?: object): Promise<unknown> {
  const asked = {
    path,
    timeoutMs: CALL_TIMEOUT_MS,
    limit: BODY_LIMIT,
    ...(body === undefined ? {} : { body }),
  };
  const answer = await askJson(address, asked);
  // A request whose answer is lost is asked again under the same key.
  if ('fault' in answer) throw new ConnectorError(CONNECTOR, 'unavailable', answer.fault);
  if (answer.status !== 200) throw new ConnectorError(CONNECTOR, 'unavailable', `http_${answer.status}`);
  return answer.json;
}

function redemptionOf(row: unknown): Redemption {
  const { code, redeemedAt } = (row ?? {}) as { readonly code?: unknown; readonly redeemedAt?: unknown };
  const at = new Date(typeof redeemedAt === 'string' ? redeemedAt : Number.NaN);
  if (typeof code !== 'string' || !CODE.test(code) || Number.isNaN(at.getTime())) throw unreadable();
  return { code, redeemedAt: at };
}
