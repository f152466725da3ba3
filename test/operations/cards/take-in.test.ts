import { describe, expect, it } from 'vitest';
import { openBag } from '../../../src/operations/cards/bags/open-bag.ts';
import { sealBag } from '../../../src/operations/cards/bags/seal-bag.ts';
import { viewBag } from '../../../src/operations/cards/bags/view-bag.ts';
import { listLooseCards } from '../../../src/operations/cards/list-loose-cards.ts';
import { makeMailLabel } from '../../../src/operations/cards/make-mail-label.ts';
import { removeCard } from '../../../src/operations/cards/remove-card.ts';
import { sayCardMissing } from '../../../src/operations/cards/say-card-missing.ts';
import { takeInCard } from '../../../src/operations/cards/take-in-card.ts';
import { viewCardOfCase } from '../../../src/operations/cards/view-card-of-case.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { CASE_COLUMNS } from '../../../src/store/cases/close-cases.ts';
import { attendedBy, personNamed, receiptOf, staffPerson, subscriberOf } from '../../support/actors.ts';
import { cardOf, confirmed, endedByHand } from '../../support/cards.ts';
import { auditOf, declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool, vault } = op;
const clerk = staffPerson('lin', ['clerk']);
const supervisor = staffPerson('qin', ['supervisor']);
const FOREIGN = '89441000300012345678';

let used = 0;
async function oneLine(): Promise<SeededLine> {
  return (await seedLines(pool, vault, 1, { from: used++ }))[0]!;
}
const placeOf = async (line: SeededLine, caseId: string) =>
  (await viewCardOfCase(op, subscriberOf(line), { caseId })).cards.map(({ place }) => place);
const take = (line: SeededLine, changes: Partial<Parameters<typeof takeInCard>[2]> = {}) =>
  takeInCard(op, clerk, { iccid: cardOf(line), condition: 'whole', ...changes });

describe('taking in a card', () => {
  it('is done at a desk before the end of the line; its holder then sees where it is', async () => {
    const line = await oneLine();
    const made = await confirmed(op, line);
    expect(await placeOf(line, made.caseId)).toEqual(['with_holder']);
    const desk = attendedBy(personNamed('lin', ['clerk']), line, undefined, 'store');
    const taken = await takeInCard(op, desk, {
      ...{ caseId: made.caseId, iccid: `${cardOf(line)}F` },
      condition: 'cut_by_holder',
    });
    expect(taken).toMatchObject({ caseId: made.caseId, reference: made.reference, iccid: cardOf(line) });
    const view = await viewCardOfCase(op, receiptOf(made), { reference: made.reference });
    expect(view).toMatchObject({ esims: 0, takesCards: true });
    expect(view.cards).toEqual([
      expect.objectContaining({
        iccidEnd: cardOf(line).slice(-4),
        place: 'taken_in',
        condition: 'cut_by_holder',
        chain: [{ kind: 'take_in', at: expect.any(Date), signedBy: null }],
      }),
    ]);
    expect(await auditOf(pool, made.caseId)).toContain('card_taken_in');
  });

  it('is done after the end of the line too, by the number of the card alone', async () => {
    const line = await oneLine();
    const made = await confirmed(op, line);
    await endedByHand(op, made);
    await pool.query('update access set to_at = now() where line_id = $1', [line.lineId]);
    expect(await take(line)).toMatchObject({ caseId: made.caseId });
    expect(await placeOf(line, made.caseId)).toEqual(['taken_in']);
  });

  it('finds the case of a card that comes by post by its label', async () => {
    const line = await oneLine();
    const made = await confirmed(op, line);
    const { label } = await makeMailLabel(op, subscriberOf(line), { caseId: made.caseId });
    expect(await makeMailLabel(op, receiptOf(made), { reference: made.reference })).toEqual({ label });
    expect(await take(line, { label: label.toLowerCase(), cameBy: 'post' })).toMatchObject({
      caseId: made.caseId,
    });
    expect((await auditOf(pool, made.caseId)).filter((action) => action === 'card_label_made')).toHaveLength(
      1,
    );
  });

  it('goes into a bag at once, or later by a second scan, and never twice', async () => {
    const [a, b] = [await oneLine(), await oneLine()];
    await confirmed(op, a);
    await confirmed(op, b);
    const { number: bag } = await openBag(op, clerk);
    await take(a, { bag: bag.toLowerCase() });
    await expect(take(a, { bag })).rejects.toMatchObject({ code: 'card_taken_in', facts: { bag } });
    await take(b);
    await expect(take(b)).rejects.toMatchObject({ code: 'card_taken_in', facts: { bag: null } });
    await take(b, { bag });
    const other = await openBag(op, clerk);
    await expect(take(b, { bag: other.number })).rejects.toMatchObject({ facts: { bag } });
    const { cards, bag: seen, chain } = await viewBag(op, clerk, { bag });
    expect(cards.map(({ iccid }) => iccid)).toEqual([cardOf(a), cardOf(b)].sort());
    expect(seen).toMatchObject({ cards: 2, state: 'open', shop: null });
    expect(chain.map(({ kind }) => kind)).toEqual(['open_bag']);
  });

  it('is done once, however many clerks scan at once', async () => {
    const line = await oneLine();
    const made = await confirmed(op, line);
    const bags = await Promise.all([openBag(op, clerk), openBag(op, clerk)]);
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => take(line, { bag: bags[i % 2]!.number })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'card_taken_in' });
    const { rows } = await pool.query('select 1 from returned_card where case_id = $1', [made.caseId]);
    expect(rows).toHaveLength(1);
  });

  it('puts nothing in a bag that is being sealed at the same time', async () => {
    const lines = await seedLines(pool, vault, 6, { from: 500_000 });
    for (const line of lines) await confirmed(op, line);
    const { number: bag } = await openBag(op, clerk);
    await take(lines[0]!, { bag });
    const [sealed, ...taken] = await Promise.allSettled([
      sealBag(op, clerk, { bag, counted: 1, seal: 'S-1' }),
      ...lines.slice(1).map((line) => take(line, { bag })),
    ]);
    const { bag: seen } = await viewBag(op, clerk, { bag });
    const inside = 1 + taken.filter(({ status }) => status === 'fulfilled').length;
    expect(seen.cards).toBe(inside);
    // Sealed with the one that was counted, or not sealed because there were more.
    expect(seen.state).toBe(sealed!.status === 'fulfilled' ? 'sealed' : 'open');
    if (seen.state === 'sealed') expect(inside).toBe(1);
  });
});

