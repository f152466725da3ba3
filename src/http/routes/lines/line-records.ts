import type { FastifyInstance } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { HandbackError } from '../../../domain/errors.ts';
import { LINE_STATUSES } from '../../../domain/lines/line.ts';
import {
  type Column,
  LINE_COLUMN_NAMES,
  LINE_COLUMNS,
  type LineColumn,
} from '../../../domain/lines/line-columns.ts';
import type { Operations } from '../../../operations/context.ts';
import { putLine } from '../../../operations/lines/put-line.ts';
import { readLine } from '../../../operations/lines/read-line.ts';
import { named } from '../../kit/named-schema.ts';
import { Nullable, OneOf, operation, Validate } from '../../kit/schema.ts';
import { unknownField } from '../../kit/unknown-fields.ts';

const tag = 'Systems';
const ById = Type.Object({ lineId: Type.String({ minLength: 1, maxLength: 64 }) });
/** A service that depends on the line, or on which the line depends. */
const Tie = named(
  'Tie',
  Type.Object(
    { kind: Type.String(), role: Type.String(), label: Type.String() },
    { additionalProperties: false },
  ),
);
const Profile = named(
  'Profile',
  Type.Object(
    {
      iccid: Type.String(),
      ...Object.fromEntries(
        ['eid', 'state', 'smdp_address', 'matching_id', 'notifies_deletion', 'label', 'imei'].map((name) => [
          name,
          Type.Optional(Nullable(Type.String())),
        ]),
      ),
    },
    { additionalProperties: false },
  ),
);
const LISTS: Partial<Record<LineColumn, TSchema>> = {
  accesses: Type.Array(
    Type.Object(
      {
        kind: Type.String(),
        imsi: Type.String(),
        iccid: Type.String(),
        eid: Type.Optional(Nullable(Type.String())),
      },
      { additionalProperties: false },
    ),
  ),
  profiles: Type.Array(Profile),
  ties: Type.Array(Tie),
  holds: Type.Array(
    Type.Object(
      { kind: Type.String(), since: Type.String(), reference: Type.String() },
      { additionalProperties: false },
    ),
  ),
};

const Put = named(
  'LinePut',
  Type.Object({
    lineId: Type.String(),
    outcome: OneOf(['created', 'updated', 'unchanged']),
    validatedOnly: Type.Boolean({
      description: 'Nothing was changed: this is what would have become of it.',
    }),
  }),
);

/** What Handback alone says of a line: in what is read, and in what is sent only as it was read. */
const OWN = {
  status: Type.Optional(OneOf(LINE_STATUSES, { readOnly: true })),
  open_case: Type.Optional(
    Nullable(Type.String({ readOnly: true, description: 'The `caseId` of its open case.' })),
  ),
};

/** The fields of an import row, from the one table that also reads them. */
const LineSchema = named(
  'LineRecord',
  Type.Object(
    { ...Object.fromEntries(LINE_COLUMN_NAMES.map((name) => [name, fieldSchema(name)])), ...OWN },
    {
      additionalProperties: false,
      description:
        'One line as a row of `handback import` has it; `docs/reference/import-columns.md` says more of each field. What is read can be sent back. `status` and `open_case` are never changed by it.',
    },
  ),
);

function fieldSchema(name: LineColumn): TSchema {
  const { need, about, example }: Column<unknown> = LINE_COLUMNS[name];
  const text = Type.String({ description: about, examples: [example] });
  if (need === 'required' && name !== 'line_id') return text;
  const list = LISTS[name];
  return Type.Optional(Nullable(list === undefined ? text : Type.Union([list, text])));
}

/** For other systems of the operator: they send lines as they change, instead of or between imports. */
export function lineRecordRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: { lineId: string }; Querystring: { validate?: string }; Body: unknown }>({
    ...operation('PUT', '/lines/:lineId', {
      id: 'putLine',
      asks: ['putLine'],
      tag,
      summary: 'Say what a line is: made if it is new, changed if it differs, untouched if it is the same',
      description:
        'The body is the whole line, as a row of an import. `If-Match` with the ETag of the last answer refuses to overwrite what another system sent since; `If-None-Match: *` only makes. A line with an open case can be changed: holds, port-outs and holders are looked at again before the cut.',
      params: ById,
      query: Validate,
      conditions: ['if-match', 'if-none-match'],
      body: LineSchema,
      answers: { 200: Put, 201: Put },
      errors: [
        'line_input_invalid',
        'precondition_failed',
        'line_conflict',
        'msisdn_taken',
        'imsi_taken',
        'iccid_taken',
        'msisdn_quarantined',
        'account_conflict',
        'holder_erased',
      ],
      idempotent: 'by-nature',
    }),
    // The schema is published, the domain checks: it names every problem at once, and it refuses an ICCID that was
    // sent as a JSON number, whose digits the schema's coercion would round and keep.
    validatorCompiler: () => (data: unknown) => ({ value: data }),
    handler: async (request, reply) => {
      for (const name of Object.keys(request.query))
        if (name !== 'validate') throw unknownField(name, ['validate'], { place: 'query' });
      const validateOnly = booleanOf(request.query.validate);
      const { status, open_case: openCase, ...fields } = objectOf(request.body);
      const { outcome, etag } = await putLine(op, request.caller.actor, {
        lineId: request.params.lineId,
        fields,
        asRead: { status, openCase },
        ifMatch: tagsOf(request.headers['if-match']),
        onlyCreate: tagsOf(request.headers['if-none-match'])?.includes('*') ?? false,
        validateOnly,
      });
      if (!validateOnly) reply.header('etag', etag);
      return reply
        .code(outcome === 'created' && !validateOnly ? 201 : 200)
        .send({ lineId: request.params.lineId, outcome, validatedOnly: validateOnly });
    },
  });

  app.route<{ Params: { lineId: string } }>({
    ...operation('GET', '/lines/:lineId', {
      id: 'readLine',
      asks: ['readLine'],
      tag,
      summary: 'A line as Handback knows it, in the shape in which it is sent',
      description:
        'Nothing of the person but their identity at the operator: what is left out stays when it is sent back.',
      params: ById,
      answers: { 200: LineSchema },
      errors: ['line_unknown'],
    }),
    handler: async (request, reply) => {
      const { record, fields, etag } = await readLine(op, request.caller.actor, request.params);
      if (etag !== null) reply.header('etag', etag);
      return { ...fields, status: record.line.status, open_case: record.openCase };
    },
  });
}

function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new HandbackError('request_invalid', { field: 'body' });
  return body as Readonly<Record<string, unknown>>;
}

function booleanOf(text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  throw new HandbackError('request_invalid', { field: 'validate' });
}

function tagsOf(header: string | undefined): readonly string[] | null {
  return header === undefined ? null : header.split(',').map((part) => part.trim());
}
