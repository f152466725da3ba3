import { describe, expect, it } from 'vitest';
import { handOverBag } from '../../../src/operations/cards/bags/hand-over-bag.ts';
import { listBags } from '../../../src/operations/cards/bags/list-bags.ts';
import { openBag } from '../../../src/operations/cards/bags/open-bag.ts';
import { sealBag } from '../../../src/operations/cards/bags/seal-bag.ts';
import { takeOverBag } from '../../../src/operations/cards/bags/take-over-bag.ts';
import { viewBag } from '../../../src/operations/cards/bags/view-bag.ts';
import { closeBatch } from '../../../src/operations/cards/batches/close-batch.ts';
import { handOverBatch } from '../../../src/operations/cards/batches/hand-over-batch.ts';
import { listBatches } from '../../../src/operations/cards/batches/list-batches.ts';
import { openBatch } from '../../../src/operations/cards/batches/open-batch.ts';
import { putBagInBatch } from '../../../src/operations/cards/batches/put-bag-in-batch.ts';
import { recordDestruction } from '../../../src/operations/cards/batches/record-destruction.ts';
import { scanBatch } from '../../../src/operations/cards/batches/scan-batch.ts';
import { viewBatch } from '../../../src/operations/cards/batches/view-batch.ts';
import { removeCard } from '../../../src/operations/cards/remove-card.ts';
import { takeInCard } from '../../../src/operations/cards/take-in-card.ts';
import { viewCardOfCase } from '../../../src/operations/cards/view-card-of-case.ts';
import { listWork } from '../../../src/operations/oversight/queue/list-work.ts';
import { readQueueFilter } from '../../../src/operations/oversight/queue/queue-filter.ts';
import { signedInPerson, staffPerson, subscriberOf } from '../../support/actors.ts';
import { cardOf, confirmed, endedByHand } from '../../support/cards.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';
import { today } from '../../support/today.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool, vault } = op;
const clerk = staffPerson('lin', ['clerk']);
const shop = staffPerson('qin', ['supervisor']);
const depot = staffPerson('wu', ['operations']);
const witness = staffPerson('xu', ['operations']);
const depotWorker = await signedInPerson(op, 'bao', ['operations']);

let used = 0;
/** Lines that ended, their cards in a sealed bag of their own. */
async function sealedBag(count: number, seal: string) {
  const lines = await seedLines(pool, vault, count, { from: used });
  used += count;
  const { number: bag } = await openBag(op, clerk);
  const cases = new Map<SeededLine, string>();
  for (const line of lines) {
    const made = await confirmed(op, line);
    await endedByHand(op, made);
    cases.set(line, made.caseId);
    await takeInCard(op, clerk, { iccid: cardOf(line), condition: 'whole', bag });
  }
  await sealBag(op, clerk, { bag, counted: count, seal });
  return { bag, lines, cases, cards: lines.map(cardOf) };
}

/** Two bags at the destroyer. */
async function handedOver() {
  const [a, b] = [await sealedBag(2, 'S-A'), await sealedBag(1, 'S-B')];
  const { number: batch } = await openBatch(op, depot);
  await putBagInBatch(op, depot, { batch, bag: a.bag, seal: 's-a' });
  await putBagInBatch(op, depot, { batch, bag: b.bag, seal: 'S-B' });
  await handOverBatch(op, depot, { batch, counted: 3, seal: 'P-1', destroyer: 'Shred Ltd' });
  return { a, b, batch };
}
const scan = (
  batch: string,
  scans: readonly (string | { scanned: string; bag: string })[],
  startOver = false,
) =>
  scanBatch(op, witness, {
    batch,
    scans: scans.map((one) => (typeof one === 'string' ? { scanned: one } : one)),
    startOver,
  });

const RECORD = {
  ...{ destroyedOn: today(), method: 'shredded', particleClass: 'E-4' },
  ...{ weightGrams: 15, witness: '王芳', reference: 'VN-118' },
};

