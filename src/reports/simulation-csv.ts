import type { Replay } from '../domain/cases/replay.ts';
import { decimalText } from '../domain/values/money.ts';
import type { Actor } from '../operations/access/actor.ts';
import type { Operations } from '../operations/context.ts';
import { viewSimulation } from '../operations/rulebooks/simulate.ts';
import { csvCell } from './csv-cell.ts';

export const SIMULATION_HEAD =
  'reference,decided_at,changed,verdict_before,verdict_after,service_end_before,service_end_after,billing_end_before,billing_end_after,amount_before,amount_after,currency,rules\n';

/** One decision that would come out otherwise. */
export function simulationLine(
  { reference, at }: { readonly reference: string | null; readonly at: Date },
  { before, after, changed, reasons }: Replay,
): string {
  const rules = reasons.map(
    ({ rule, before: then, after: now }) =>
      `${rule} ${then === null ? '-' : `${then.id}/${then.version}`} ${now === null ? '-' : `${now.id}/${now.version}`}`,
  );
  const cells = [
    ...[reference ?? '', at.toISOString(), changed.join(' '), before.verdict, after.verdict],
    ...[before.serviceEndOn ?? '', after.serviceEndOn ?? ''],
    ...[before.billingEndOn ?? '', after.billingEndOn ?? ''],
    ...[decimalText(before.total), decimalText(after.total), after.total.currency, rules.join('; ')],
  ];
  return `${cells.map(csvCell).join(',')}\n`;
}

/** So many are worked out at once: others are served in between. */
const A_PAGE = 200;

/** A page at a time. All that would come out otherwise, as far as the actor may know of it. @throws HandbackError as `viewSimulation` */
export async function* simulationCsv(
  op: Operations,
  actor: Actor,
  simulationId: string,
): AsyncGenerator<string> {
  let head = SIMULATION_HEAD;
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<typeof viewSimulation>> = await viewSimulation(op, actor, {
      ...{ simulationId, after, limit: A_PAGE, quietly: after > 0 },
    });
    yield page.changes.reduce(
      (text, change) => (change.result === null ? text : text + simulationLine(change, change.result)),
      head,
    );
    head = '';
    after = page.next;
  }
}
