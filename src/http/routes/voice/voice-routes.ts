import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../../../domain/errors.ts';
import { parseStrictJson } from '../../../domain/values/strict-json.ts';
import type { MenuInput } from '../../../domain/voice/menu.ts';
import type { Platform } from '../../../domain/voice/platform.ts';
import { voicePlatform } from '../../../operations/access/actor.ts';
import type { Operations } from '../../../operations/context.ts';
import { endVoiceCall } from '../../../operations/voice/end-voice-call.ts';
import { beginVoiceCall, takeVoiceStep, type VoiceAnswer } from '../../../operations/voice/take-step.ts';
import { jambonzVerbs, type RenderContext, twiml } from './render.ts';
import { jambonzSigned, type TwilioSecrets, twilioSigned } from './signatures.ts';

/** By what the requests of the platforms are known, and who takes over from the menu. */
export interface VoicePlatforms {
  readonly jambonz: readonly string[];
  readonly twilio: TwilioSecrets;
  readonly person: string;
}

/** What a platform tells of a call, in one form. */
interface Told {
  readonly callId: string;
  readonly caller: string;
  readonly input: MenuInput;
  /** The caller hung up, or the call failed. */
  readonly over: boolean;
}

interface Door {
  readonly platform: Platform;
  /** What the request says; null where the platform did not sign it. */
  readonly read: (request: FastifyRequest<{ Body: Buffer }>) => Told | null;
  readonly type: string;
  readonly render: (answer: VoiceAnswer, context: RenderContext) => string;
}

const BODY_LIMIT = 32 * 1024;
const CALL_ID = /^[\x21-\x7e]{1,128}$/;
/** As both platforms name the end of a call. */
const OVER = ['completed', 'failed', 'busy', 'no-answer', 'canceled'];

/**
 * The webhooks of the voice menu: where a call comes in, where a step of it is answered, and where its end is told. Bodies are read as
 * they came, because they are signed so. These stand outside the API: what answers is no problem document but what is said.
 */
export async function voiceRoutes(
  app: FastifyInstance,
  op: Operations,
  { publicUrl, ...platforms }: VoicePlatforms & { readonly publicUrl: string },
): Promise<void> {
  const doors = [
    ...(platforms.jambonz.length > 0 ? [jambonz(op, platforms.jambonz)] : []),
    ...(platforms.twilio.token !== null || platforms.twilio.key !== null
      ? [twilio(platforms.twilio, publicUrl)]
      : []),
  ];
  await app.register(async (voice) => {
    voice.removeAllContentTypeParsers();
    voice.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    for (const door of doors) open(voice, op, door, { publicUrl, person: platforms.person });
  });
}

function open(
  app: FastifyInstance,
  op: Operations,
  door: Door,
  { publicUrl, person }: { readonly publicUrl: string; readonly person: string },
): void {
  const { platform } = door;
  const base = `/voice/${platform}`;
  const actor = voicePlatform(platform);
  const house = op.house.name;
  const webhook = (
    path: string,
    answer: (told: Told, query: Readonly<Record<string, unknown>>) => Promise<VoiceAnswer | null>,
  ): void => {
    app.post<{ Body: Buffer }>(
      path,
      { schema: { hide: true }, config: { asks: ['takeVoiceStep'] }, bodyLimit: BODY_LIMIT },
      async (request, reply) => {
        const told = door.read(request);
        // Nothing tells a wrong signature from an old one, or from none.
        if (told === null) return refused(reply, 403);
        if (!CALL_ID.test(told.callId)) return refused(reply, 422);
        try {
          const said = await answer(told, request.query as Readonly<Record<string, unknown>>);
          if (said === null) return reply.code(204).send();
          const context = { house, person, callId: told.callId, stepUrl: `${publicUrl}${base}/step` };
          return reply.type(door.type).send(door.render(said, context));
        } catch (error) {
          // An old request, sent again.
          if (error instanceof HandbackError && error.code === 'request_invalid') return refused(reply, 409);
          throw error;
        }
      },
    );
  };
  webhook(base, ({ callId, caller }) => beginVoiceCall(op, actor, { callId, caller }));
  webhook(`${base}/step`, ({ callId, input }, { step, wait }) =>
    takeVoiceStep(op, actor, {
      callId,
      step: typeof step === 'string' ? step.slice(0, 100) : '',
      input: wait === undefined ? input : null,
    }),
  );
  webhook(`${base}/status`, async ({ callId, over }) => {
    if (over) await endVoiceCall(op, actor, { callId });
    return null;
  });
}

const refused = (reply: FastifyReply, status: 403 | 409 | 422): FastifyReply => reply.code(status).send();

function jambonz(op: Operations, secrets: readonly string[]): Door {
  return {
    platform: 'jambonz',
    type: 'application/json; charset=utf-8',
    render: (answer, context) => JSON.stringify(jambonzVerbs(answer, context)),
    read({ body, headers }) {
      const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      if (!jambonzSigned(secrets, one(headers['jambonz-signature']), raw, op.clock.now())) return null;
      const given = readJson(raw);
      const digits = text(given['digits']);
      return {
        callId: text(given['call_sid']),
        caller: text(given['from']),
        over: OVER.includes(text(given['call_status'])),
        input:
          digits !== ''
            ? { kind: 'keys', keys: digits }
            : { kind: given['speech'] === undefined ? 'silence' : 'speech' },
      };
    },
  };
}

function readJson(raw: Buffer): Readonly<Record<string, unknown>> {
  try {
    const given: unknown = parseStrictJson(raw);
    return typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function twilio(secrets: TwilioSecrets, publicUrl: string): Door {
  return {
    platform: 'twilio',
    type: 'text/xml; charset=utf-8',
    render: twiml,
    read({ body, headers, url }) {
      const form = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
      const signed = twilioSigned(secrets, {
        signature: one(headers['x-twilio-signature']),
        settings: one(headers['x-twilio-webhooks-signature-settings']),
        // The public address, as it was configured there, and the query as it came.
        url: publicUrl + url,
        form,
      });
      if (!signed) return null;
      const digits = form.get('Digits') ?? '';
      return {
        callId: form.get('CallSid') ?? '',
        caller: form.get('From') ?? '',
        over: OVER.includes(form.get('CallStatus') ?? ''),
        input:
          digits !== ''
            ? { kind: 'keys', keys: digits }
            : { kind: form.get('SpeechResult') === null ? 'silence' : 'speech' },
      };
    },
  };
}

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 1_000) : '');
