import type { HlrSubscriber } from '../../ports/hlr.ts';
import type { Snapshot, WorkAccess } from '../../store/cases/work.ts';
import { numbersInUse } from '../../store/lines/lines-of-number.ts';
import type { CaseAtStage } from './per-case.ts';

/** In what the network and the case tell of different lines. */
export interface Difference {
  readonly accessId: string;
  /** The IMSI carries another number, or the number is under another IMSI (the card was swapped since). */
  readonly how: 'other_number' | 'number_elsewhere';
}

/**
 * Compares what the HLR has with the line of the case, before anything is changed. An IMSI without a number contradicts
 * nothing; neither does a companion's number of its own, as long as it is nobody else's line.
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
  return here ? differences : [...differences, ...(await elsewhere(at))];
}

/** Asks the HLR who has the number of the line: nobody, or an IMSI that is not of this line. */
export async function elsewhere({ work, hlr, keep }: CaseAtStage): Promise<readonly Difference[]> {
  const first = work.accesses[0];
  if (work.msisdn === null || first === undefined) return [];
  const holder = keep(first, await hlr.lookupByNumber(work.msisdn));
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
