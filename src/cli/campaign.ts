import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import type { CampaignRow } from '../operations/campaigns/decided-line.ts';
import { startCampaign } from '../operations/campaigns/start-campaign.ts';
import { csvCell } from '../reports/csv-cell.ts';
import { actingStaff } from './acting-staff.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { commandWords } from './reader-language.ts';
import { withBase } from './with-base.ts';

interface CampaignFlags extends ConsentFlags {
  readonly name: string;
  readonly report?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Exit code 1 when a line of the list was not started and was not under way already. */
export function campaignCommand(): Command {
  const command = asksFirst(new Command('campaign'))
    .argument('<file>', 'line_ids, one a line; - reads standard input')
    .requiredOption('--name <name>', 'the campaign, as it stands in the audit log')
    .option('--report <file>', 'a CSV that says what became of each line')
    .option('--dry-run', 'decide on every line and start none')
    .option('--json', 'print the summary as JSON')
    .description(
      'End many lines at once. Each is decided by the rulebook; send the list again to start what was left.',
    )
    .action(async (file: string, flags: CampaignFlags) => {
      const consent = flags.dryRun ? null : consentOf(command, flags, file === '-' ? 'taken' : 'free');
      if (consent !== null && !(await consent((words) => words.startCampaign(file, flags.name)))) return;
      await withBase(async ({ operations }) => {
        // Opened before anything starts: a campaign whose report cannot be written must not begin.
        const report = flags.report === undefined ? null : await openReport(flags.report, file);
        await report?.write('line_id,result,checks,reference\n');
        const { campaign: words } = commandWords();
        const summary: Record<string, number> = {};
        let seen = 0;
        const campaign = startCampaign(operations, actingStaff(), {
          name: flags.name,
          lineIds: lineIds(file),
          dryRun: flags.dryRun ?? false,
        });
        for await (const rows of campaign) {
          for (const row of rows) summary[row.result] = (summary[row.result] ?? 0) + 1;
          await report?.write(rows.map(csvLine).join(''));
          seen += rows.length;
          if (process.stderr.isTTY) process.stderr.write(`\r${words.progress(seen)}`);
        }
        if (process.stderr.isTTY) process.stderr.write('\r');
        await report?.close();
        const text = Object.entries(summary).map(
          ([result, n]) => `${result === 'would_start' ? words.wouldStart : result}: ${n}`,
        );
        process.stdout.write(
          flags.json ? `${JSON.stringify(summary)}\n` : `${text.join('\n') || words.emptyList}\n`,
        );
        if (['unknown', 'blocked', 'cannot_tell'].some((result) => result in summary))
          process.exitCode = ExitCode.failed;
      });
    });
  return withExamples(
    command,
    'campaign lines.txt --name switch-off-2026 --dry-run',
    'campaign lines.txt --name switch-off-2026 --report report.csv --yes',
  );
}

function csvLine({ lineId, result, checks, reference }: CampaignRow): string {
  return `${csvCell(lineId)},${result},${checks.join(' ')},${reference ?? ''}\n`;
}

/** @throws Error where the report would take the place of the list */
async function openReport(path: string, list: string): Promise<FileHandle> {
  const [of, from] = await Promise.all([path, list].map((one) => stat(one).catch(() => null)));
  if (of && from && of.isFile() && of.dev === from.dev && of.ino === from.ino)
    throw new Error(`${path} is the list itself; name another file for the report`);
  return open(path, 'w');
}

async function* lineIds(file: string): AsyncGenerator<string> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8');
  for await (const line of createInterface({ input })) {
    const id = line.replace(/^\uFEFF/, '').trim();
    if (id !== '') yield id;
  }
}
