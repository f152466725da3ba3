import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { HandbackError } from '../../../domain/errors.ts';
import { withinCodeBudget } from '../../../operations/access/code-budget.ts';
import type { Operations } from '../../../operations/context.ts';
import { proveContactCode } from '../../../operations/people/contacts/prove-contact-code.ts';
import { requestContactCode } from '../../../operations/people/contacts/request-contact-code.ts';
import { endSession } from '../../../operations/people/end-session.ts';
import { proveDocument } from '../../../operations/people/prove-document.ts';
import { requestCode } from '../../../operations/people/request-code.ts';
import { signInByCode } from '../../../operations/people/sign-in-by-code.ts';
import { signInWithoutPhone } from '../../../operations/people/sign-in-without-phone.ts';
import { named } from '../../kit/named-schema.ts';
import { Instant, operation } from '../../kit/schema.ts';

const NumberText = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Telephone number, international or national.',
});
const Session = named(
  'Session',
  Type.Object({ token: Type.String(), lineId: Type.String(), factors: Type.Array(Type.String()) }),
);
const CodeText = Type.String({
  maxLength: 1_000,
  description:
    'The six digits, or the whole message that holds them. What is no code is refused as `code_invalid` and costs no try.',
});
const DocumentText = Type.String({
  maxLength: 200,
  description:
    'As on the document. What no document can have is refused as `document_invalid` and costs no try.',
});
const tag = 'Sign in';

const Code = named('CodeRequest', Type.Object({ number: NumberText }, { additionalProperties: false }));
const CodeSent = named(
  'CodeSent',
  Type.Object({
    resendAt: Instant,
    validMinutes: Type.Integer(),
    challenge: Type.Optional(
      Type.String({ description: 'Belongs to this code: signing in with the code shows it, too.' }),
    ),
  }),
);
const SignIn = named(
  'SignIn',
  Type.Object(
    {
      number: NumberText,
      code: Type.Optional(CodeText),
      challenge: Type.Optional(
        Type.String({ maxLength: 64, description: 'From the answer to `requestCode`.' }),
      ),
      documentNumber: Type.Optional(DocumentText),
      openedOn: Type.Optional(Type.String({ maxLength: 40 })),
    },
    { additionalProperties: false },
  ),
);
const Factor = named(
  'Factor',
  Type.Union([
    Type.Object({ documentNumber: DocumentText }, { additionalProperties: false }),
    Type.Object({ contactCode: CodeText }, { additionalProperties: false }),
  ]),
);

export function signInRoutes(app: FastifyInstance, op: Operations): void {
  requestCodeRoute(app, op);
  signInRoute(app, op);
  addFactorRoute(app, op);
  requestContactCodeRoute(app, op);
  signOutRoute(app, op);
}

function requestCodeRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof Code> }>({
    ...operation('POST', '/codes', {
      id: 'requestCode',
      asks: ['requestCode'],
      perMinute: 30,
      tag,
      summary: 'Send a one-time code to a number',
      description: 'The answer is the same for numbers that nobody has.',
      body: Code,
      answers: { 202: CodeSent },
      errors: [
        'msisdn_invalid',
        'msisdn_not_international',
        'answer_locked',
        'code_too_soon',
        'code_too_many',
        'codes_exhausted',
      ],
      idempotent: 'by-nature',
    }),
    handler: async (request, reply) => {
      const { actor, client } = request.caller;
      const { resendAt, validMinutes, challenge } = await withinCodeBudget(op, actor, client, () =>
        requestCode(op, actor, request.body),
      );
      return reply.code(202).send({ resendAt: resendAt.toISOString(), validMinutes, challenge });
    },
  });
}

function signInRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof SignIn> }>({
    ...operation('POST', '/sessions', {
      id: 'signIn',
      asks: ['signInByCode', 'signInWithoutPhone'],
      tag,
      summary: 'Sign in with a code, or without the phone',
      description:
        'With `code`: by the code that was sent. With `documentNumber` and `openedOn`: for those whose phone is lost.',
      body: SignIn,
      answers: { 201: Session },
      errors: [
        'msisdn_invalid',
        'msisdn_not_international',
        'code_invalid',
        'document_invalid',
        'date_invalid',
        'answer_wrong',
        'answer_locked',
      ],
      idempotent: 'by-nature',
    }),
    handler: async (request, reply) => {
      const { actor } = request.caller;
      const { number, code, challenge, documentNumber, openedOn } = request.body;
      if (code !== undefined) {
        if (challenge === undefined) throw new HandbackError('request_invalid', { field: 'challenge' });
        return reply.code(201).send(await signInByCode(op, actor, { number, challenge, code }));
      }
      if (documentNumber === undefined || openedOn === undefined)
        throw new HandbackError('request_invalid', { field: 'code' });
      const given = { number, documentNumber, openedOn };
      return reply.code(201).send(await signInWithoutPhone(op, actor, given));
    },
  });
}

function addFactorRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof Factor> }>({
    ...operation('POST', '/sessions/current/factors', {
      id: 'addFactor',
      asks: ['proveDocument', 'proveContactCode'],
      tag,
      summary:
        'Add a factor to what the session has proven: the document number, or a code sent to the other number',
      body: Factor,
      answers: { 204: null },
      errors: ['code_invalid', 'document_invalid', 'answer_wrong', 'answer_locked'],
      idempotent: 'by-nature',
    }),
    handler: async (request, reply) => {
      const { actor } = request.caller;
      if ('contactCode' in request.body)
        await proveContactCode(op, actor, { code: request.body.contactCode });
      else await proveDocument(op, actor, request.body);
      return reply.code(204).send();
    },
  });
}

function requestContactCodeRoute(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('POST', '/sessions/current/contact-codes', {
      id: 'requestContactCode',
      asks: ['requestContactCode'],
      perMinute: 30,
      tag,
      summary: "Send a one-time code to the person's other number, when the phone is lost",
      answers: { 202: CodeSent },
      errors: ['contact_invalid', 'answer_locked', 'code_too_soon', 'code_too_many', 'codes_exhausted'],
      idempotent: 'by-nature',
    }),
    handler: async (request, reply) => {
      const { actor, client } = request.caller;
      const { resendAt, validMinutes } = await withinCodeBudget(op, actor, client, () =>
        requestContactCode(op, actor),
      );
      return reply.code(202).send({ resendAt: resendAt.toISOString(), validMinutes });
    },
  });
}

function signOutRoute(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('DELETE', '/sessions/current', {
      id: 'signOut',
      asks: ['endSession'],
      tag,
      summary: 'Sign out',
      answers: { 204: null },
      errors: [],
      idempotent: 'by-nature',
    }),
    handler: async (request, reply) => {
      await endSession(op, request.caller.actor);
      return reply.code(204).send();
    },
  });
}
