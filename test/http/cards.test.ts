import { expect, it } from 'vitest';
import { cardOf, confirmed, endedByHand } from '../support/cards.ts';
import { seedLines } from '../support/seed.ts';
import { today } from '../support/today.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, call } = instance;
const lines = await seedLines(op.pool, op.vault, 3);
const [first, second, third] = lines as [(typeof lines)[0], (typeof lines)[0], (typeof lines)[0]];
const lin = await instance.token('lin', ['cards:write', 'cases:read']);
const wu = await instance.token('wu', ['cards:write', 'cases:read']);

let serial = 0;
const post = (token: string, url: string, payload?: object) =>
  call({
    ...{ method: 'POST', url: `/api/v1${url}`, token, key: `k${++serial}` },
    ...(payload === undefined ? {} : { payload }),
  });
const get = (token: string, url: string) => call({ method: 'GET', url: `/api/v1${url}`, token });

it('takes cards from the counter to their destruction, and the holder sees it', async () => {
  const cases = [];
  for (const line of [first, second]) {
    const made = await confirmed(op, line);
    await endedByHand(op, made);
    cases.push(made);
  }
  const { bag } = (await post(lin, '/card-bags')).json();
  const holder = await instance.signedIn(second);
  const { label } = (await post(holder, `/terminations/${cases[1]!.caseId}/card-label`)).json();
  const taken = await post(lin, '/returned-cards', { iccid: cardOf(first), condition: 'whole', bag });
  expect(taken.statusCode).toBe(201);
  expect(taken.json()).toMatchObject({ caseId: cases[0]!.caseId, reference: cases[0]!.reference });
  await post(lin, '/returned-cards', { iccid: cardOf(second), condition: 'damaged', cameBy: 'post', label });
  const loose = (await get(lin, '/returned-cards')).json();
  expect(loose.cards.map((card: { iccid: string }) => card.iccid)).toEqual([cardOf(second)]);
  await post(lin, '/returned-cards', { iccid: cardOf(second), condition: 'damaged', bag });
  const signed = { counted: 2, seal: 'S-1' };
  expect((await post(lin, `/card-bags/${bag}/seal`, signed)).statusCode).toBe(204);
  expect((await post(lin, `/card-bags/${bag}/hand-over`, signed)).statusCode).toBe(204);
  expect((await post(lin, `/card-bags/${bag}/take-over`, signed)).json()).toMatchObject({
    code: 'custody_same_person',
  });
  expect((await post(wu, `/card-bags/${bag}/take-over`, signed)).statusCode).toBe(204);
  const view = (await get(wu, `/card-bags/${bag}`)).json();
  expect(view).toMatchObject({ summary: { state: 'received', cards: 2 } });
  expect(view.chain.map((move: { signedBy: string }) => move.signedBy)).toEqual([
    ...['staff:lin', 'staff:lin', 'staff:lin', 'staff:wu'],
  ]);
  const { batch } = (await post(wu, '/card-batches')).json();
  expect((await post(wu, `/card-batches/${batch}/bags`, { bag, seal: 'S-1' })).statusCode).toBe(204);
  const over = { counted: 2, seal: 'P-1', destroyer: 'Shred Ltd' };
  expect((await post(wu, `/card-batches/${batch}/hand-over`, over)).statusCode).toBe(204);
  await post(lin, `/card-batches/${batch}/scans`, { scans: [{ scanned: cardOf(first), bag }] });
  const closing = { counted: 2, seal: 'P-1' };
  expect((await post(lin, `/card-batches/${batch}/close`, closing)).json()).toEqual({
    ...{ closed: false, expected: 2, scanned: 1 },
    differences: [{ kind: 'missing', iccid: cardOf(second), bag, books: null, found: null }],
  });
  await post(lin, `/card-batches/${batch}/scans`, { scans: [{ scanned: cardOf(second) }] });
  expect((await post(lin, `/card-batches/${batch}/close`, closing)).json()).toMatchObject({ closed: true });
  const destroyed = await post(lin, `/card-batches/${batch}/destruction`, {
    ...{ destroyedOn: today(), method: 'shredded', particleClass: 'E-4' },
    ...{ weightGrams: 10, witness: '王芳', reference: 'VN-1' },
  });
  expect(destroyed.json()).toEqual({ cards: 2 });
  expect((await get(wu, `/card-batches/${batch}`)).json()).toMatchObject({
    summary: { batch, state: 'destroyed' },
    destruction: { witness: '王芳', particleClass: 'E-4' },
  });
  expect((await get(wu, '/card-batches?state=destroyed')).json().batches).toHaveLength(1);
  expect((await get(wu, '/card-bags?state=in_batch')).json().bags).toHaveLength(1);
  const seen = (await get(holder, `/terminations/${cases[1]!.caseId}/cards`)).json();
  expect(seen).toMatchObject({ label, cards: [{ place: 'destroyed', condition: 'damaged' }] });
  expect(seen.cards[0].chain.every((step: { signedBy: null }) => step.signedBy === null)).toBe(true);
});

it('gives the same answer to the same key, and takes the card once', async () => {
  await confirmed(op, third);
  const payload = { iccid: cardOf(third), condition: 'whole' };
  const request = {
    method: 'POST',
    url: '/api/v1/returned-cards',
    token: lin,
    key: 'twice',
    payload,
  } as const;
  const answers = [await call(request), await call(request)];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
  expect(answers[1]!.body).toBe(answers[0]!.body);
  const again = await post(lin, '/returned-cards', payload);
  expect(again.json()).toMatchObject({ code: 'card_taken_in', status: 409 });
  expect(
    (await post(lin, `/returned-cards/${cardOf(third)}/removal`, { as: 'given_back', reason: 'x' }))
      .statusCode,
  ).toBe(204);
});

it('says in the reader’s language why nothing is handed in of an eSIM', async () => {
  const { caseId } = await confirmed(op, (await seedLines(op.pool, op.vault, 1, { from: 50 }))[0]!);
  const iccid = (
    await op.pool.query(
      `update access set kind = 'esim' where line_id = (select line_id from termination where case_id = $1) returning iccid`,
      [caseId],
    )
  ).rows[0].iccid;
  const answer = await call({
    ...{ method: 'POST', url: '/api/v1/returned-cards', token: lin, key: 'esim' },
    headers: { 'accept-language': 'zh-CN' },
    payload: { iccid, condition: 'whole' },
  });
  expect(answer.json()).toMatchObject({ code: 'card_is_esim', title: 'eSIM 无需交回' });
});

it('refuses who holds another scope, and a request with a member too many', async () => {
  const other = await instance.token('other', ['cases:read']);
  expect((await post(other, '/card-bags')).json()).toMatchObject({ code: 'forbidden' });
  expect(
    (await post(lin, '/returned-cards', { iccid: '1', condition: 'whole', caseID: 'x' })).json(),
  ).toMatchObject({
    code: 'request_invalid',
  });
});

it('logs neither an ICCID nor a label', () => {
  expect(instance.logged.length).toBeGreaterThan(10);
  expect(instance.logged.filter((line) => /8986001\d{12}|HBC-[0-9A-Z]{10}/.test(line))).toEqual([]);
});
