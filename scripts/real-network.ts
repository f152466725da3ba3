import { Opened } from '../bench/opened.ts';
import { realInstance } from '../bench/real-instance.ts';
import type { Hlr } from '../src/ports/hlr.ts';
import { realNetworkAbsent } from '../src/simulators/osmo-core/absent.ts';
import { now, type Told, timelineText } from './real-network/timeline.ts';
import { type Walk, walkALine } from './real-network/walk.ts';

// `npm run real-network [-- --json]`: one line ended on a network of real servers, told by its phone and by us.
const HELP = `npm run real-network [-- --json]

Brings up a mobile network of real servers and a Handback of its own, ends one line with a phone on it, and shows what the
phone saw beside what Handback did. Nothing stays behind, also after Ctrl-C.

  --json   the same for machines, on standard output

exit code: 0 all was as it should be; 1 something was not; 2 it could not begin; 130 broken off
More: docs/guides/real-network.md
`;
const OPTIONS = ['--json', '--help'];

const args = process.argv.slice(2);
const unknown = args.filter((arg) => !OPTIONS.includes(arg));
const absent = realNetworkAbsent();
if (args.includes('--help')) process.stdout.write(HELP);
else if (unknown.length > 0) fail(`there is no ${unknown.join(', ')}; --help says what there is`, 2);
else if (absent !== undefined) fail(absent, 2);
else await main(args.includes('--json'));

function fail(text: string, code: number): void {
  process.stderr.write(`real-network: ${text}\n`);
  process.exitCode = code;
}

async function main(json: boolean): Promise<void> {
  const opened = new Opened();
  const { promise: brokenOff, resolve: breakOff } = Promise.withResolvers<null>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => breakOff(null));
  // Who started us is gone, also where it was killed.
  process.on('disconnect', () => breakOff(null));
  try {
    const walking = walk(opened);
    // Broken off it fails with whatever was just closed under it.
    walking.catch(() => undefined);
    const walked = await Promise.race([walking, brokenOff]);
    await opened.close();
    if (walked === null) fail('broken off', 130);
    else {
      process.stdout.write(json ? jsonOf(walked) : textOf(walked));
      process.exitCode = failuresOf(walked).length === 0 ? 0 : 1;
    }
  } catch (error) {
    await opened.close().catch(() => undefined);
    fail(error instanceof Error ? (error.stack ?? error.message) : String(error), 1);
  }
  // What was broken off may still wait for an answer that never comes, and our channel to who started us is open.
  process.exit();
}

async function walk(opened: Opened): Promise<Walk> {
  process.stderr.write('real-network: starting the servers ...\n');
  const asked: Told[] = [];
  const instance = await realInstance(opened, (hlr) => noteCancellations(hlr, asked));
  const { hlr, msc, sgsn } = instance.network;
  process.stderr.write(
    `real-network: OsmoHLR at ${hlr.host}, OsmoMSC at ${msc.host}, OsmoSGSN at ${sgsn.host}; a line ends ...\n`,
  );
  return walkALine(instance, asked);
}

/**
 * A cancellation is what the phone feels, and leaves no evidence where its acknowledgement does not find its way back, as with
 * OsmoHLR: so it is noted when it is asked for.
 */
function noteCancellations(hlr: Hlr, asked: Told[]): void {
  const cancel = hlr.cancelLocation.bind(hlr);
  hlr.cancelLocation = (imsi, node, options) => {
    const text = `detach: asking ${node.name} by GSUP to drop ${imsi} (${node.domain})`;
    asked.push({ at: now(), who: 'Handback', text, facts: { kind: 'cancellation', node, imsi } });
    return cancel(imsi, node, options);
  };
}

function failuresOf({ checks }: Walk): readonly string[] {
  return checks.filter(({ ok }) => !ok).map(({ name, found }) => `${name}: ${found}`);
}

function textOf(walked: Walk): string {
  const { line, reference, timeline, triedAt, checks } = walked;
  const from = timeline[0]!.at;
  const before = timeline.filter(({ at }) => at < triedAt);
  const after = timeline.filter(({ at }) => at >= triedAt);
  const failures = failuresOf(walked);
  return [
    `Line ${line.msisdn}, IMSI ${line.imsi}, case ${reference}`,
    '',
    timelineText(before, from),
    '',
    'The phone tries again:',
    '',
    timelineText(after, from),
    '',
    'As it should be?',
    '',
    ...checks.map(({ name, ok, found }) => `  ${ok ? 'yes' : 'NO '}  ${name}: ${found}`),
    '',
    failures.length === 0 ? 'All was as it should be.' : `${failures.length} of ${checks.length} were not.`,
    '',
  ].join('\n');
}

function jsonOf(walked: Walk): string {
  const { line, reference, timeline, checks, verdict } = walked;
  const failures = failuresOf(walked);
  const told = timeline.map(({ at, who, text, facts }) => ({
    ...{ at: new Date(at).toISOString(), who, text, facts },
  }));
  return `${JSON.stringify({ ok: failures.length === 0, failures, line, reference, checks, timeline: told, verdict }, null, 2)}\n`;
}
