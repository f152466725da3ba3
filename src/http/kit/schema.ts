import { type TSchema, type TSchemaOptions, Type } from 'typebox';
import type { ErrorCode } from '../../domain/errors.ts';
import { LISTED_LANGUAGES } from '../../domain/values/language.ts';
import { ACCESS, type AccessRule, type OperationName } from '../../operations/access/table.ts';
import { named } from './named-schema.ts';
import { STATUS } from './problem.ts';

export const Money = named(
  'Money',
  Type.Object(
    {
      currency: Type.String(),
      minor: Type.Integer({ description: 'In the smallest unit of the currency.' }),
    },
    { additionalProperties: false },
  ),
);
export const LocalDateText = Type.String({ format: 'date', examples: ['2026-11-30'] });
export const Instant = Type.String({ format: 'date-time' });
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** One of a few words. */
export const OneOf = <const Words extends readonly string[]>(words: Words, options: TSchemaOptions = {}) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words], ...options });
/** The query of a write that can be tried first. */
export const Validate = Type.Object({
  validate: Type.Optional(Type.Boolean({ description: 'Checks everything and changes nothing.' })),
});
/** Of a keyed link, the last two parts of its path. */
export const LinkParams = Type.Object({
  reference: Type.String({ maxLength: 40 }),
  token: Type.String({ maxLength: 100 }),
});
export const CaseId = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });

const ProblemSchema = named(
  'Problem',
  Type.Object(
    {
      type: Type.String(),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String(),
      code: Type.String(),
      retryable: Type.Boolean(),
      facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    },
    { description: 'Problem details (RFC 9457). `code` is stable, the texts follow Accept-Language.' },
  ),
);

const FILE = Type.String({ format: 'binary' });

/** What any operation may answer besides its own errors. */
export const COMMON_ERRORS = [
  'request_invalid',
  'not_signed_in',
  'too_many_requests',
  'payload_too_large',
  'media_type_unsupported',
  'not_acceptable',
  'unavailable',
  'internal',
] as const satisfies readonly ErrorCode[];
export const WRITE_ERRORS = [
  'idempotency_key_missing',
  'idempotency_key_reused',
  'idempotency_in_progress',
] as const satisfies readonly ErrorCode[];

export interface OperationSpec {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly body?: TSchema;
  readonly params?: TSchema;
  readonly query?: TSchema;
  /** Status to schema; a null schema is an empty answer. */
  readonly answers: Readonly<Record<number, TSchema | null>>;
  /** Its own errors; those of every operation and of every write come with it. */
  readonly errors: readonly ErrorCode[];
  /** A write that needs no Idempotency-Key, because sending it twice changes nothing more. */
  readonly idempotent?: 'by-nature';
  /** The operations that it asks; who may ask for them is in their table. None where it only reads what is published. */
  readonly asks: readonly OperationName[];
  readonly media?: string;
  /** Headers by which it is made to depend on what is stored. */
  readonly conditions?: readonly ('if-match' | 'if-none-match')[];
  /** The media types of a body that is taken as it is, bytes and all. */
  readonly takes?: readonly string[];
  /** Other media types in which the answer can be had, as files. */
  readonly alsoAs?: readonly string[];
  /** Of one address, in a minute, where that is less than the API's limit: for what sends messages. */
  readonly perMinute?: number;
  /** The bytes of its largest body, where it takes more than others. */
  readonly uploadBytes?: number;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    errors?: readonly ErrorCode[];
    /** The media types of its answer, the usual one first. */
    media?: readonly [string, ...string[]];
    /** The operations that the route asks. */
    asks?: readonly OperationName[];
    idempotent?: 'by-nature';
  }
}

const LANGUAGE = Type.Optional(
  Type.String({
    examples: ['en'],
    description: `${LISTED_LANGUAGES}: the language of \`title\` and \`detail\`.`,
  }),
);
// The contract says that it must be sent; whoever does not is told so by a code of its own.
const KEY = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 128,
    examples: ['crm-2026-000481'],
    description: 'Chosen by the caller; the same key gets the same answer for a day.',
  }),
);
const CONDITIONS = {
  'if-match': Type.Optional(
    Type.String({
      examples: ['*'],
      description: 'Only if it still has one of these entity tags; `*` for any that exists.',
    }),
  ),
  'if-none-match': Type.Optional(
    Type.String({
      examples: ['"none"'],
      description: 'Only if it has none of these entity tags; with PUT `*`: only if it does not exist.',
    }),
  ),
};

