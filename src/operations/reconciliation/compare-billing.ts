import { HandbackError } from '../../domain/errors.ts';
import type { Difference } from '../../domain/reconciliation/finding.ts';
import type { ChargedLine } from '../../ports/charge-control.ts';
import { endedAmong, standingLines } from '../../store/reconciliation/our-side.ts';
import type { PartAhead } from '../../store/reconciliation/runs.ts';
import { ENGINE } from '../access/actor.ts';
import { receiveCharge } from '../charges/receive-charge.ts';
import type { Operations } from '../context.ts';
import type { Step } from './peers.ts';

const PAGE = 5_000;

/**
 * Compares our lines with those that billing charges, both sorted by the bytes of their names, so that a page of each is enough. A charge
 * to an ended line that billing names goes the way of every other: it is held, disputed, and told of.
 */
export async function compareBilling(op: Operations, { place, cutAt }: PartAhead): Promise<Step> {
  const after = place?.after ?? null;
  const [theirs, ours] = await Promise.all([
    op.chargeControl.chargedLines(after, PAGE),
    standingLines(op.pool, { after, limit: PAGE }, cutAt),
  ]);
  // Behind the end of the shorter page the other side is not known yet.
  const upTo = earlier(
    theirs.length < PAGE ? null : theirs.at(-1)!.lineId,
    ours.length < PAGE ? null : ours.at(-1)!.lineId,
  );
  const within = ({ lineId }: { readonly lineId: string }): boolean =>
    upTo === null || bytewise(lineId, upTo) <= 0;
  const charged = new Map(theirs.filter(within).map((line) => [line.lineId, line]));
  const standing = ours.filter(within);
  const differences: Difference[] = standing
    .filter(({ lineId, settled }) => settled && !charged.has(lineId))
    .map(({ lineId }) => ({ kind: 'not_charged', subject: lineId, lineId, facts: {} }));
  const looked = charged.size + standing.length;
  for (const { lineId } of standing) charged.delete(lineId);
  const ended = await endedAmong(op.pool, [...charged.keys()]);
  for (const [lineId, { confidential }] of ended) {
    const { lastCharge } = charged.get(lineId)!;
    if (lastCharge !== null) await throughTheTripwire(op, lineId, lastCharge);
    // Whoever pays must not learn of the end: billing goes on as if nothing were.
    if (!confidential)
      differences.push({
        ...{ kind: 'still_charged', subject: lineId, lineId },
        facts: { charge: lastCharge?.chargeId ?? null, from: lastCharge?.from ?? null },
      });
  }
  return { differences, looked, to: upTo === null ? null : { phase: 'lines', after: upTo } };
}

async function throughTheTripwire(
  op: Operations,
  lineId: string,
  charge: NonNullable<ChargedLine['lastCharge']>,
): Promise<void> {
  await receiveCharge(op, ENGINE, { ...charge, lineId }).catch((error: unknown) => {
    // Another charge of the same name, or of another currency: the finding says that there is one, and a person looks.
    if (!(error instanceof HandbackError)) throw error;
  });
}

const bytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return bytewise(a, b) <= 0 ? a : b;
}
