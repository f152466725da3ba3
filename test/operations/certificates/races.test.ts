import { expect, it } from 'vitest';
import { bookLateUsage } from '../../../src/operations/cases/book-late-usage.ts';
import { certificateStatus } from '../../../src/operations/certificates/certificate-status.ts';
import { holderCopy } from '../../../src/operations/certificates/holder-copy.ts';
import { revokeCertificate } from '../../../src/operations/certificates/revoke-certificate.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { receiptOf, staffNamed, systemNamed, VISITOR } from '../../support/actors.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool } = op;
const lines = await seedLines(pool, instance.vault, 2, { simulator: instance.simulator });
const [chained, voided] = await running(instance.engine(), async () => {
  const made = [await readyToEnd(op, lines[0]!), await readyToEnd(op, lines[1]!)] as const;
  for (const { caseId } of made) await closedCase(pool, caseId);
  return made;
});
const billing = systemNamed('billing');
const usage = (lineId: string, usageId: string, minor: number) => ({
  ...{ usageId, lineId, usedOn: '2026-02-13' },
  amount: { currency: 'CNY', minor },
});
const copyOf = (made: Parameters<typeof receiptOf>[0] & { readonly reference: string }) =>
  holderCopy(op, receiptOf(made), { reference: made.reference });

/** Something that is passed only when it is let go. */
function gate(): { readonly reached: Promise<void>; pass(): Promise<void>; open(): void } {
  let [arrive, open] = [() => {}, () => {}];
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    reached,
    pass() {
      arrive();
      return opened;
    },
    open: () => open(),
  };
}

it('is one chain, and one certificate that stands, whatever is billed first and by which clock', async () => {
  const { lineId } = lines[0]!;
  const before = (await copyOf(chained)).claims;
  const slow = gate();
  const held: Operations = {
    ...op,
    billing: {
      ...op.billing,
      async supplement(request) {
        await slow.pass();
        return op.billing.supplement(request);
      },
    },
  };
  const first = bookLateUsage(held, billing, usage(lineId, 'slow', 100));
  await slow.reached;
  await bookLateUsage(op, billing, usage(lineId, 'quick', 20));
  slow.open();
  await first;
  // Its clock is a day behind.
  const behind: Operations = { ...op, clock: { now: () => new Date(Date.now() - 86_400_000) } };
  await bookLateUsage(behind, billing, usage(lineId, 'behind', 3));
  const { claims } = await copyOf(chained);
  expect(claims.bill.total.minor).toBe(before.bill.total.minor + 123);
  const { rows } = await pool.query<{ standing: number; all: number; followed: number }>(
    `select count(*) filter (where superseded_by is null)::int as standing, count(*)::int as all,
       count(distinct superseded_by)::int as followed from certificate where case_id = $1`,
    [chained.caseId],
  );
  expect(rows).toEqual([{ standing: 1, all: 4, followed: 3 }]);
  expect(claims.iat).toBeGreaterThanOrEqual(before.iat);
});

it('has no successor once it is void, and one that is just being made is void instead of its forerunner', async () => {
  const { lineId } = lines[1]!;
  const { claims } = await copyOf(voided);
  const halfway = gate();
  const held: Operations = {
    ...op,
    statusPlaces: {
      async take(count: number) {
        await halfway.pass();
        return op.statusPlaces.take(count);
      },
    } as Operations['statusPlaces'],
  };
  const superseding = bookLateUsage(held, billing, usage(lineId, 'late', 5));
  await halfway.reached;
  const revoking = revokeCertificate(op, staffNamed('lin'), {
    certificateId: claims.jti,
    reason: 'wrong_person',
  });
  halfway.open();
  const { certificateId } = await superseding;
  expect(await revoking).toEqual({ now: true });
  const told = await certificateStatus(op, VISITOR, { certificateId: claims.jti });
  // Whoever revokes sees that another took its place, and which.
  expect(told).toMatchObject({ revoked: { reason: 'wrong_person' }, supersededBy: certificateId });
});