describe('a batch at the destroyer', () => {
  it('stands in the queue as to be compared until it was, and then as one that differs', async () => {
    const { batch, a, b } = await handedOver();
    const queued = async () => {
      const { work } = await listWork(op, depotWorker, readQueueFilter(new Map([['kind', 'batch']])).filter);
      return work.find(({ item }) => item === batch)?.label;
    };
    expect(await queued()).toBe('to_compare');
    await scan(batch, a.cards);
    const { closed } = await closeBatch(op, witness, { batch, counted: 2, seal: 'P-1' });
    expect([closed, await queued()]).toEqual([false, 'differs']);
    // What is scanned since may have been what was missing.
    await scan(batch, b.cards);
    expect(await queued()).toBe('to_compare');
    await closeBatch(op, witness, { batch, counted: 2, seal: 'P-1' });
    expect(await queued()).toBe('differs');
    await removeCard(op, witness, { iccid: b.cards[0]!, as: 'lost', reason: 'not there' });
    expect(await queued()).toBe('to_compare');
    await scan(batch, a.cards, true);
    expect((await closeBatch(op, witness, { batch, counted: 2, seal: 'P-1' })).closed).toBe(true);
    expect(await queued()).toBeUndefined();
  });
});

describe('a bag', () => {
  it('goes from hand to hand, counted and sealed, signed by two people', async () => {
    const { bag, lines, cases } = await sealedBag(2, 'S-1');
    const [line] = lines as [SeededLine];
    const place = async () =>
      (await viewCardOfCase(op, subscriberOf(line), { caseId: cases.get(line)! })).cards[0]!.place;
    const signed = { bag, counted: 2, seal: 'S-1' };
    expect(await place()).toBe('in_bag');
    await handOverBag(op, shop, signed);
    expect(await place()).toBe('on_the_way');
    await expect(takeOverBag(op, shop, signed)).rejects.toMatchObject({ code: 'custody_same_person' });
    await takeOverBag(op, depot, signed);
    expect(await place()).toBe('at_depot');
    const { chain } = await viewBag(op, depot, { bag });
    expect(chain.map(({ kind, signedBy, counted, seal }) => [kind, signedBy, counted, seal])).toEqual([
      ['open_bag', 'issuer.test/lin', null, null],
      ['seal_bag', 'issuer.test/lin', 2, 'S-1'],
      ['hand_over_bag', 'issuer.test/qin', 2, 'S-1'],
      ['take_over_bag', 'issuer.test/wu', 2, 'S-1'],
    ]);
  });

  it('is not signed for with another count or another seal, nor out of turn', async () => {
    const { bag } = await sealedBag(1, 'S-1');
    const at = (counted: number, seal: string) => ({ bag, counted, seal });
    await expect(takeOverBag(op, depot, at(1, 'S-1'))).rejects.toMatchObject({ code: 'custody_conflict' });
    await expect(handOverBag(op, shop, at(2, 'S-1'))).rejects.toMatchObject({
      code: 'custody_differs',
      facts: { of: 'count', expected: 1, counted: 2 },
    });
    await expect(handOverBag(op, shop, at(1, 'S-2'))).rejects.toMatchObject({ facts: { of: 'seal' } });
    await expect(handOverBag(op, shop, at(-1, 'S-1'))).rejects.toMatchObject({ code: 'field_invalid' });
    await expect(handOverBag(op, shop, at(1, ' '))).rejects.toMatchObject({ code: 'field_missing' });
    await expect(takeInCard(op, clerk, { iccid: '8', condition: 'whole', bag })).rejects.toMatchObject({
      code: 'iccid_invalid',
    });
  });

  it('is sealed anew when its seal is broken, with another seal; both stay in the chain', async () => {
    const { bag } = await sealedBag(1, 'S-1');
    await expect(sealBag(op, shop, { bag, counted: 1, seal: 'S-1' })).rejects.toMatchObject({
      facts: { of: 'old_seal' },
    });
    await sealBag(op, shop, { bag, counted: 1, seal: 'S-2' });
    const { chain } = await viewBag(op, depot, { bag });
    expect(chain.map(({ seal }) => seal)).toEqual([null, 'S-1', 'S-2']);
  });

  it('is handed over once, however many do it at once', async () => {
    const { bag } = await sealedBag(1, 'S-1');
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () => handOverBag(op, shop, { bag, counted: 1, seal: 'S-1' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is in one batch at most', async () => {
    const { bag } = await sealedBag(1, 'S-1');
    const batches = await Promise.all([openBatch(op, depot), openBatch(op, depot)]);
    const tries = await Promise.allSettled(
      batches.map(({ number }) => putBagInBatch(op, depot, { batch: number, bag, seal: 'S-1' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const open = await openBag(op, clerk);
    await expect(
      putBagInBatch(op, depot, { batch: batches[0]!.number, bag: open.number, seal: 'x' }),
    ).rejects.toMatchObject({ code: 'custody_conflict', facts: { state: 'open' } });
  });

  it('is found again in a list that is paged', async () => {
    const { number } = await openBag(op, clerk);
    const first = await listBags(op, clerk, { state: null, after: null, limit: 1 });
    expect(first.bags.map((one) => one.number)).toEqual([number]);
    const next = await listBags(op, clerk, { state: null, after: first.next, limit: 1 });
    expect(next.bags[0]!.number).not.toBe(number);
    const open = await listBags(op, clerk, { state: 'open', after: null, limit: 100 });
    expect(new Set(open.bags.map(({ state }) => state))).toEqual(new Set(['open']));
    await expect(listBags(op, clerk, { state: null, after: 'BG-NONE', limit: 1 })).rejects.toMatchObject({
      code: 'bag_unknown',
    });
  });
});

describe('a batch', () => {
  it('closes where every card agrees, and is destroyed; the record names how, and each card is destroyed', async () => {
    const { a, b, batch } = await handedOver();
    await expect(recordDestruction(op, witness, { batch, ...RECORD })).rejects.toMatchObject({
      code: 'custody_conflict',
    });
    await scan(batch, [...b.cards, { scanned: a.cards[1]!, bag: a.bag.toLowerCase() }]);
    await scan(batch, [a.cards[0]!]);
    await expect(closeBatch(op, depot, { batch, counted: 3, seal: 'P-1' })).rejects.toMatchObject({
      code: 'custody_same_person',
    });
    expect(await closeBatch(op, witness, { batch, counted: 3, seal: 'p-1' })).toEqual({
      ...{ closed: true, expected: 3, scanned: 3, differences: [] },
    });
    expect(await recordDestruction(op, witness, { batch, ...RECORD })).toEqual({ cards: 3 });
    await expect(recordDestruction(op, witness, { batch, ...RECORD })).rejects.toMatchObject({
      code: 'custody_conflict',
    });
    const view = await viewBatch(op, depot, { batch });
    expect(view.batch).toMatchObject({ state: 'destroyed', destroyer: 'Shred Ltd', bags: 2, cards: 3 });
    expect(view.destruction).toEqual(RECORD);
    expect(view.chain.map(({ kind }) => kind)).toEqual([
      ...['open_batch', 'put_in_batch', 'put_in_batch', 'hand_over_batch', 'close_batch', 'destroy_batch'],
    ]);
    for (const [line, caseId] of [...a.cases, ...b.cases]) {
      const [card] = (await viewCardOfCase(op, subscriberOf(line), { caseId })).cards;
      expect(card).toMatchObject({
        place: 'destroyed',
        destroyed: { on: RECORD.destroyedOn, method: 'shredded', particleClass: 'E-4' },
      });
      expect(card!.chain.map(({ kind }) => kind)).toEqual([
        ...['take_in', 'put_in_bag', 'seal_bag', 'put_in_batch', 'hand_over_batch', 'close_batch'],
        'destroy_batch',
      ]);
    }
    const { rows } = await pool.query('select witness_enc from card_destruction');
    expect(Buffer.concat(rows.map(({ witness_enc }) => witness_enc)).toString()).not.toContain('王芳');
  });

  it('does not close while anything differs, names it, and changes nothing', async () => {
    const { a, b, batch } = await handedOver();
    const elsewhere = await sealedBag(1, 'S-C');
    const [loose] = await seedLines(pool, vault, 1, { from: 800_000 });
    await scan(batch, [
      ...[a.cards[0]!, a.cards[0]!, { scanned: b.cards[0]!, bag: a.bag }, elsewhere.cards[0]!],
      ...[cardOf(loose!), '89441000300012345678', 'not a card'],
    ]);
    const result = await closeBatch(op, witness, { batch, counted: 4, seal: 'P-2' });
    expect(result).toMatchObject({ closed: false, expected: 3, scanned: 7 });
    expect(result.differences.map(({ kind, iccid, books }) => [kind, iccid, books])).toEqual([
      ['seal', null, null],
      ['count', null, '3'],
      ['missing', a.cards[1], null],
      ['extra', cardOf(loose!), null],
      ['scanned_twice', a.cards[0], null],
      ['other_bag', b.cards[0], b.bag],
      ['other_bag', elsewhere.cards[0], elsewhere.bag],
      ['other_operator', '89441000300012345678', null],
      ['unreadable', 'not a card', null],
    ]);
    expect((await viewBatch(op, depot, { batch })).batch.state).toBe('handed_over');
    const { rows } = await pool.query(
      `select facts from audit where action = 'card_batch_differs' and facts->>'batch' = $1`,
      [batch],
    );
    expect(rows[0].facts).toMatchObject({ counted: 4, differences: { missing: 1, other_bag: 2 } });
    await scan(batch, [...a.cards, ...b.cards], true);
    expect(await closeBatch(op, witness, { batch, counted: 3, seal: 'P-1' })).toMatchObject({ closed: true });
  });

  it('closes without a card that was recorded as lost, which is then nobody’s proof of anything', async () => {
    const { a, b, batch } = await handedOver();
    const [lost, found] = a.cards as [string, string];
    await expect(removeCard(op, depot, { iccid: lost, as: 'given_back', reason: 'x' })).rejects.toMatchObject(
      { code: 'custody_conflict' },
    );
    await removeCard(op, depot, { iccid: lost, as: 'lost', reason: 'not in the bag at the destroyer' });
    await scan(batch, [found, ...b.cards]);
    expect(await closeBatch(op, witness, { batch, counted: 2, seal: 'P-1' })).toMatchObject({ closed: true });
    await recordDestruction(op, witness, { batch, ...RECORD });
    const places = await Promise.all(
      [...a.cases].map(async ([line, caseId]) => {
        const { cards } = await viewCardOfCase(op, subscriberOf(line), { caseId });
        return [cards[0]!.place, cards[0]!.destroyed === null];
      }),
    );
    expect(places).toEqual([
      ['lost', true],
      ['destroyed', false],
    ]);
  });

  it('is not handed over with a card whose line has not ended, and says which', async () => {
    const [line] = await seedLines(pool, vault, 1, { from: 810_000 });
    await confirmed(op, line!);
    const { number: bag } = await openBag(op, clerk);
    await takeInCard(op, clerk, { iccid: cardOf(line!), condition: 'whole', bag });
    await sealBag(op, clerk, { bag, counted: 1, seal: 'S-1' });
    const { number: batch } = await openBatch(op, depot);
    const over = { batch, counted: 1, seal: 'P-1', destroyer: 'Shred Ltd' };
    await expect(handOverBatch(op, depot, { ...over, counted: 0 })).rejects.toMatchObject({
      code: 'custody_conflict',
      facts: { state: 'empty' },
    });
    await putBagInBatch(op, depot, { batch, bag, seal: 'S-1' });
    await expect(handOverBatch(op, depot, over)).rejects.toMatchObject({
      code: 'card_line_goes_on',
      facts: { count: 1, cards: [cardOf(line!)] },
    });
    await removeCard(op, depot, { iccid: cardOf(line!), as: 'given_back', reason: 'line goes on' });
    expect((await viewBatch(op, depot, { batch })).batch.bags).toBe(0);
    expect((await viewBag(op, depot, { bag })).bag).toMatchObject({ state: 'open', batchId: null });
  });

  it('takes scans of two people at once, none lost', async () => {
    const { a, b, batch } = await handedOver();
    const cards = [...a.cards, ...b.cards];
    await Promise.all(
      cards.map((scanned, i) =>
        scanBatch(op, i % 2 === 0 ? witness : shop, { batch, scans: [{ scanned: `${scanned}\0` }] }),
      ),
    );
    expect(await closeBatch(op, witness, { batch, counted: 3, seal: 'P-1' })).toMatchObject({ closed: true });
    await expect(scan(batch, ['x'])).rejects.toMatchObject({ code: 'custody_conflict' });
    const { batches } = await listBatches(op, depot, { state: 'closed', after: null, limit: 1 });
    expect(batches).toEqual([expect.objectContaining({ number: batch, scans: 3 })]);
  });
});
