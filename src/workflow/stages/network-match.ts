import type { HlrSubscriber } from '../../ports/hlr.ts';
import type { Snapshot, WorkAccess } from '../../store/cases/work.ts';
import { numbersInUse } from '../../store/lines/lines-of-number.ts';
import type { Difference } from './looked-up.ts';
import type { CaseAtStage } from './per-case.ts';

/**
 * Compares what the HLR has with the line of the case, before anything is changed. A companion may have a number of its own, as
 * long as it is nobody else's line.
 */
export async function differencesOf(at: CaseAtStage, found: Snapshot): Promise<readonly Difference[]> {
  const { work } = at;
  const others = work.accesses.filter((access) =>
    hasOtherNumber(found[access.accessId] ?? null, work.msisdn),
  );
  const foreign = await foreignNumbers(at, others, found);
  const differences = others
    .filter((access) => access.kind !== 'companion' || foreign.has(found[access.accessId]?.msisdn ?? ''))
    .map(({ accessId }): Difference => ({ accessId, how: 'other_number' }));
  // A number is under one IMSI at most: where one of ours has it, it is nowhere else.
  const here = work.accesses.some((access) => found[access.accessId]?.msisdn === work.msisdn);
  if (here) return differences;
  const moved = await elsewhere(at);
  // The IMSI may serve somebody else by now, without a number.
  const first = work.accesses.find((access) => found[access.accessId]);
  const missing =
    work.msisdn !== null && moved.length === 0 && differences.length === 0 && first !== undefined;
  return [
    ...differences,
    ...moved,
    ...(missing ? [{ accessId: first.accessId, how: 'number_missing' } as const] : []),
  ];
}

/** Asks the HLR who has the number of the line: nobody, or an IMSI that is not of this line. */
export async function elsewhere({ work, hlr, keep }: CaseAtStage): Promise<readonly Difference[]> {
  const first = work.accesses[0];
  if (work.msisdn === null || first === undefined) return [];
  const reply = await hlr.lookupByNumber(work.msisdn);
  const holder = keep(first, reply, reply.value === null ? 'number_absent' : 'number_found');
  if (holder === null || work.accesses.some(({ imsi }) => imsi === holder.imsi)) return [];
  return [{ accessId: first.accessId, how: 'number_elsewhere' }];
}

const hasOtherNumber = (found: HlrSubscriber | null, msisdn: string | null): boolean =>
  found !== null && found.msisdn !== null && found.msisdn !== msisdn;

/** Those of the companions' numbers that are a line's own. */
function foreignNumbers(
  { context }: CaseAtStage,
  others: readonly WorkAccess[],
  found: Snapshot,
): Promise<ReadonlySet<string>> {
  const numbers = others.flatMap(({ kind, accessId }) =>
    kind === 'companion' ? (found[accessId]?.msisdn ?? []) : [],
  );
  return numbers.length === 0 ? Promise.resolve(new Set()) : numbersInUse(context.pool, numbers);
}
