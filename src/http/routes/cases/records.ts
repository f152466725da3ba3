import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { DECISION_KINDS } from '../../../domain/cases/decision.ts';
import { type KeptDecision, viewDecisions } from '../../../operations/cases/view-decisions.ts';
import { type CaseEvidence, viewEvidence } from '../../../operations/cases/view-evidence.ts';
import { type CaseHistory, viewHistory } from '../../../operations/cases/view-history.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { type AskedPage, linkNext, PageQuery, pageAtHand, pageOf } from '../../kit/paging.ts';
import { CaseId, Instant, LocalDateText, Nullable, OneOf, operation } from '../../kit/schema.ts';
import { CaseById } from './case-requests.ts';
import { EligibilitySchema, eligibilityView } from './eligibility-view.ts';
import { NoticeSchema, noticeView } from './notice-view.ts';

const Base64 = Type.String({ contentEncoding: 'base64', description: 'Bytes, in base64.' });
const Hash = Type.String({
  description: 'Hex SHA-256 of its disclosure, whose digest is in the certificate.',
});

const Exchange = named(
  'Exchange',
  Type.Object({
    at: Instant,
    stage: Type.String(),
    accessId: Type.String(),
    peer: Type.String(),
    interface: Type.String(),
    meaning: Type.String(),
    node: Nullable(Type.Object({ domain: OneOf(['cs', 'ps']), name: Type.String() })),
    hash: Hash,
    salt: Base64,
    request: Nullable(Type.String({ description: 'As sent. Null once the person is erased.' })),
    answer: Nullable(Type.String({ contentEncoding: 'base64', description: 'As received, in base64.' })),
  }),
);

const SignedNotification = named(
  'SignedNotification',
  Type.Object({
    receivedAt: Instant,
    via: OneOf(['lpa', 'smdp']),
    event: Type.String(),
    eid: Type.String(),
    iccid: Type.String(),
    seqNumber: Type.Integer(),
    hash: Hash,
    salt: Base64,
    raw: Nullable(Type.String({ contentEncoding: 'base64', description: 'As received, in base64.' })),
  }),
);

const History = named(
  'History',
  Type.Object({
    events: Type.Array(
      Type.Object({
        at: Instant,
        actor: Type.String(),
        action: Type.String(),
        facts: Nullable(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
    messages: Type.Array(NoticeSchema),
  }),
);
const Evidence = named(
  'Evidence',
  Type.Object({ exchanges: Type.Array(Exchange), notifications: Type.Array(SignedNotification) }),
);

const Decision = named(
  'Decision',
  Type.Object({
    decisionId: CaseId,
    caseId: Nullable(CaseId),
    lineId: Type.String(),
    kind: OneOf(DECISION_KINDS),
    at: Instant,
    verdict: OneOf(['eligible', 'blocked', 'cannot_tell']),
    rules: Type.Object({
      jurisdiction: Type.String(),
      province: Nullable(Type.String()),
      version: Type.String(),
      on: LocalDateText,
      running: Nullable(Type.Object({ version: Type.String(), on: LocalDateText })),
    }),
    findings: Type.Array(
      Type.Object({
        check: Type.String(),
        effect: Type.String(),
        rule: Type.Object({ id: Type.String(), version: Type.Integer() }),
      }),
    ),
    facts: Nullable(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          'What it was made from: the line, the account, the date. Null once the person is erased.',
      }),
    ),
    eligibility: Nullable(EligibilitySchema),
  }),
);
const Decisions = named('DecisionPage', pageOf('decisions', Decision));
const LineById = Type.Object({ lineId: Type.String({ minLength: 1, maxLength: 64 }) });

/** What happened to a case, what the network said, and why it was decided so. */
export function recordRoutes(app: FastifyInstance, op: Operations): void {
  viewHistoryRoute(app, op);
  viewEvidenceRoute(app, op);
  viewDecisionsRoute(app, op);
  viewDecisionsOnLineRoute(app, op);
}

function viewHistoryRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('GET', '/terminations/:caseId/history', {
      id: 'viewHistory',
      asks: ['viewHistory'],
      tag: 'Staff',
      summary: 'Who did what to a case and when, and which messages went out, wait or were given up',
      params: CaseById,
      answers: {
        200: History,
      },
      errors: ['case_unknown'],
    }),
    handler: async (request) => historyView(await viewHistory(op, request.caller.actor, request.params)),
  });
}

function viewEvidenceRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('GET', '/terminations/:caseId/evidence', {
      id: 'viewEvidence',
      asks: ['viewEvidence'],
      tag: 'Staff',
      summary: 'Every exchange with the network, and what eUICCs signed, as it was kept',
      description: 'The bytes name the subscriber: the look is written to the audit log.',
      params: CaseById,
      answers: {
        200: Evidence,
      },
      errors: ['case_unknown'],
    }),
    handler: async (request) => evidenceView(await viewEvidence(op, request.caller.actor, request.params)),
  });
}

function viewDecisionsRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById>; Querystring: AskedPage }>({
    ...operation('GET', '/terminations/:caseId/decisions', {
      id: 'viewDecisions',
      asks: ['viewDecisions'],
      tag: 'Staff',
      summary: 'Why a case may, or may not, go on: each decision with what it was made from',
      params: CaseById,
      query: PageQuery,
      answers: { 200: Decisions },
      errors: ['case_unknown'],
    }),
    handler: async (request, reply) =>
      decisionPage(request, reply, await viewDecisions(op, request.caller.actor, request.params)),
  });
}

function viewDecisionsOnLineRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof LineById>; Querystring: AskedPage }>({
    ...operation('GET', '/lines/:lineId/decisions', {
      id: 'viewDecisionsOnLine',
      asks: ['viewDecisions'],
      tag: 'Staff',
      summary: 'The decisions on a line, also those of which no case came',
      params: LineById,
      query: PageQuery,
      answers: { 200: Decisions },
      errors: ['line_unknown'],
    }),
    handler: async (request, reply) =>
      decisionPage(request, reply, await viewDecisions(op, request.caller.actor, request.params)),
  });
}

function historyView({ events, messages }: CaseHistory) {
  return {
    events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
    messages: messages.map(noticeView),
  };
}

function evidenceView({ exchanges, notifications }: CaseEvidence) {
  return {
    exchanges: exchanges.map(({ at, element, salt, exchange, ...row }) => ({
      ...row,
      at: at.toISOString(),
      peer: element,
      salt: salt.toString('base64'),
      request: exchange?.request ?? null,
      answer: exchange === null ? null : Buffer.from(exchange.answer).toString('base64'),
    })),
    notifications: notifications.map(({ receivedAt, salt, raw, ...row }) => ({
      ...row,
      receivedAt: receivedAt.toISOString(),
      salt: salt.toString('base64'),
      raw: raw?.toString('base64') ?? null,
    })),
  };
}

function decisionPage(request: FastifyRequest, reply: FastifyReply, all: readonly KeptDecision[]) {
  const page = pageAtHand(all, request.query as AskedPage, ({ decisionId }) => decisionId);
  linkNext(request, reply, page.next);
  return { decisions: page.items.map(decisionView), next: page.next };
}

function decisionView({ at, opened, ...decision }: KeptDecision) {
  return {
    ...decision,
    at: at.toISOString(),
    facts: opened?.facts ?? null,
    eligibility: opened === null ? null : eligibilityView(opened.eligibility),
  };
}
