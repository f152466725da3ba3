import { describe, expect, test } from 'vitest';
import { issueBatch } from '../../../src/certificate/sign/issue.ts';
import { faultOf } from '../../../src/certificate/verify/statement-shape.ts';
import type { Statement } from '../../../src/domain/certificates/certificate.ts';
import { UNBINDING_RESULTS } from '../../../src/domain/esim/unbinding.ts';
import { draft, NOW, newRing } from '../fixtures.ts';

const { statement } = draft();
const [proven, unreachable] = statement.profiles;
const faultWith = (...profiles: readonly unknown[]) => faultOf({ ...statement, profiles });

describe('what a statement says of eSIM profiles', () => {
  test('may be nothing, but is never left out', () => {
    expect(faultWith()).toBeNull();
    const { profiles: _, ...without } = statement;
    expect(faultOf(without)).toBe('statement.profiles');
    expect(faultOf({ ...statement, profiles: null })).toBe('statement.profiles');
  });

  test('is a proof exactly where it says proven', () => {
    for (const result of UNBINDING_RESULTS) {
      expect(faultWith({ ...proven, result }), result).toBe(
        result === 'proven' ? null : 'statement.profiles',
      );
      expect(faultWith({ ...unreachable, result }), result).toBe(
        result === 'proven' ? 'statement.profiles' : null,
      );
    }
  });

  test.each<[string, object]>([
    ['a result of no name', { result: 'gone' }],
    ['an ICCID in clear', { iccid: '89860012345678905678' }],
    ['no ICCID', { iccid: null }],
    ['an EID in clear', { eid: '89049032123451234512345678901235' }],
    ['another event', { proof: { ...proven!.proof, event: 'disable' } }],
    ['a negative sequence number', { proof: { ...proven!.proof, sequenceNumber: -1 } }],
    ['a time without its zone', { proof: { ...proven!.proof, receivedAt: '2026-11-20T09:31:15' } }],
    ['a proof of nothing', { proof: { ...proven!.proof, hash: '' } }],
    ['a proof without a sequence number', { proof: { ...proven!.proof, sequenceNumber: undefined } }],
  ])('is not %s', (_, change) => {
    expect(faultWith({ ...proven, ...change })).toBe('statement.profiles');
  });

  test('is the first sequence number too, and a device that nobody knows', () => {
    expect(faultWith({ ...proven, proof: { ...proven!.proof, sequenceNumber: 0 } })).toBeNull();
    expect(faultWith({ ...unreachable, eid: null })).toBeNull();
  });

  test('is never signed as a bare claim', async () => {
    const claim: Statement = { ...statement, profiles: [{ ...proven!, proof: null }] };
    const signer = (await newRing()).signer();
    expect(() => issueBatch([claim], signer, NOW)).toThrow(
      expect.objectContaining({
        code: 'statement_invalid',
        facts: expect.objectContaining({ fault: 'statement.profiles' }),
      }),
    );
  });
});

describe('what a statement says of old cards', () => {
  const card = {
    iccid: 'a'.repeat(64),
    condition: 'whole',
    takenInOn: '2026-11-22',
    destroyed: { on: '2026-11-28', method: 'shredded', particleClass: 'E-4' },
  };
  const faultOfCards = (...cards: readonly unknown[]) => faultOf({ ...statement, cards });

  test('is left out by the certificates of before, and may be', () => {
    expect(statement).not.toHaveProperty('cards');
    expect(faultOf(statement)).toBeNull();
    expect(faultOfCards(card)).toBeNull();
    expect(faultOfCards({ ...card, destroyed: null })).toBeNull();
    expect(faultOfCards({ ...card, destroyed: { ...card.destroyed, particleClass: null } })).toBeNull();
    expect(faultOfCards({ ...card, condition: 'missing', destroyed: null })).toBeNull();
  });

  test.each<[string, object]>([
    ['an ICCID in clear', { iccid: '89860012345678905678' }],
    ['a condition of no name', { condition: 'fine' }],
    ['a day that is none', { takenInOn: '2026-02-30' }],
    ['destroyed without a day', { destroyed: { ...card.destroyed, on: null } }],
    ['destroyed in a way of no name', { destroyed: { ...card.destroyed, method: 'buried' } }],
    ['missing and destroyed', { condition: 'missing' }],
  ])('is not %s', (_, change) => {
    expect(faultOfCards({ ...card, ...change })).toBe('statement.cards');
  });
});