describe('what is not taken in', () => {
  it.each([
    ['no ICCID', { iccid: '12345' }, 'iccid_invalid'],
    ['a card of another operator over the counter', { iccid: FOREIGN, setAside: true }, 'card_not_ours'],
    ['a condition that is none', { condition: 'missing' as never }, 'field_invalid'],
    ['a bag that nobody opened', { bag: 'BG-NOWHERE' }, 'bag_unknown'],
    ['a label with a slip', { label: 'HBC-0000000000' }, 'card_label_invalid'],
  ])('%s', async (_, changes, code) => {
    const line = await oneLine();
    await confirmed(op, line);
    await expect(take(line, changes)).rejects.toMatchObject({ code });
  });

  it('says of a number that fits no card of ours whether its check digit does', async () => {
    await expect(
      takeInCard(op, clerk, { iccid: '8944100030001234567', condition: 'whole' }),
    ).rejects.toMatchObject({ code: 'card_not_ours', facts: { luhn: 'invalid' } });
  });

  it('a card of another line than the one at hand', async () => {
    const [a, b] = [await oneLine(), await oneLine()];
    const made = await confirmed(op, a);
    await confirmed(op, b);
    const desk = attendedBy(personNamed('lin', ['clerk']), a);
    const request = { caseId: made.caseId, iccid: cardOf(b), condition: 'whole' as const };
    await expect(takeInCard(op, desk, request)).rejects.toMatchObject({
      code: 'card_of_other_line',
      facts: {},
    });
    const { label } = await makeMailLabel(op, clerk, { caseId: made.caseId });
    await expect(take(b, { label, cameBy: 'post' })).rejects.toMatchObject({ code: 'card_of_other_line' });
  });

  it('anything of an eSIM, and its holder is told that there is nothing to hand in', async () => {
    const line = await oneLine();
    await pool.query(`update access set kind = 'esim', eid = $2 where line_id = $1`, [
      line.lineId,
      '89049032123451234512345678901235',
    ]);
    const made = await confirmed(op, line);
    await expect(take(line)).rejects.toMatchObject({ code: 'card_is_esim' });
    expect(await viewCardOfCase(op, subscriberOf(line), { caseId: made.caseId })).toMatchObject({
      cards: [],
      esims: 1,
    });
  });

  it('a card of a line that nobody asked to end, or whose request is not confirmed or was withdrawn', async () => {
    const line = await oneLine();
    await expect(take(line)).rejects.toMatchObject({ code: 'card_case_missing' });
    const made = await declared(op, line);
    await expect(take(line)).rejects.toMatchObject({ code: 'card_too_early' });
    await withdraw(op, subscriberOf(line), { caseId: made.caseId });
    await expect(take(line)).rejects.toMatchObject({ code: 'card_case_missing' });
    await expect(take(line, { caseId: made.caseId })).rejects.toMatchObject({ code: 'card_case_missing' });
    await expect(makeMailLabel(op, clerk, { caseId: made.caseId })).rejects.toMatchObject({
      code: 'card_case_missing',
    });
  });

  it('a card from its holder without a desk', async () => {
    const line = await oneLine();
    const { caseId } = await confirmed(op, line);
    await expect(
      takeInCard(op, subscriberOf(line), { caseId, iccid: cardOf(line), condition: 'whole' }),
    ).rejects.toMatchObject({ code: 'card_needs_desk' });
  });
});

