import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { OUTCOMES, RESULTS, ROW_FAULTS } from '../domain/campaigns/campaign.ts';
import { messages } from '../messages/index.ts';
import { reportCampaign } from '../operations/campaigns/campaign-rows.ts';
import { makeCampaign } from '../operations/campaigns/make-campaign.ts';
import { previewCampaign } from '../operations/campaigns/preview-campaign.ts';
import { runCampaign } from '../operations/campaigns/run-campaign.ts';
import { pauseCampaign, resumeCampaign, stopCampaign } from '../operations/campaigns/steer-campaign.ts';
import { uploadCampaignRows } from '../operations/campaigns/upload-rows.ts';
import { type CampaignView, listCampaigns, viewCampaign } from '../operations/campaigns/view-campaign.ts';
import type { Operations } from '../operations/context.ts';
import { campaignCsv } from '../reports/campaign-csv.ts';
import { actingStaff } from './acting-staff.ts';
import { type JsonFlag, tell } from './card-words.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { readerLanguage } from './reader-language.ts';
import { factsText, tableText } from './table.ts';
import { withBase } from './with-base.ts';

const NAME = 'switch-off-2026';
const words = () => messages(readerLanguage()).campaignCommands;
const desk = () => messages(readerLanguage()).campaignDesk;
const at = (instant: Date | null): string | null =>
  instant === null ? null : localInstant(instant.toISOString());

/** Campaigns that are made of a file: uploaded, previewed, run by a worker, steered and reported. */
export function campaignsCommand(): Command {
  const command = new Command('campaigns').description(
    'Campaigns of a file: upload, preview, start, follow, pause, resume, stop, report. A worker does their rows.',
  );
  for (const one of [
    ...[listCommand(), showCommand(), uploadCommand(), previewCommand(), startCommand()],
    ...[pauseCommand(), resumeCommand(), stopCommand(), reportCommand()],
  ])
    command.addCommand(one);
  return command;
}

