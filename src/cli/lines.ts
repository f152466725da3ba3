import { Command } from 'commander';
import { decimalText } from '../domain/values/money.ts';
import { findLines } from '../operations/lines/find-lines.ts';
import { readLine } from '../operations/lines/read-line.ts';
import type { LineRecord } from '../operations/lines/view-line.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { localInstant } from './local-instant.ts';

import { printableJson } from './printable.ts';
import { commandWords } from './reader-language.ts';
import { factsText, tableText } from './table.ts';
import { withBase } from './with-base.ts';

interface Flags {
  readonly json?: boolean;
}

/** Lines as they are known here; no name and no document. */
export function linesCommand(): Command {
  const command = new Command('lines').description('Look at lines, and find them by their number.');
  withExamples(
    command
      .command('show')
      .argument('<line_id>', 'under which it was imported')
      .description('Show one line: number, accesses, plan, ties and holds.')
      .option('--json', 'print as JSON'),
    'lines show L0000001',
  ).action((lineId: string, { json }: Flags) =>
    withBase(async ({ operations }) => {
      const { record } = await readLine(operations, actingStaff(), { lineId });
      process.stdout.write(json ? `${printableJson(record)}\n` : lineText(record));
    }),
  );
  withExamples(
    command
      .command('find')
      .argument('<number>', 'international, or in national form')
      .description('Find the line that has a number, and those that had it. Exit code 1: none.')
      .option('--json', 'print as JSON'),
    'lines find "+86 170 0000 0001"',
    'lines find 17000000001 --json',
  ).action((number: string, { json }: Flags) =>
    withBase(async ({ operations }) => {
      const found = await findLines(operations, actingStaff(), { number });
      const { lines: words } = commandWords();
      if (found.length === 0) process.exitCode = ExitCode.failed;
      if (json) return void process.stdout.write(`${printableJson(found)}\n`);
      if (found.length === 0) return void process.stdout.write(`${words.none}\n`);
      process.stdout.write(
        tableText(
          found.map(({ lineId, status, to, openCase }) => [
            lineId,
            status,
            to === null ? words.hasIt : words.until(localInstant(to.toISOString())),
            openCase ?? '',
          ]),
        ),
      );
    }),
  );
  return command;
}

function lineText({ line, holderId, accountId, portOut, openCase }: LineRecord): string {
  const { labels } = commandWords().lines;
  const { contract, origin } = line;
  return factsText([
    [labels.line, line.lineId],
    [labels.status, line.status],
    [labels.number, line.msisdn],
    ...line.accesses.map(
      ({ kind, imsi, iccid, eid }) =>
        [
          labels.access,
          [kind, `IMSI ${imsi}`, `ICCID ${iccid}`, ...(eid === null ? [] : [`EID ${eid}`])].join('  '),
        ] as const,
    ),
    [labels.holder, holderId],
    [labels.account, `${accountId}  ${line.payment}`],
    [labels.plan, `${line.plan.name}  ${decimalText(line.plan.monthlyFee)} ${line.plan.monthlyFee.currency}`],
    [labels.jurisdiction, [line.jurisdiction, line.province ?? ''].join('  ').trim()],
    [labels.opened, `${line.openedOn}  ${line.openedChannel}`],
    [labels.contract, contract?.endsOn ?? null],
    ...line.ties.map(({ kind, role, label }) => [labels.tie, `${kind}  ${role}  ${label}`] as const),
    ...line.holds.map(
      ({ kind, since, reference }) => [labels.hold, `${kind}  ${since}  ${reference}`] as const,
    ),
    [labels.portOut, portOut === null ? null : `${portOut.requestedOn}  ${portOut.recipient}`],
    [labels.rangeHolder, origin.kind === 'own' ? null : origin.rangeHolder],
    [labels.openCase, openCase],
  ]);
}