/** Who may, as the table of access says it: a way in for each kind of credential, with the scopes that a token needs. */
function securityOf(asks: readonly OperationName[]): Readonly<Record<string, readonly string[]>>[] {
  const ways = asks.flatMap((name) => {
    const { actors, scope }: AccessRule = ACCESS[name];
    return actors.flatMap((kind): Record<string, string[]>[] => {
      switch (kind) {
        case 'public':
          return [{}];
        case 'subscriber':
          return [{ session: [] }];
        case 'receipt':
          return [{ receipt: [] }];
        case 'staff':
        case 'system':
          return [{ token: scope === null ? [] : [scope] }];
        default:
          return [];
      }
    });
  });
  const distinct = new Map((asks.length === 0 ? [{}] : ways).map((way) => [JSON.stringify(way), way]));
  // Who needs nothing needs no credential of any kind; a token that is shown all the same must hold its scope.
  return distinct.has('{}')
    ? [{}, ...ways.filter(({ token }) => token !== undefined && token.length > 0).slice(0, 1)]
    : [...distinct.values()];
}

/** Route options of one operation: the schema that is checked, the contract that is published, the errors it may answer. */
export function operation(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, spec: OperationSpec) {
  const write = method !== 'GET' && spec.idempotent !== 'by-nature';
  const errors = [
    ...new Set<ErrorCode>([
      ...spec.errors,
      ...COMMON_ERRORS,
      ...(write ? WRITE_ERRORS : []),
      ...(write && spec.asks.some((name) => (ACCESS[name].actors as readonly string[]).includes('public'))
        ? (['idempotency_answer_withheld'] as const)
        : []),
      ...(spec.asks.some((name) => ACCESS[name].scope !== null) ? (['forbidden'] as const) : []),
    ]),
  ].sort();
  const media = spec.media ?? 'application/json';
  const response: Record<string, unknown> = {};
  for (const [status, schema] of Object.entries(spec.answers)) {
    response[status] =
      schema === null
        ? { description: 'Nothing more to say.', type: 'null' }
        : {
            description: spec.summary,
            content: {
              [media]: { schema },
              ...Object.fromEntries((spec.alsoAs ?? []).map((other) => [other, { schema: FILE }])),
            },
          };
  }
  for (const [status, codes] of Map.groupBy(errors, (code) => STATUS[code])) {
    response[status] = {
      description: codes.join(', '),
      content: { 'application/problem+json': { schema: ProblemSchema } },
    };
  }
  return {
    method,
    url,
    config: {
      errors,
      asks: spec.asks,
      media: [media, ...(spec.alsoAs ?? [])] as const,
      ...(spec.idempotent ? { idempotent: spec.idempotent } : {}),
      ...(spec.uploadBytes ? { uploadBytes: spec.uploadBytes } : {}),
      ...(spec.perMinute ? { rateLimit: { max: spec.perMinute, timeWindow: '1 minute' } } : {}),
    },
    schema: {
      operationId: spec.id,
      summary: spec.summary,
      ...(spec.description ? { description: spec.description } : {}),
      tags: [spec.tag],
      'x-error-codes': errors,
      security: securityOf(spec.asks),
      ...(spec.takes ? { 'x-takes': spec.takes } : {}),
      ...(spec.body ? { body: spec.body } : {}),
      ...(spec.params ? { params: spec.params } : {}),
      // Also where it takes none: a parameter that is misspelt would else be passed over.
      querystring: { type: 'object', properties: {}, ...spec.query, additionalProperties: false },
      headers: Type.Object({
        'accept-language': LANGUAGE,
        ...(write ? { 'idempotency-key': KEY } : {}),
        ...Object.fromEntries((spec.conditions ?? []).map((name) => [name, CONDITIONS[name]])),
      }),
      response,
    },
  };
}
