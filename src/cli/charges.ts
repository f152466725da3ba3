import { Command, Option } from 'commander';
import { DISPUTE_OUTCOMES, DISPUTE_STATES, type DisputeState } from '../domain/charges/tripwire.ts';
import { decimalText, type Money } from '../domain/values/money.ts';
import { messages } from '../messages/index.ts';
import { type Charge, listCharges, viewCharge } from '../operations/charges/list-charges.ts';
import { settleCharge } from '../operations/charges/settle-charge.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { printableJson, printableText } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { factsText, tableText } from './table.ts';
import { withBase } from './with-base.ts';

/** Charges that reached an ended line. */
export function chargesCommand(): Command {
  return new Command('charges')
    .description('Charges for days after a line ended: held, disputed, and what became of them.')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(settleCommand());
}

interface ListFlags extends PageFlags {
  readonly state?: DisputeState | 'unsettled';
  readonly line?: string;
}

function listCommand(): Command {
  return withExamples(
    paged(
      new Command('list')
        .description('Held charges, the newest first.')
        .addOption(
          new Option('--state <state>', 'only those that stand so').choices(['unsettled', ...DISPUTE_STATES]),
        )
        .option('--line <line_id>', 'only those of this line'),
      'charge',
      'one',
    ),
    'charges list',
    'charges list --state refused --json',
  ).action((flags: ListFlags) =>
    withBase(async ({ operations }) => {
      const { state = null, line = null, limit, after = null, json = false } = flags;
      const page = await listCharges(operations, actingStaff(), {
        ...{ state, lineId: line, limit, after },
      });
      if (json) return void process.stdout.write(`${printableJson(page)}\n`);
      const t = words();
      if (page.charges.length === 0) return void process.stdout.write(`${t.none}\n`);
      process.stdout.write(tableText(page.charges.map(rowOf)));
      if (page.next !== null)
        process.stdout.write(`${t.more}: ${nextPage('charges list', flags, page.next)}\n`);
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<charge>', 'its name at billing')
      .description('One held charge. The look is audited.')
      .option('--json', 'print as JSON'),
    'charges show C-2026-0001',
  ).action((chargeId: string, { json = false }: { readonly json?: boolean }) =>
    withBase(async ({ operations }) => {
      const charge = await viewCharge(operations, actingStaff(), { chargeId });
      if (json) return void process.stdout.write(`${printableJson(charge)}\n`);
      process.stdout.write(factsText(factsOf(charge)));
    }),
  );
}

function settleCommand(): Command {
  return withExamples(
    new Command('settle')
      .argument('<charge>', 'its name at billing')
      .addOption(
        new Option('--outcome <outcome>', 'what became of it')
          .choices(DISPUTE_OUTCOMES)
          .makeOptionMandatory(),
      )
      .requiredOption('--reason <text>', 'why; kept with the charge, no personal data')
      .description(
        'Records what became of a held charge where billing did not say it by itself. The person is told.',
      ),
    'charges settle C-2026-0001 --outcome withdrawn --reason "taken back by hand"',
  ).action((chargeId: string, { outcome, reason }: { readonly outcome: string; readonly reason: string }) =>
    withBase(async ({ operations }) => {
      await settleCharge(operations, actingStaff(), { chargeId, outcome, reason });
      const charge = await viewCharge(operations, actingStaff(), { chargeId });
      process.stdout.write(tableText([rowOf(charge)]));
    }),
  );
}

const words = () => messages(readerLanguage()).chargeDesk;

function factsOf(charge: Charge): readonly (readonly [string, string | null])[] {
  const { chargeId, receivedAt, lineId, kind, from, to, amount, held, heldFrom, because, dispute } = charge;
  const { reference, certificateId, disputeRef, failed, reason, settledAt, settledBy } = charge;
  const t = words();
  const { aside } = messages(readerLanguage()).punctuation;
  return [
    [t.charge, chargeId],
    [t.state, dispute === null ? '' : t.states[dispute]],
    [t.kind, t.kinds[kind]],
    [t.days, t.span(from, to)],
    [t.amount, sumText(amount)],
    [t.held, `${sumText(held)}${heldFrom === null ? '' : aside(t.heldFrom(heldFrom))}`],
    [t.why, t.reasons[because]],
    [t.line, lineId],
    [t.case, reference],
    [t.received, localInstant(receivedAt.toISOString())],
    [t.certificate, certificateId],
    [t.disputeRef, disputeRef],
    [t.failed, failed],
    [t.reason, reason],
    [t.decided, settledAt === null ? null : localInstant(settledAt.toISOString())],
    [t.by, settledBy === 'billing' ? t.billing : settledBy],
  ];
}

const sumText = (sum: Money | null): string => (sum === null ? '' : `${decimalText(sum)} ${sum.currency}`);

function rowOf(charge: Charge): readonly string[] {
  const { chargeId, receivedAt, lineId, kind, from, to, held, because, dispute } = charge;
  const t = words();
  return [
    printableText(chargeId),
    localInstant(receivedAt.toISOString()),
    lineId,
    t.kinds[kind],
    t.span(from, to),
    sumText(held),
    t.reasons[because],
    dispute === null ? '' : t.states[dispute],
  ];
}
