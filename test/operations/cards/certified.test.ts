import { expect, it } from 'vitest';
import { signedClaims } from '../../../src/certificate/credential/sd-jwt.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { openBag } from '../../../src/operations/cards/bags/open-bag.ts';
import { sealBag } from '../../../src/operations/cards/bags/seal-bag.ts';
import { closeBatch } from '../../../src/operations/cards/batches/close-batch.ts';
import { handOverBatch } from '../../../src/operations/cards/batches/hand-over-batch.ts';
import { openBatch } from '../../../src/operations/cards/batches/open-batch.ts';
import { putBagInBatch } from '../../../src/operations/cards/batches/put-bag-in-batch.ts';
import { recordDestruction } from '../../../src/operations/cards/batches/record-destruction.ts';
import { scanBatch } from '../../../src/operations/cards/batches/scan-batch.ts';
import { removeCard } from '../../../src/operations/cards/remove-card.ts';
import { sayCardMissing } from '../../../src/operations/cards/say-card-missing.ts';
import { takeInCard } from '../../../src/operations/cards/take-in-card.ts';
import { certifyLateProof } from '../../../src/operations/certificates/certify-late-proof.ts';
import { holderCopy } from '../../../src/operations/certificates/holder-copy.ts';
import { receiptOf, staffPerson, subscriberOf } from '../../support/actors.ts';
import { cardOf } from '../../support/cards.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { claimsOf, judged } from '../../support/certificates.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool, vault } = op;
const clerk = staffPerson('lin', ['clerk']);
const depot = staffPerson('wu', ['operations']);
const witness = staffPerson('xu', ['operations']);
const lines = await seedLines(pool, vault, 5, { simulator: instance.simulator });
const TODAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());

type Made = Awaited<ReturnType<typeof readyToEnd>>;

/** What the newest certificate says of the cards, as a stranger verifies it offline, with the ICCIDs that it discloses. */
async function certified(made: Made) {
  const copy = await holderCopy(op, receiptOf(made), { reference: made.reference });
  const verdict = await judged(copy, instance.keyRing);
  expect(verdict.result).toBe('authentic');
  const { cards, supersedes, jti } = claimsOf(verdict);
  // In what was signed the ICCID is a digest.
  for (const card of signedClaims(copy.jwt).cards ?? [])
    expect(card).toMatchObject({ _sd: [expect.stringMatching(/^[\w-]{43}$/)] });
  return { cards, supersedes, jti };
}

const ordered = async (caseId: string): Promise<boolean> =>
  (await pool.query('select from graphile_worker.jobs where key = $1', [`supersede-certificate:${caseId}`]))
    .rowCount === 1;
const late = (made: Made) => certifyLateProof(op, ENGINE, made);

async function ended(line: SeededLine, before?: (made: Made) => Promise<unknown>): Promise<Made> {
  const made = await readyToEnd(op, line);
  await before?.(made);
  await running(instance.engine(), () => closedCase(pool, made.caseId));
  return made;
}

it('names a card on the first certificate that was taken in before it, and orders no second one', async () => {
  const [line] = lines as [SeededLine];
  const iccid = cardOf(line);
  const made = await ended(line, () => takeInCard(op, clerk, { iccid, condition: 'damaged' }));
  expect(await certified(made)).toMatchObject({
    cards: [{ iccid, condition: 'damaged', takenInOn: TODAY, destroyed: null }],
    supersedes: null,
  });
  expect(await ordered(made.caseId)).toBe(false);
  await late(made);
  expect((await certified(made)).supersedes).toBeNull();
});

it('says nothing of a card that did not come back', async () => {
  const made = await ended(lines[1]!);
  expect((await certified(made)).cards).toBeUndefined();
});