function listCommand(): Command {
  return withExamples(
    paged(new Command('list').description('List campaigns, the newest first.'), 'name', 'one'),
    'campaigns list',
    'campaigns list --json',
  ).action((flags: PageFlags) =>
    withBase(async ({ operations }) => {
      const { limit, after = null } = flags;
      const page = await listCampaigns(operations, actingStaff(), { limit, after });
      const { labels, ...t } = words();
      const heading = [labels.name, labels.state, labels.rows, labels.valid, labels.run, labels.made];
      const rows = page.campaigns.map((one) => [
        ...[one.name, desk().states[one.shown], String(one.rows), String(one.validRows)],
        ...[String(one.runRows), at(one.startedAt)!],
      ]);
      const more = page.next === null ? '' : `\n${t.more(nextPage('campaigns list', flags, page.next))}`;
      tell(flags, page, rows.length === 0 ? t.none : tableText([heading, ...rows]).trimEnd() + more);
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<name>', `e.g. ${NAME}`)
      .description('How a campaign stands. The look is audited.')
      .option('--wait', 'follow it until its preview, or its run, is over')
      .option('--json', 'print as JSON'),
    `campaigns show ${NAME}`,
    `campaigns show ${NAME} --wait`,
  ).action((name: string, flags: JsonFlag & { readonly wait?: boolean }) =>
    withBase(async ({ operations }) => {
      const view = flags.wait
        ? await followed(operations, name)
        : await viewCampaign(operations, actingStaff(), { name });
      tell(flags, view, viewText(view));
    }),
  );
}

const POLL_MS = 500;

/** Looks again until nothing is under way, with a line of progress at a terminal. */
async function followed(op: Operations, name: string): Promise<CampaignView> {
  for (let first = true; ; first = false) {
    const view = await viewCampaign(op, actingStaff(), { name, quietly: !first });
    const { state, previewState, previewedRows, runRows, validRows } = view;
    const moving = state === 'running' || previewState === 'running';
    if (process.stderr.isTTY) {
      const done = state === 'running' ? runRows : previewedRows;
      process.stderr.write(moving ? `\r${words().progress(name, done, validRows)}` : '\r\u001B[K');
    }
    if (!moving) return view;
    await pause(POLL_MS);
  }
}

function viewText(view: CampaignView): string {
  const { labels, of } = words();
  const { states, faults, outcomes, results } = desk();
  const { receiving, previewState, runBeganAt, approval, rows, validRows, state } = view;
  const counts = <W extends string>(
    all: Readonly<Partial<Record<W, number>>>,
    texts: Readonly<Record<W, string>>,
  ) => (Object.entries(all) as [W, number][]).map(([word, n]) => [`  ${texts[word]}`, String(n)] as const);
  return factsText([
    [labels.name, view.name],
    [labels.state, states[view.shown]],
    [labels.made, at(view.startedAt)],
    [labels.madeBy, view.startedByName],
    [labels.incomplete, receiving === null ? null : `${view.receivedRows}  ${at(view.receivedAt)}`],
    [labels.rows, String(rows)],
    [labels.valid, String(validRows)],
    [labels.wrong, String(rows - validRows)],
    ...counts(view.faults, faults),
    [labels.digest, view.digest],
    [labels.preview, previewState === null ? null : of(view.previewedRows, validRows)],
    [labels.previewedAt, at(view.previewedAt)],
    ...counts(view.outcomes, outcomes),
    [labels.waits, approval === null ? null : at(approval.expiresAt)],
    [labels.run, runBeganAt === null ? null : of(view.runRows, validRows)],
    [labels.runBy, view.runByName],
    [labels.approvedBy, view.approvedByName],
    ...(runBeganAt === null && state !== 'at_once' ? [] : counts(view.results, results)),
    [labels.ended, at(view.endedAt)],
  ]).trimEnd();
}

function uploadCommand(): Command {
  return withExamples(
    new Command('upload')
      .argument('<name>', 'the campaign; it is made where there is none')
      .argument(
        '<file>',
        'CSV with a column line_id or number, or one of them a line; - reads standard input',
      )
      .description('Take the rows of a file, in the place of those that are there, and look at each.')
      .option('--encoding <label>', 'of the file, e.g. gb18030', 'utf-8')
      .option('--json', 'print as JSON'),
    `campaigns upload ${NAME} rows.csv`,
  ).action((name: string, file: string, flags: JsonFlag & { readonly encoding: string }) =>
    withBase(async ({ operations }) => {
      const staff = actingStaff();
      const source = file === '-' ? process.stdin : createReadStream(file);
      // A file that is not there must not begin anything.
      if (file !== '-') await once(source, 'open');
      await makeCampaign(operations, staff, { name });
      const t = words();
      const { campaign, unchanged } = await uploadCampaignRows(
        operations,
        staff,
        { name },
        {
          ...{ source, encoding: flags.encoding },
          progress: (rows) => {
            if (process.stderr.isTTY) process.stderr.write(`\r${rows} ...`);
          },
        },
      );
      if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
      const { rows, validRows } = campaign;
      const counts = t.uploaded(rows, rows - validRows);
      tell(flags, { ...campaign, unchanged }, unchanged ? `${counts}\n${t.unchanged}` : counts);
      if (validRows < rows) process.exitCode = ExitCode.failed;
    }),
  );
}

function previewCommand(): Command {
  return withExamples(
    new Command('preview')
      .argument('<name>')
      .description('Have every valid row decided, and start none. A worker does it in the background.')
      .option('--wait', 'until it is done')
      .option('--json', 'print as JSON'),
    `campaigns preview ${NAME} --wait`,
  ).action((name: string, flags: JsonFlag & { readonly wait?: boolean }) =>
    withBase(async ({ operations }) => {
      const began = await previewCampaign(operations, actingStaff(), { name });
      const view = flags.wait ? await followed(operations, name) : null;
      tell(flags, view ?? began, view === null ? words().previewBegan(name) : viewText(view));
    }),
  );
}

function startCommand(): Command {
  const command = asksFirst(new Command('start'))
    .argument('<name>')
    .description('Start a campaign that was previewed. At the machine itself one person is enough.')
    .option('--wait', 'until it is over')
    .option('--json', 'print as JSON');
  return withExamples(command, `campaigns start ${NAME} --yes`).action(
    async (name: string, flags: ConsentFlags & JsonFlag & { readonly wait?: boolean }) => {
      const consent = consentOf(command, flags);
      await withBase(async ({ operations }) => {
        const { outcomes } = await viewCampaign(operations, actingStaff(), { name });
        if (!(await consent(() => words().consent.start(name, outcomes.would_start ?? 0)))) return;
        const began = await runCampaign(operations, actingStaff(), { name });
        const view = flags.wait ? await followed(operations, name) : null;
        tell(flags, view ?? began, view === null ? words().started(name) : viewText(view));
      });
    },
  );
}

function pauseCommand(): Command {
  return withExamples(
    new Command('pause')
      .argument('<name>')
      .description('Let a campaign wait: no case begins after the answer.')
      .option('--json', 'print as JSON'),
    `campaigns pause ${NAME}`,
  ).action((name: string, flags: JsonFlag) =>
    withBase(async ({ operations }) =>
      tell(flags, await pauseCampaign(operations, actingStaff(), { name }), words().paused(name)),
    ),
  );
}

function resumeCommand(): Command {
  return withExamples(
    new Command('resume')
      .argument('<name>')
      .description('Let it go on where it was.')
      .option('--json', 'print as JSON'),
    `campaigns resume ${NAME}`,
  ).action((name: string, flags: JsonFlag) =>
    withBase(async ({ operations }) =>
      tell(flags, await resumeCampaign(operations, actingStaff(), { name }), words().resumed(name)),
    ),
  );
}

function stopCommand(): Command {
  const command = asksFirst(new Command('stop'))
    .argument('<name>')
    .description('End a campaign for good. Cases that it began go on.')
    .option('--json', 'print as JSON');
  return withExamples(command, `campaigns stop ${NAME} --yes`).action(
    async (name: string, flags: ConsentFlags & JsonFlag) => {
      const consent = consentOf(command, flags);
      if (!(await consent(() => words().consent.stop(name)))) return;
      await withBase(async ({ operations }) =>
        tell(flags, await stopCampaign(operations, actingStaff(), { name }), words().stopped(name)),
      );
    },
  );
}

interface ReportFlags {
  readonly output?: string;
  readonly fault?: 'any' | (typeof ROW_FAULTS)[number];
  readonly outcome?: (typeof OUTCOMES)[number];
  readonly result?: (typeof RESULTS)[number];
}

function reportCommand(): Command {
  return withExamples(
    new Command('report')
      .argument('<name>')
      .description('Print what became of each row as CSV, or of those that are chosen. It is audited.')
      .option('--output <file>', 'into a file')
      .addOption(new Option('--fault <fault>', 'only wrong rows').choices(['any', ...ROW_FAULTS]))
      .addOption(
        new Option('--outcome <outcome>', 'only rows of which the preview says so').choices(OUTCOMES),
      )
      .addOption(new Option('--result <result>', 'only rows with which the run did so').choices(RESULTS)),
    `campaigns report ${NAME} --output report.csv`,
    `campaigns report ${NAME} --fault any`,
  ).action((name: string, { output, ...choice }: ReportFlags) =>
    withBase(async ({ operations }) => {
      const { rows } = await reportCampaign(operations, actingStaff(), { name, ...choice });
      // Whose lines they are is in it.
      const out = output === undefined ? process.stdout : createWriteStream(output, { mode: 0o600 });
      if (output !== undefined) await once(out, 'open');
      let lines = -1;
      for await (const part of campaignCsv(rows, readerLanguage(), { mark: output !== undefined })) {
        lines += part.split('\r\n').length - 1;
        if (!out.write(part)) await once(out, 'drain');
      }
      if (output === undefined) return;
      out.end();
      await finished(out);
      process.stderr.write(`${words().written(lines, output)}\n`);
    }),
  );
}
