import type { ConnectorFault } from '../../ports/connector-error.ts';
import { DeliveryError, type Trouble } from '../../ports/delivery-error.ts';
import type { Sms, SmsMessage, TextTaker } from '../../ports/sms.ts';
import type { Surroundings } from '../driver.ts';
import { encodeMessage } from '../smpp/encoding.ts';
import { askSendsms, type KannelAnswer, kannelAddress } from './client.ts';
import { type Listener, listenToKannel } from './listener.ts';

const CALL_TIMEOUT_MS = 10_000;
const CONNECTOR = 'kannel';
/** Nothing was taken: smsbox, or bearerbox behind it, is not there. */
const NOT_THERE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

/** Kannel's smsbox over HTTP: `sendsms` for what we send, its `get-url` for what phones send us. */
export function kannelFromUrl(url: URL, { smsSender }: Surroundings): Sms {
  const address = kannelAddress(url);
  let listener: Listener | null = null;
  let closed = false;
  const fault = (kind: ConnectorFault, detail: string, trouble: Trouble, cause?: unknown) =>
    new DeliveryError(CONNECTOR, kind, detail, { trouble, cause });

  async function send({ to, text, reference }: SmsMessage): Promise<{ readonly parts: number }> {
    if (closed) throw fault('unavailable', 'closed', 'link');
    const encoded = encodeMessage(text, reference);
    if (encoded === null) throw fault('refused', 'text_too_long', 'message');
    // Kannel cuts a long text itself.
    const wide = encoded.dataCoding !== 0;
    const answer = await askSendsms(address, { from: smsSender, to, text, wide }, CALL_TIMEOUT_MS).catch(
      (error: unknown) => {
        const code = codeOf(error);
        throw fault(NOT_THERE.has(code) ? 'unavailable' : 'unknown', code, 'link', error);
      },
    );
    const failed = failureOf(answer);
    if (failed !== null) throw fault(...failed);
    return { parts: encoded.parts.length };
  }

  return {
    callTimeoutMs: CALL_TIMEOUT_MS,
    send,
    ...(address.listen === null
      ? {}
      : {
          receive: (take: TextTaker): void => {
            listener ??= listenToKannel(address.listen!, take);
          },
        }),
    close: async () => {
      closed = true;
      await listener?.close();
    },
  };
}

/**
 * What smsbox answered. 202 is for a text that bearerbox has, or keeps until its centre is back; both are Kannel's to deliver.
 * @returns null for a text that was taken
 */
function failureOf({ status, text }: KannelAnswer): [ConnectorFault, string, Trouble] | null {
  if (status === 202 || status === 200) return null;
  if (status === 403) return ['unavailable', 'authorization_failed', 'set_up'];
  if (status === 404) return ['unavailable', 'no_sendsms_here', 'set_up'];
  if (status === 400) return ['refused', 'request_refused', 'message'];
  if (status === 503) return ['unavailable', 'temporal_failure', 'link'];
  return ['unknown', `http_${status}${text === '' ? '' : '_unexpected'}`, 'message'];
}

function codeOf(error: unknown): string {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: unknown } };
  if (name === 'TimeoutError') return 'timeout';
  return typeof cause?.code === 'string' ? cause.code : 'connection_failed';
}