describe('a card that cannot be taken in and came by post', () => {
  it('is set aside, listed, and sent on to its operator', async () => {
    const aside = { iccid: FOREIGN, condition: 'whole', cameBy: 'post', setAside: true } as const;
    expect(await takeInCard(op, clerk, aside)).toMatchObject({ caseId: null, reference: null });
    await expect(takeInCard(op, clerk, aside)).rejects.toMatchObject({ code: 'card_taken_in' });
    const loose = async () => (await listLooseCards(op, clerk, { limit: 1_000 })).map(({ iccid }) => iccid);
    expect(await loose()).toContain(FOREIGN);
    await removeCard(op, supervisor, { iccid: FOREIGN, as: 'sent_on', reason: 'O2, letter of 29 November' });
    expect(await loose()).not.toContain(FOREIGN);
  });

  it('finds its case when there is one later', async () => {
    const line = await oneLine();
    expect(await take(line, { cameBy: 'post', setAside: true })).toMatchObject({ caseId: null });
    const { caseId } = await confirmed(op, line);
    expect(await take(line, { cameBy: 'post' })).toMatchObject({ caseId });
    expect(await placeOf(line, caseId)).toEqual(['taken_in']);
  });
});

describe('a card that its holder does not have', () => {
  it('is recorded as missing by its holder, refuses nothing, and is taken in when it turns up', async () => {
    const line = await oneLine();
    const { caseId } = await confirmed(op, line);
    const iccidEnd = cardOf(line).slice(-4);
    await expect(sayCardMissing(op, subscriberOf(line), { caseId, iccidEnd: '0x00' })).rejects.toMatchObject({
      code: 'card_unknown',
    });
    await sayCardMissing(op, subscriberOf(line), { caseId, iccidEnd });
    await expect(sayCardMissing(op, subscriberOf(line), { caseId, iccidEnd })).rejects.toMatchObject({
      code: 'card_unknown',
    });
    expect(await placeOf(line, caseId)).toEqual(['missing']);
    await take(line, { condition: 'damaged', cameBy: 'post' });
    expect(await placeOf(line, caseId)).toEqual(['taken_in']);
    expect(await auditOf(pool, caseId)).toEqual(expect.arrayContaining(['card_missing', 'card_taken_in']));
  });
});

it('may be missing again in a later request, where the first came to nothing', async () => {
  const line = await oneLine();
  const first = await confirmed(op, line);
  const iccidEnd = cardOf(line).slice(-4);
  await sayCardMissing(op, subscriberOf(line), { caseId: first.caseId, iccidEnd });
  await withdraw(op, subscriberOf(line), { caseId: first.caseId });
  await pool.query(
    `with gone as (delete from termination where case_id = $1 returning *)
     insert into termination_closed (${CASE_COLUMNS}, closed_at) select ${CASE_COLUMNS}, now() from gone`,
    [first.caseId],
  );
  const { caseId } = await confirmed(op, line);
  await sayCardMissing(op, subscriberOf(line), { caseId, iccidEnd });
  expect(await placeOf(line, caseId)).toEqual(['missing']);
});

it('gives a card back whose line goes on, out of a sealed bag, which is then open again', async () => {
  const line = await oneLine();
  const { caseId } = await confirmed(op, line);
  const { number: bag } = await openBag(op, clerk);
  await take(line, { bag });
  await sealBag(op, clerk, { bag, counted: 1, seal: 'S-7' });
  await withdraw(op, subscriberOf(line), { caseId });
  await removeCard(op, supervisor, { iccid: cardOf(line), as: 'given_back', reason: 'withdrawn' });
  expect((await viewBag(op, clerk, { bag })).bag).toMatchObject({ state: 'open', seal: null, cards: 0 });
  expect(await placeOf(line, caseId)).toEqual(['given_back']);
  await expect(
    removeCard(op, supervisor, { iccid: cardOf(line), as: 'given_back', reason: 'again' }),
  ).rejects.toMatchObject({ code: 'card_unknown' });
});

it('writes no ICCID and no label into the audit log', async () => {
  const { rows } = await pool.query(`select facts::text as facts from audit where action like 'card%'`);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ facts }) => /89\d{16}|HBC-/.test(facts ?? ''))).toEqual([]);
});
