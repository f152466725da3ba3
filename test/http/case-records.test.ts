import { expect, it } from 'vitest';
import { closedCase, readyToEnd, running } from '../support/cases.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, simulator, vault } = instance;

const [line] = await seedLines(op.pool, vault, 1, { simulator, attachedTo: 'vlr-test' });
const { caseId } = await readyToEnd(op, line!);
await running(instance.engine(), () => closedCase(op.pool, caseId));
const reader = await instance.token('reader', ['cases:read']);
const auditor = await instance.token('auditor', ['evidence:read']);
const get = (path: string, token?: string) =>
  instance.call({ method: 'GET', url: `/api/v1${path}`, ...(token === undefined ? {} : { token }) });

it('tells what happened, what the network said and why it was decided so', async () => {
  const history = (await get(`/terminations/${caseId}/history`, reader)).json();
  expect(history.events.map((event: { action: string }) => event.action)).toContain('remove.done');
  const { exchanges } = (await get(`/terminations/${caseId}/evidence`, auditor)).json();
  expect(exchanges[0]).toMatchObject({ stage: 'save_subscriber', meaning: 'subscriber_found' });
  expect(exchanges[0].request).toContain(line!.imsi);
  for (const path of [`/terminations/${caseId}/decisions`, `/lines/${line!.lineId}/decisions`]) {
    const { decisions } = (await get(path, auditor)).json();
    expect(decisions.at(-1)).toMatchObject({
      kind: 'confirmation',
      verdict: 'eligible',
      facts: { line: { lineId: line!.lineId } },
    });
  }
});

it('shows personal records only to tokens that were given just that, and no subscriber the audit log', async () => {
  const session = await instance.signedIn(line!, ['sms_code', 'document_number']);
  for (const path of ['evidence', 'decisions']) {
    expect((await get(`/terminations/${caseId}/${path}`, reader)).statusCode).toBe(403);
  }
  for (const path of ['history', 'evidence', 'decisions']) {
    expect((await get(`/terminations/${caseId}/${path}`)).statusCode).toBe(401);
    expect((await get(`/terminations/${caseId}/${path}`, session)).statusCode).toBe(403);
  }
  expect((await get(`/terminations/${caseId}/history`, auditor)).statusCode).toBe(403);
});

it('says of a date what happens then', async () => {
  const [waiting] = await seedLines(op.pool, vault, 1, { from: 5, simulator });
  const session = await instance.signedIn(waiting!, ['sms_code', 'document_number']);
  const made = await instance.call({
    method: 'POST',
    url: '/api/v1/terminations',
    token: session,
    key: 'due-1',
    payload: { lineId: waiting!.lineId },
  });
  const open = await get(`/terminations/${made.json().caseId}`, session);
  expect(open.json()).toMatchObject({ stage: 'confirm', waitingFor: 'person', dueMeaning: 'expiry' });
  expect((await get(`/terminations/${caseId}`, session)).statusCode).toBe(404);
  expect((await get(`/terminations/${caseId}`, reader)).json()).toMatchObject({
    dueAt: null,
    dueMeaning: null,
  });
});
