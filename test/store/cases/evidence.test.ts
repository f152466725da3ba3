import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AnswerMeaning, NetworkAnswer } from '../../../src/ports/hlr.ts';
import { evidenceOfCase, insertEvidence, sealEvidence } from '../../../src/store/cases/evidence.ts';
import { packExchanges, unpackExchanges } from '../../../src/store/cases/exchange.ts';
import { Vault } from '../../../src/store/database/vault.ts';
import { testDatabase } from '../../support/database.ts';

const { pool } = await testDatabase();
const vault = new Vault({ current: 1, keys: new Map([[1, randomBytes(32)]]) }, randomBytes(32));

function answerOf(request: string, answer: Uint8Array): NetworkAnswer {
  const meaning: AnswerMeaning = 'subscriber_found';
  return { element: 'hlr', interface: 'ctrl', request, answer, meaning, at: new Date() };
}

test('answers that were encrypted together open one by one, byte for byte, also a silent node and a NUL byte', async () => {
  const caseId = randomUUID();
  const dataKey = vault.newDataKey();
  const answers = [
    [answerOf('GET 1 中', Buffer.from('GET_REPLY 1')), answerOf('cancel', new Uint8Array())],
    [answerOf('GET 2', Buffer.of(0, 255, 0))],
  ];
  for (const group of answers) {
    const items = group.map((answer) => ({ accessId: 'a', answer }));
    const sealed = sealEvidence(vault, { dataKey }, 'detach', items);
    await insertEvidence(
      pool,
      sealed.map((row) => ({ ...row, caseId })),
    );
  }
  const opened = await evidenceOfCase(pool, vault, caseId, dataKey);
  expect(
    opened.map(({ exchange }) => ({ request: exchange!.request, answer: [...exchange!.answer] })),
  ).toEqual(answers.flat().map(({ request, answer }) => ({ request, answer: [...answer] })));
});

test('without the key of the person, all but what was said is still there', async () => {
  const caseId = randomUUID();
  const dataKey = vault.newDataKey();
  const sealed = sealEvidence(vault, { dataKey }, 'bar', [
    { accessId: 'a', answer: answerOf('SET', Buffer.from('OK')) },
  ]);
  await insertEvidence(
    pool,
    sealed.map((row) => ({ ...row, caseId })),
  );
  expect(await evidenceOfCase(pool, vault, caseId, null)).toMatchObject([
    { stage: 'bar', element: 'hlr', meaning: 'subscriber_found', hash: sealed[0]!.hash, exchange: null },
  ]);
});

test('a pack of exchanges that is cut off is refused', () => {
  const packed = packExchanges([{ request: 'GET', answer: Buffer.from('answer') }]);
  expect(unpackExchanges(packed)).toHaveLength(1);
  for (let length = 1; length < packed.length; length += 1) {
    expect(() => unpackExchanges(packed.subarray(0, length))).toThrow(RangeError);
  }
});
