// Ends the line of a customer whom a shop or a hotline has identified, as a system of the operator. The types are those of
// the contract: a misspelt field, or an error that cannot come, does not compile.
//   handback tokens make crm --scope cases:declare cases:read
//   TOKEN=hbk_... node examples/for-a-customer.ts http://127.0.0.1:8080 +8617000000001
import { randomUUID } from 'node:crypto';
import type {
  Answer,
  Confirmed,
  ErrorCode,
  OperationId,
  Operations,
  Problem,
  Request,
} from '../openapi/handback-v1.d.ts';

const [origin = '', number = ''] = process.argv.slice(2);
const token = process.env['TOKEN'] ?? '';

class Refused<Id extends OperationId> extends Error {
  readonly code: ErrorCode<Id>;
  readonly facts: Problem['facts'];
  constructor({ code, detail, facts }: Problem) {
    super(`${code}: ${detail}`);
    this.code = code as ErrorCode<Id>;
    this.facts = facts;
  }
}

/** Calls an operation. The same key again gets the same answer: a request that was lost can be sent once more. */
async function call<Id extends OperationId>(
  method: Operations[Id]['method'],
  path: Operations[Id]['path'],
  request: Omit<Request<Id>, 'header'>,
  key: string | null = null,
): Promise<Answer<Id>> {
  const {
    path: parts = {},
    query = {},
    body,
  } = request as {
    path?: Record<string, string>;
    query?: Record<string, string>;
    body?: unknown;
  };
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''));
  const answer = await fetch(`${origin}${address}?${new URLSearchParams(query)}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(key === null ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const value: unknown = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Refused<Id>(value as Problem);
  return value as Answer<Id>;
}

// How the customer was identified: the operator answers for it, and the audit log keeps it with the name of the token.
const identified = { provenBy: ['document_seen'], channel: 'store' } as const;

const made = await call<'declare'>(
  'POST',
  '/api/v1/terminations',
  { body: { number, reason: 'cost', ...identified } },
  randomUUID(),
);
if (!('caseId' in made)) throw new TypeError('nothing was declared');
console.log(`declared: ${made.reference}, ${made.eligibility.verdict}`);
console.log(`for the customer: ${made.receiptSecret}`);

const review = await call<'reviewCase'>('GET', '/api/v1/terminations/{caseId}/review', {
  path: { caseId: made.caseId },
  query: { provenBy: ['document_seen'], channel: 'store' },
});
console.log(`off on ${review.dates?.serviceEndOn}`);

const confirmed = (await call<'confirm'>(
  'POST',
  '/api/v1/terminations/{caseId}/confirm',
  { path: { caseId: made.caseId }, body: identified },
  randomUUID(),
)) as Confirmed;
console.log(`confirmed: ${confirmed.stage}`);
