import { describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/domain/people/scope.ts';
import { PHONE } from '../../src/operations/access/actor.ts';
import { listQuarantined } from '../../src/operations/esim/list-quarantined.ts';
import { receiveNotifications } from '../../src/operations/esim/receive-notifications.ts';
import { staffNamed } from '../support/actors.ts';
import { auditOf, closedCase, declared, readyToEnd, running } from '../support/cases.ts';
import { operations as contracted, type Operation } from '../support/contract.ts';
import { profileIccid, seedProfiles, TestDevice } from '../support/esim.ts';
import { seedLines } from '../support/seed.ts';
import { validRequest } from '../support/valid-request.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, simulator } = instance;
const [holder, ended, stranger] = await seedLines(op.pool, instance.vault, 3, { simulator });

// What belongs to somebody: an open case with an eSIM, a certificate, a notification. All of it exists, so that an
// answer of "not found" is about who asks.
const iccid = profileIccid(1);
await seedProfiles(op.pool, holder!, [{ iccid, eid: new TestDevice(1).eid }]);
const own = await declared(op, holder!);
const other = await declared(op, stranger!);
const certificateId = await running(instance.engine(), async () => {
  const { caseId } = await readyToEnd(op, ended!);
  return (await closedCase(op.pool, caseId)).certificateId!;
});
await receiveNotifications(op, PHONE, { raw: [new TestDevice(2).notify('delete', profileIccid(2))] });
const notificationId = (await listQuarantined(op, staffNamed('lin')))[0]!.notificationId;
const EXISTING = { caseId: own.caseId, lineId: holder!.lineId, iccid, certificateId, notificationId };
const GIVEN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  confirm: { contact: '+8617000009999' },
  declare: { number: holder!.msisdn },
  listTerminations: { after: other.reference },
  bookLateUsage: { lineId: ended!.lineId },
  receiveCharge: { lineId: ended!.lineId, number: undefined, accountId: undefined },
  requestCode: { number: '+8617088888888' },
  signIn: { number: '+8617088888888' },
  declarePublicly: { number: '+8617088888888', endOn: null },
};

/** How one is refused who asks for what is another's: it is not allowed, or it is not there. */
const REFUSALS = new Set([
  'forbidden',
  'not_signed_in',
  'case_unknown',
  'line_unknown',
  'approval_unknown',
  'special_request_unknown',
]);
/** For anyone: what proves nothing and shows nothing of anybody. */
const OPEN = [
  'requestCode',
  'signIn',
  'declarePublicly',
  'submitSpecialRequest',
  'certificateStatus',
  'certificateLogProof',
  'viewGuidance',
  'listStores',
  'viewStore',
  'viewSlots',
  // Of nobody: whoever has its link sees and cancels it.
  'bookAppointment',
  'viewAppointment',
  'cancelAppointment',
  // What its address leads to is opened by its passphrase.
  'viewComplaint',
  'viewAccountExport',
  'downloadAccountExport',
  'verifyCertificate',
  // Only its signature is looked at.
  'takeText',
  'checkText',
  'reportText',
];
/** Ends the caller's own session, if there is one. */
const HARMLESS = ['signOut'];

let serial = 0;
async function answerTo(
  { method, path, operation }: { method: string; path: string; operation: Operation },
  caller: Readonly<Record<string, string>>,
): Promise<string> {
  const { operationId } = operation;
  const { url, headers, payload } = validRequest(path, operation, { ...EXISTING, ...GIVEN[operationId] });
  const answer = await instance.call({
    method: method as 'GET',
    url,
    headers: { ...headers, 'idempotency-key': `k${++serial}`, ...caller },
    ...(payload === undefined ? {} : { payload }),
  });
  return answer.statusCode < 400 ? 'served' : (answer.json().code as string);
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const TOKENS_FOR_ELSE = ['usage:write', 'lines:read'] as const;

const callers: Readonly<
  Record<string, { readonly may: readonly string[]; readonly of: () => Promise<Record<string, string>> }>
> = {
  'a visitor': { may: [], of: async () => ({}) },
  'the receipt of another case': {
    may: [],
    of: async () => ({ 'handback-receipt': `${other.reference} ${other.receiptSecret}` }),
  },
  'the session of another line': {
    // What is held of the caller themselves.
    may: ['addFactor', 'requestContactCode', 'viewMyRecords', 'askForAccountExport', 'listAccountExports'],
    of: async () => bearer(await instance.signedIn(stranger!)),
  },
  'a token for late usage': {
    may: ['bookLateUsage', 'receiveCharge', 'receiveCharges', 'settleCharge', 'countTexts'],
    of: async () => bearer(await instance.token(`usage ${++serial}`, [TOKENS_FOR_ELSE[0]])),
  },
  'a token for reading lines': {
    may: ['readLine', 'listLines'],
    of: async () => bearer(await instance.token(`lines ${++serial}`, [TOKENS_FOR_ELSE[1]])),
  },
};

describe('what is another’s is refused, operation by operation, to', () => {
  it.each(Object.entries(callers))('%s', async (_name, { may, of }) => {
    const answers: Record<string, string> = {};
    for (const one of contracted) answers[one.operation.operationId] = await answerTo(one, await of());
    const allowed = [...OPEN, ...HARMLESS, ...may];
    const served = Object.entries(answers).filter(([, code]) => !REFUSALS.has(code));
    expect(served.filter(([id]) => !allowed.includes(id))).toEqual([]);
    expect(Object.keys(answers)).toHaveLength(contracted.length);
    expect(await auditOf(op.pool, own.caseId)).toEqual(['declared']);
  });
});

// The same requests, of those who may: if they were refused as well, the refusals above would say nothing.
it('is answered to those whose it is', async () => {
  const everything = await instance.token('everything', SCOPES);
  const refused: string[] = [];
  for (const one of contracted) {
    const { operationId } = one.operation;
    // Never ends; the form that `identify` and `viewDeclaration` are about, this case did not come by; nothing waits for
    // a second person here; what objects needs the link of a message; and there is no special request (`special-requests.test.ts` has them).
    const elsewhere = ['followCase', 'identify', 'viewDeclaration', 'followApproval', 'objectToCase'];
    if (elsewhere.includes(operationId) || operationId.includes('Special')) continue;
    const codes = [
      await answerTo(one, bearer(await instance.signedIn(holder!))),
      await answerTo(one, bearer(everything)),
    ];
    if (codes.every((code) => REFUSALS.has(code))) refused.push(`${operationId}: ${codes.join(', ')}`);
  }
  expect(refused).toEqual([]);
});
