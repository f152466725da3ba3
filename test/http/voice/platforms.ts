import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import type { VoicePlatforms } from '../../../src/http/routes/voice/voice-routes.ts';
import { apiInstance } from '../api-instance.ts';
import { twilioSignature } from './twilio-signature.ts';

export const SECRET = 'a-secret-of-jambonz';
export const TOKEN = 'a-token-of-twilio';
export const KEY = { id: 'webhooks_sharedkey_1', secret: 'a-shared-key' };
export const PERSON = '+861012345678';
export const PUBLIC = 'http://handback.test';

export const PLATFORMS: VoicePlatforms = {
  jambonz: [SECRET],
  twilio: { token: TOKEN, key: KEY },
  person: PERSON,
};

interface JambonzSchema {
  validateApp(app: unknown): { readonly valid: boolean; readonly errors?: unknown };
}

/** The schemas that jambonz itself publishes: every answer is judged by them. */
export const jambonzSchema = createRequire(import.meta.url)('@jambonz/schema') as JambonzSchema;

export interface Heard {
  readonly status: number;
  /** All that is spoken, in one text. */
  readonly said: string;
  /** Where the next step is asked: path and query; null where the call is not asked further. */
  readonly next: string | null;
  readonly body: string;
}

export function sign(body: string, at = Date.now(), secret = SECRET): string {
  const t = Math.floor(at / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}

/** An instance to which both platforms are connected, and how each of them calls it. */
export async function voiceInstance() {
  const instance = await apiInstance({}, PLATFORMS);
  return { ...instance, ...callsTo(instance.app) };
}

/** How the platforms call a server. */
export function callsTo(app: FastifyInstance) {
  /** A webhook of jambonz, with the signature that it would have, or another. */
  async function jambonz(path: string, told: object, signature?: string): Promise<Heard> {
    const body = JSON.stringify({ from: '+8617000000900', to: '10099', direction: 'inbound', ...told });
    const answer = await app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json', 'jambonz-signature': signature ?? sign(body) },
      payload: body,
    });
    if (answer.statusCode !== 200 || answer.body === '')
      return { status: answer.statusCode, said: '', next: null, body: answer.body };
    const verbs = answer.json() as {
      verb: string;
      text?: string;
      actionHook?: string;
      say?: { text: string };
    }[];
    const judged = jambonzSchema.validateApp(verbs);
    if (!judged.valid) throw new Error(`jambonz refuses ${answer.body}: ${JSON.stringify(judged.errors)}`);
    const hook = verbs.find(({ verb }) => verb === 'gather' || verb === 'redirect')?.actionHook;
    return {
      status: 200,
      said: verbs.flatMap(({ text, say }) => [text ?? say?.text ?? []].flat()).join(' '),
      next: hook?.replace(PUBLIC, '') ?? null,
      body: answer.body,
    };
  }

  /** A webhook of Twilio, signed as its own library signs. */
  async function calledByTwilio(
    path: string,
    told: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Heard> {
    const form = { From: '+8617000000901', To: '10099', Direction: 'inbound', ...told };
    const answer = await app.inject({
      method: 'POST',
      url: path,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(headers ?? {
          'x-twilio-signature': twilioSignature(TOKEN, PUBLIC + path, form),
        }),
      },
      payload: new URLSearchParams(form).toString(),
    });
    const said = [...answer.body.matchAll(/<Say[^>]*>([^<]*)<\/Say>/g)].map(([, text]) => text).join(' ');
    const next = /action="([^"]+)"/.exec(answer.body)?.[1] ?? null;
    return { status: answer.statusCode, said, next: next?.replace(PUBLIC, '') ?? null, body: answer.body };
  }

  /** Begins a call and keys in what is given, one after the other. */
  async function keyed(callId: string, keys: readonly string[], from = '+8617000000900'): Promise<Heard> {
    let heard = await jambonz('/voice/jambonz', { call_sid: callId, from });
    for (const digits of keys)
      heard = await jambonz(heard.next!, {
        ...{ call_sid: callId, from },
        ...(digits === '' ? { reason: 'timeout' } : { digits, reason: 'dtmfDetected' }),
      });
    return heard;
  }
  return { jambonz, calledByTwilio, keyed };
}
