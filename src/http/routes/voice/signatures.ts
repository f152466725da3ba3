import { createHmac, timingSafeEqual } from 'node:crypto';
import { SIGNATURE_TOLERANCE_S, signatureOf } from '../../../operations/texts/webhook-signature.ts';

/**
 * Whether jambonz signed a request: `Jambonz-Signature: t=<unix>,v1=<hex>`, the HMAC-SHA256 of `<t>.<body>`, over the body as it came.
 * There may be several `v1` while a secret is replaced.
 */
export function jambonzSigned(
  secrets: readonly string[],
  header: string | undefined,
  body: Uint8Array,
  now: Date,
): boolean {
  const parts = (header ?? '')
    .slice(0, 1_000)
    .split(',')
    .map((part) => part.trim().split('=', 2));
  const at = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(at) || Math.abs(now.getTime() / 1000 - Number(at)) > SIGNATURE_TOLERANCE_S)
    return false;
  const given = parts.flatMap(([name, value]) => (name === 'v1' && value !== undefined ? [value] : []));
  return secrets.some((secret) => {
    const right = signatureOf(secret, at, body);
    return given.some((one) => equal(one, right));
  });
}

export interface TwilioSecrets {
  readonly token: string | null;
  readonly key: { readonly id: string; readonly secret: string } | null;
}

/**
 * Whether Twilio signed a request: `X-Twilio-Signature`, the HMAC in base64 of the public URL and, sorted, each name and value of the
 * form. SHA-1 with the auth token; SHA-256 with a shared key, where `X-Twilio-Webhooks-Signature-Settings` says so. The URL counts
 * with its port and without.
 */
export function twilioSigned(
  secrets: TwilioSecrets,
  request: {
    readonly signature: string | undefined;
    readonly settings: string | undefined;
    readonly url: string;
    readonly form: URLSearchParams;
  },
): boolean {
  const way = wayOf(secrets, request.settings);
  if (way === null) return false;
  const fields = [...new Set(request.form.keys())]
    .sort()
    .flatMap((name) => [...new Set(request.form.getAll(name))].sort().map((value) => name + value))
    .join('');
  return urlsOf(request.url).some((url) =>
    equal(
      request.signature ?? '',
      createHmac(way.hash, way.secret)
        .update(url + fields)
        .digest('base64'),
    ),
  );
}

function wayOf(
  { token, key }: TwilioSecrets,
  settings: string | undefined,
): { hash: string; secret: string } | null {
  const said = new Map(
    (settings ?? '')
      .slice(0, 500)
      .split(',')
      .map((part) => {
        const [name = '', ...value] = part.split('=');
        return [name.trim(), value.join('=').trim()];
      }),
  );
  if ((settings ?? '') === '') return token === null ? null : { hash: 'sha1', secret: token };
  // Whoever names a key is not let in by the token, and an algorithm that is not known by none.
  if (key === null || said.get('key') !== key.id || said.get('algorithm') !== 'HMAC_SHA256') return null;
  return { hash: 'sha256', secret: key.secret };
}

/** The URL as it was called, without its port and with the port of its scheme; never normalised. */
function urlsOf(url: string): readonly string[] {
  const [, scheme = '', host = '', port = '', rest = ''] =
    /^(https?:\/\/)([^/?#:]+|\[[^\]]+\])(:\d+)?(.*)$/s.exec(url) ?? [];
  return [scheme + host + rest, scheme + host + (port || (scheme === 'https://' ? ':443' : ':80')) + rest];
}

function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
