import { Type } from 'typebox';
import { DOCUMENT_TYPES } from '../../../domain/people/document.ts';
import { ROUTES, WISHES } from '../../../domain/rules/route.ts';
import { CHANNELS, MATERIALS } from '../../../domain/rules/rulebook.ts';
import { LINE_OUTCOMES, type NamedPerson, REQUEST_STATES } from '../../../domain/special/special-request.ts';
import type { ListedRequest, SpecialRequestView } from '../../../operations/special/view-request.ts';
import { named } from '../../kit/named-schema.ts';
import { pageOf } from '../../kit/paging.ts';
import { CaseId, Instant, Nullable, OneOf } from '../../kit/schema.ts';
import { FindingSchema } from '../cases/eligibility-view.ts';

export const SPECIAL_TAG = 'Special requests';

const Person = named(
  'NamedPerson',
  Type.Object(
    {
      name: Type.String({ maxLength: 200 }),
      documentType: OneOf(DOCUMENT_TYPES),
      documentNumber: Type.String({ maxLength: 64 }),
      documentCountry: Type.Optional(
        Type.String({
          examples: ['CN'],
          maxLength: 2,
          description: 'ISO 3166-1 alpha-2; may be left out for documents that only China issues.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
);

export const SpecialForm = named(
  'SpecialRequestForm',
  Type.Object(
    {
      route: OneOf(ROUTES),
      wish: Type.Optional(OneOf(WISHES, { description: '`end` where nothing is said.' })),
      numbers: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        maxItems: 500,
        description: '20 at most; 5 on the route `agent`, 500 on the route `company`.',
      }),
      everything: Type.Optional(
        Type.Boolean({
          description:
            'On the route `not_mine`: every line under the document of the requester but `numbers`, which are theirs.',
        }),
      ),
      requester: Person,
      holder: Type.Optional(Nullable(Person)),
      contact: Type.Optional(
        Type.String({
          maxLength: 320,
          description: 'A telephone number or an e-mail address, told of the decision.',
        }),
      ),
      note: Type.Optional(Type.String({ maxLength: 2_000, examples: ['We have no access to the phone.'] })),
      photos: Type.Array(
        Type.Object(
          {
            material: OneOf(MATERIALS),
            file: Type.String({
              contentEncoding: 'base64',
              examples: ['/9j/4AAQSkZJRg=='],
              description: 'JPEG, PNG or WebP, 8 MB at most, in base64.',
            }),
          },
          { additionalProperties: false },
        ),
        { description: 'Of everything that the rulebook asks for on the route; 12 at most.' },
      ),
    },
    {
      additionalProperties: false,
      description:
        '`holder` on the routes `bereavement`, `guardian`, `agent` and `company`, and on no other.',
    },
  ),
);

export const SpecialReceiptSchema = named(
  'SpecialReceipt',
  Type.Object({
    reference: Type.String({ examples: ['SR-7K3F9QXM'] }),
    receiptSecret: Type.String({ description: 'Shown once.' }),
    receivedAt: Instant,
    decideBy: Instant,
  }),
);

const Line = {
  outcome: OneOf(LINE_OUTCOMES, {
    description: '`blocked`, `cannot_tell` and `open_already` can be tried again.',
  }),
  checks: Type.Array(Type.String({ examples: ['arrears'] }), { description: 'What stood in the way.' }),
};

export const ByReceiptSchema = named(
  'SpecialRequestByReceipt',
  Type.Object({
    reference: Type.String({ examples: ['SR-7K3F9QXM'] }),
    route: OneOf(ROUTES),
    wish: OneOf(WISHES),
    state: OneOf(REQUEST_STATES),
    receivedAt: Instant,
    decideBy: Instant,
    decidedAt: Nullable(Instant),
    refusal: Nullable(Type.String({ examples: ['The letter is not signed.'] })),
    lines: Type.Array(
      Type.Object({
        number: Nullable(Type.String({ examples: ['170 **** 0001'], description: 'Masked.' })),
        ...Line,
        caseReference: Nullable(Type.String({ description: 'Its case opens with the same secret.' })),
      }),
    ),
  }),
);

const SUMMARY = {
  requestId: CaseId,
  reference: Type.String({ examples: ['SR-7K3F9QXM'] }),
  route: OneOf(ROUTES),
  wish: OneOf(WISHES),
  state: OneOf(REQUEST_STATES),
  channel: OneOf(CHANNELS),
  confidential: Type.Boolean({ description: 'Nothing about it may reach the holder of the line.' }),
  takenBy: Nullable(Type.String({ examples: ['staff:lin'], description: 'Who took it in at a desk.' })),
  receivedAt: Instant,
  decideBy: Instant,
  decidedAt: Nullable(Instant),
  decidedBy: Nullable(Type.String({ examples: ['staff:lin'] })),
};

export const RequestPageSchema = named(
  'SpecialRequestPage',
  pageOf(
    'requests',
    named(
      'ListedSpecialRequest',
      Type.Object({
        ...SUMMARY,
        photos: Type.Integer(),
        settled: Type.Integer({ description: 'How many of its lines are done with.' }),
      }),
    ),
  ),
);

const AcceptedLine = named(
  'SpecialRequestLine',
  Type.Object({ lineId: Type.String(), ...Line, caseId: Nullable(CaseId) }),
);

export const RequestSchema = named(
  'SpecialRequest',
  Type.Object({
    ...SUMMARY,
    overdue: Type.Boolean(),
    said: Nullable(
      Type.Object(
        {
          numbers: Type.Array(Type.String({ examples: ['+8617000000001'] })),
          everything: Type.Boolean(),
          requester: Person,
          holder: Nullable(Person),
          contact: Type.String(),
          note: Type.String({ examples: ['We have no access to the phone.'] }),
          materials: Type.Array(OneOf(MATERIALS)),
          inHand: Type.Array(Type.String({ examples: ['+8617000000001'] }), {
            description: 'The numbers whose phone the requester has shown to have, by a code.',
          }),
        },
        { description: 'Null once the requester is erased.' },
      ),
    ),
    refusal: Nullable(Type.String({ examples: ['The letter is not signed.'] })),
    photos: Type.Array(
      Type.Object({
        photoId: CaseId,
        material: OneOf(MATERIALS),
        type: OneOf(['image/jpeg', 'image/png', 'image/webp']),
        takenAt: Instant,
        keepUntil: Instant,
      }),
    ),
    candidates: Type.Array(
      Type.Object({
        number: Nullable(Type.String()),
        lineId: Nullable(Type.String({ description: 'Null for a number that nobody has.' })),
        status: Nullable(Type.String()),
        openCase: Type.Boolean(),
        holderMatches: Nullable(
          Type.Boolean({ description: 'Whether the document that was given is that of its holder.' }),
        ),
        inHand: Type.Boolean(),
        fault: Nullable(
          OneOf(['other_holder', 'own_line', 'split_before', 'ended'], {
            description: 'Why it is not to be chosen; one that was tried and has ended since can be.',
          }),
        ),
        choosable: Type.Boolean(),
        findings: Type.Array(FindingSchema),
        outcome: Nullable(AcceptedLine),
      }),
    ),
  }),
);

export const Choice = named(
  'SpecialRequestChoice',
  Type.Object(
    {
      lineIds: Type.Array(Type.String({ minLength: 1, maxLength: 64, examples: ['L0000001'] }), {
        minItems: 1,
        maxItems: 500,
        description: 'Lines among the candidates.',
      }),
    },
    { additionalProperties: false },
  ),
);
export const AcceptedSchema = named(
  'AcceptedSpecialRequest',
  Type.Object({
    state: OneOf(REQUEST_STATES, { description: '`received` while a line can be tried again.' }),
    lines: Type.Array(AcceptedLine),
  }),
);

type Summarised = Pick<ListedRequest, keyof typeof SUMMARY>;

export function requestSummary({
  requestId,
  reference,
  route,
  wish,
  state,
  channel,
  confidential,
  takenBy,
  receivedAt,
  decideBy,
  decidedAt,
  decidedBy,
}: Summarised) {
  return {
    ...{ requestId, reference, route, wish, state, channel, confidential, takenBy, decidedBy },
    receivedAt: receivedAt.toISOString(),
    decideBy: decideBy.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

export function requestView({ request, body, refusal, photos, candidates, overdue }: SpecialRequestView) {
  return {
    ...requestSummary(request),
    ...{ overdue, refusal },
    said:
      body === null
        ? null
        : {
            ...body,
            requester: personView(body.requester),
            holder: body.holder === null ? null : personView(body.holder),
          },
    photos: photos.map(({ photoId, material, type, takenAt, keepUntil }) => ({
      ...{ photoId, material, type },
      takenAt: takenAt.toISOString(),
      keepUntil: keepUntil.toISOString(),
    })),
    candidates: candidates.map((one) => ({ ...one, findings: [...one.findings] })),
  };
}

function personView({ name, document: { type, number, country } }: NamedPerson) {
  return { name, documentType: type, documentNumber: number, documentCountry: country };
}
