import { InvalidArgumentError } from 'commander';
import { STAGE_NAMES } from '../domain/cases/termination.ts';
import type { Operations } from '../operations/context.ts';
import { listCauses, type StuckCause, viewCause } from '../operations/oversight/stuck/list-causes.ts';
import { retryGroup } from '../operations/oversight/stuck/retry-group.ts';
import { viewGroupRetry } from '../operations/oversight/stuck/view-group-retry.ts';
import { actingStaff } from './acting-staff.ts';
import { localInstant } from './local-instant.ts';
import { printableJson, printableText } from './printable.ts';
import { commandWords } from './reader-language.ts';
import { tableText } from './table.ts';

/** A cause as `--cause` takes it and as the list prints it: stage, code and, where there is one, the system, with slashes between. */
export const causeText = ({ stage, code, element }: StuckCause): string =>
  [stage, code, ...(element === '' ? [] : [element])].join('/');

/** @throws InvalidArgumentError */
export function causeIn(text: string): StuckCause {
  const [stage, code, element = '', ...more] = text.split('/');
  const known = STAGE_NAMES.find((one) => one === stage);
  if (known === undefined || code === undefined || more.length > 0)
    throw new InvalidArgumentError('as `cases stuck --by-cause` prints it: STAGE/CODE or STAGE/CODE/SYSTEM');
  return { stage: known, code, element };
}

/** Prints why cases are stuck, that of the most cases first. */
export async function printCauses(op: Operations, json: boolean | undefined): Promise<void> {
  const { causes } = await listCauses(op, actingStaff());
  if (json) return void process.stdout.write(`${printableJson(causes)}\n`);
  if (causes.length === 0) return void process.stdout.write(`${commandWords().cases.noneStuck}\n`);
  process.stdout.write(
    tableText(
      causes.map((one) => [
        causeText(one),
        String(one.count),
        localInstant(one.oldest.toISOString()),
        one.sample.join(' '),
      ]),
    ),
  );
}

/** Has a group tried again by the workers that run; with `dryRun` it only says what would be done. */
export async function retryCause(
  op: Operations,
  cause: StuckCause,
  { dryRun, json }: { readonly dryRun?: boolean; readonly json?: boolean },
): Promise<void> {
  const { cases: words } = commandWords();
  if (dryRun) {
    const { dryRun: told } = await viewCause(op, actingStaff(), { cause, after: null });
    if (json) return void process.stdout.write(`${printableJson(told)}\n`);
    process.stdout.write(`${words.wouldRetry(told.would)}\n`);
    process.stdout.write(tableText(told.not.map(({ reference, why }) => [reference, why])));
    return;
  }
  const made = await retryGroup(op, actingStaff(), { cause });
  process.stdout.write(
    json ? `${printableJson(made)}\n` : `${words.groupRetried(made.cases, made.retryId)}\n`,
  );
}

/** Prints how far a retry of a group is. */
export async function printRetry(op: Operations, retryId: string, json: boolean | undefined): Promise<void> {
  const { retry, counts, rows } = await viewGroupRetry(op, actingStaff(), { retryId, after: null });
  if (json) return void process.stdout.write(`${printableJson({ ...retry, counts, cases: rows })}\n`);
  const { cases: words } = commandWords();
  process.stdout.write(`${printableText(words.groupState(counts))}\n`);
  if (retry.causeStillThere) process.stdout.write(`${words.causeStillThere}\n`);
  process.stdout.write(
    tableText(
      rows.map((row) => [
        row.reference ?? row.caseId,
        row.outcome ?? row.result ?? '',
        row.why ?? row.stuckCode ?? '',
      ]),
    ),
  );
}
