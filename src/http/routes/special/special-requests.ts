import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { HandbackError } from '../../../domain/errors.ts';
import type { Operations } from '../../../operations/context.ts';
import {
  viewSpecialReceipt,
  withdrawSpecialRequest,
} from '../../../operations/special/request-by-receipt.ts';
import { submitSpecialRequest } from '../../../operations/special/submit-request.ts';
import { languageOf } from '../../kit/auth.ts';
import { operation, Validate } from '../../kit/schema.ts';
import { ByReceiptSchema, SPECIAL_TAG, SpecialForm, SpecialReceiptSchema } from './request-schemas.ts';

const MB = 1024 * 1024;
/** Pictures of a request in base64: as much as one client may send at once. */
const REQUEST_BYTES = 32 * MB;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** For those who cannot ask as a holder does: asking, and what became of it, by its receipt. */
export function specialRequestRoutes(app: FastifyInstance, op: Operations): void {
  submitRoute(app, op);
  viewReceiptRoute(app, op);
  withdrawRoute(app, op);
}

function submitRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof SpecialForm>; Querystring: Static<typeof Validate> }>({
    ...operation('POST', '/special-requests', {
      id: 'submitSpecialRequest',
      asks: ['submitSpecialRequest'],
      tag: SPECIAL_TAG,
      summary: 'Ask for a line to end, or to be split off, where one cannot ask as its holder does',
      description:
        'Received and receipted at once, with the same answer for numbers that nobody has. Nothing happens to a line before two people of the operator agreed. 32 MB at most in all.',
      body: SpecialForm,
      query: Validate,
      answers: { 201: SpecialReceiptSchema, 204: null },
      errors: [
        ...(['msisdn_invalid', 'msisdn_not_international', 'document_invalid', 'contact_invalid'] as const),
        ...(['field_missing', 'field_invalid', 'photo_invalid', 'materials_missing'] as const),
      ],
      perMinute: 10,
      uploadBytes: REQUEST_BYTES,
    }),
    bodyLimit: REQUEST_BYTES,
    handler: async (request, reply) => {
      const { wish = 'end', holder = null, contact = '', note = '', photos, ...form } = request.body;
      const receipt = await submitSpecialRequest(op, request.caller.actor, {
        ...form,
        ...{ wish, holder, contact, note, language: languageOf(request) },
        photos: photos.map(({ material, file }, at) => ({ material, file: bytesOf(file, at) })),
        validateOnly: request.query.validate ?? false,
      });
      if (receipt === null) return reply.code(204).send();
      const { reference, receiptSecret, receivedAt, decideBy } = receipt;
      return reply.code(201).send({
        ...{ reference, receiptSecret },
        receivedAt: receivedAt.toISOString(),
        decideBy: decideBy.toISOString(),
      });
    },
  });
}

/** @throws HandbackError `request_invalid` for what is no base64: a part of a picture is no picture */
function bytesOf(base64: string, at: number): Uint8Array {
  if (base64.length % 4 !== 0 || !BASE64.test(base64))
    throw new HandbackError('request_invalid', {
      ...{ field: `photos/${at}/file`, in: 'body', pointer: `/photos/${at}/file`, reason: 'base64' },
    });
  return Buffer.from(base64, 'base64');
}

function viewReceiptRoute(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('GET', '/special-requests/current', {
      id: 'viewSpecialReceipt',
      asks: ['viewSpecialReceipt'],
      tag: SPECIAL_TAG,
      summary: 'What became of a special request, by its receipt',
      description: 'Send `Handback-Receipt: REFERENCE SECRET`.',
      answers: { 200: ByReceiptSchema },
      errors: ['special_request_unknown'],
    }),
    handler: async (request) => {
      const {
        timeZone: _,
        asked: _asked,
        fewer: _fewer,
        ...seen
      } = await viewSpecialReceipt(op, request.caller.actor);
      return {
        ...seen,
        receivedAt: seen.receivedAt.toISOString(),
        decideBy: seen.decideBy.toISOString(),
        decidedAt: seen.decidedAt?.toISOString() ?? null,
      };
    },
  });
}

function withdrawRoute(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('POST', '/special-requests/current/withdraw', {
      id: 'withdrawSpecialRequest',
      asks: ['withdrawSpecialRequest'],
      tag: SPECIAL_TAG,
      summary: 'Take a special request back that is not decided, by its receipt',
      description:
        'Send `Handback-Receipt: REFERENCE SECRET`. Once it is decided, its cases are withdrawn one by one, each with the same secret.',
      answers: { 204: null },
      errors: ['special_request_unknown', 'special_request_decided'],
    }),
    handler: async (request, reply) => {
      await withdrawSpecialRequest(op, request.caller.actor);
      return reply.code(204).send();
    },
  });
}