it('supersedes the certificate when the card is taken in later, and again when it is destroyed', async () => {
  const line = lines[2]!;
  const iccid = cardOf(line);
  const made = await ended(line);
  const first = await certified(made);
  const { number: bag } = await openBag(op, clerk);
  await takeInCard(op, clerk, { iccid, condition: 'cut_by_holder', bag });
  expect(await ordered(made.caseId)).toBe(true);
  await late(made);
  await late(made);
  const second = await certified(made);
  const taken = { iccid, condition: 'cut_by_holder', takenInOn: TODAY };
  expect(second).toMatchObject({
    cards: [{ ...taken, destroyed: null }],
    supersedes: first.jti,
  });
  await sealBag(op, clerk, { bag, counted: 1, seal: 'S-1' });
  const { number: batch } = await openBatch(op, depot);
  await putBagInBatch(op, depot, { batch, bag, seal: 'S-1' });
  await handOverBatch(op, depot, { batch, counted: 1, seal: 'P-1', destroyer: 'Shred Ltd' });
  await scanBatch(op, witness, { batch, scans: [{ scanned: iccid }] });
  expect(await closeBatch(op, witness, { batch, counted: 1, seal: 'P-1' })).toMatchObject({ closed: true });
  await pool.query('delete from graphile_worker._private_jobs');
  await recordDestruction(op, witness, {
    ...{ batch, destroyedOn: TODAY, method: 'shredded', particleClass: 'E-4' },
    ...{ weightGrams: 5, witness: '王芳', reference: 'VN-1' },
  });
  expect(await ordered(made.caseId)).toBe(true);
  await late(made);
  await late(made);
  const third = await certified(made);
  expect(third).toMatchObject({
    cards: [{ ...taken, destroyed: { on: TODAY, method: 'shredded', particleClass: 'E-4' } }],
    supersedes: second.jti,
  });
  const audit = await pool.query(
    `select action from audit where case_id = $1 and facts ? 'certificateId' order by audit_id`,
    [made.caseId],
  );
  expect(audit.rows.map(({ action }) => action).slice(-2)).toEqual(['card_recorded', 'card_destroyed']);
});

it('says that a card is missing, and that it turned up', async () => {
  const line = lines[3]!;
  const made = await ended(line);
  await sayCardMissing(op, subscriberOf(line), { caseId: made.caseId, iccidEnd: cardOf(line).slice(-4) });
  await late(made);
  expect((await certified(made)).cards).toMatchObject([{ condition: 'missing', destroyed: null }]);
  await takeInCard(op, clerk, { iccid: cardOf(line), condition: 'whole', cameBy: 'post' });
  await late(made);
  expect((await certified(made)).cards).toMatchObject([{ condition: 'whole', destroyed: null }]);
});

it('takes back that a card is with us, once it is given back to its holder', async () => {
  const line = lines[3]!;
  const { rows } = await pool.query<Made>(
    `select case_id as "caseId" from termination_closed where line_id = $1`,
    [line.lineId],
  );
  await pool.query('delete from graphile_worker._private_jobs');
  await removeCard(op, depot, { iccid: cardOf(line), as: 'given_back', reason: 'asked for it' });
  expect(await ordered(rows[0]!.caseId)).toBe(true);
  await late(rows[0]!);
  const { rows: newest } = await pool.query(
    'select jwt from certificate where case_id = $1 order by issued_at desc, certificate_id desc limit 1',
    [rows[0]!.caseId],
  );
  expect(signedClaims(newest[0].jwt)).not.toHaveProperty('cards');
});

it('orders a look later for a case that a worker may be certifying at this moment', async () => {
  const line = lines[4]!;
  const made = await readyToEnd(op, line);
  await pool.query(
    `update termination set lease = gen_random_uuid(), lease_until = now() + interval '1 minute' where case_id = $1`,
    [made.caseId],
  );
  await takeInCard(op, clerk, { iccid: cardOf(line), condition: 'whole' });
  const { rows } = await pool.query<{ later: boolean }>(
    `select run_at > now() as later from graphile_worker.jobs where key = $1`,
    [`supersede-certificate:${made.caseId}`],
  );
  expect(rows).toEqual([{ later: true }]);
});
