import { cpus, totalmem } from 'node:os';
import { accountExport } from '../bench/account-export.ts';
import { benchServer } from '../bench/bench-instance.ts';
import { bulk } from '../bench/bulk.ts';
import { certificates } from '../bench/certificates.ts';
import { charts } from '../bench/charts.ts';
import { desks } from '../bench/desks.ts';
import { erasing } from '../bench/erasing.ts';
import { esim } from '../bench/esim.ts';
import { type Figure, figureText } from '../bench/figure.ts';
import { importing } from '../bench/importing.ts';
import { interactive } from '../bench/interactive.ts';
import { keywords } from '../bench/keywords.ts';
import { log } from '../bench/log.ts';
import { osmoHlr } from '../bench/osmo-hlr.ts';
import { portal } from '../bench/portal.ts';
import { realNetwork } from '../bench/real-network.ts';
import { reconciling } from '../bench/reconciling.ts';
import { rulebooks } from '../bench/rulebooks.ts';
import { s6a } from '../bench/s6a.ts';
import { scamCheck } from '../bench/scam-check.ts';
import { searching } from '../bench/searching.ts';
import { starting } from '../bench/starting.ts';
import { texts } from '../bench/texts.ts';
import { verifying } from '../bench/verifying.ts';

// `npm run bench [PART ...] [--small]`: figures as ratios within this run. Targets are what we aim at, never a failure.
const PARTS: Readonly<Record<string, (small: boolean) => Promise<readonly Figure[]>>> = {
  bulk: (small) => withServer((server) => bulk(server, small ? 5_000 : 50_000)),
  interactive: (small) => withServer((server) => interactive(server, small ? 10 : 60)),
  osmo: (small) => withServer((server) => osmoHlr(server, small ? 300 : 6_000)),
  real: (small) => realNetwork(small ? 10 : 50),
  s6a: (small) => s6a(small ? 2_000 : 20_000),
  import: (small) => withServer((server) => importing(server, small ? 50_000 : 1_000_000)),
  esim: (small) => withServer((server) => esim(server, small)),
  erase: (small) => withServer((server) => erasing(server, small ? 5_000 : 100_000)),
  texts: (small) => withServer((server) => texts(server, small ? 100 : 1_000)),
  keywords: (small) => withServer((server) => keywords(server, small ? 5 : 60)),
  export: (small) => withServer((server) => accountExport(server, small ? 10_000 : 100_000)),
  certificates: () => certificates(),
  log: (small) => withServer((server) => log(server, small ? 20_000 : 100_000, small ? 100_000 : 10_000_000)),
  verify: (small) => verifying(small),
  start: () => starting(),
  portal: () => portal(),
  desks: (small) =>
    withServer((server) => desks(server, small ? 5 : 30, campaign ?? (small ? 10_000 : 100_000))),
  charts: (small) => withServer((server) => charts(server, cases ?? (small ? 20_000 : 200_000))),
  scam: (small) => withServer((server) => scamCheck(server, small ? 1 : 10)),
  // As many lines as `--lines=1000000` says.
  reconcile: (small) =>
    withServer((server) =>
      reconciling(server, linesOf(args) ?? (small ? 20_000 : 200_000), small ? 2_000 : 20_000),
    ),
  rules: (small) => withServer((server) => rulebooks(server, small ? 10_000 : 100_000)),
  // As many lines as `--lines=2000000` says.
  search: (small) => withServer((server) => searching(server, linesOf(args) ?? (small ? 20_000 : 200_000))),
};

/** `--campaign N`: of so many lines, beside the desks. */
const campaign = numberAfter('--campaign');
/** `--cases N`: charts over so many closed cases. */
const cases = numberAfter('--cases');

function numberAfter(flag: string): number | null {
  const at = process.argv.indexOf(flag);
  return at < 0 ? null : Number(process.argv.splice(at, 2)[1]);
}

function linesOf(given: readonly string[]): number | undefined {
  const said = given.find((arg) => arg.startsWith('--lines='))?.slice('--lines='.length);
  return said === undefined ? undefined : Number(said);
}

async function withServer(
  part: (server: Awaited<ReturnType<typeof benchServer>>) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const server = await benchServer();
  try {
    return await part(server);
  } finally {
    await server.close();
  }
}

const args = process.argv.slice(2);
const small = args.includes('--small');
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((name) => PARTS[name] === undefined);
if (unknown.length > 0 || args.includes('--help')) {
  process.stdout.write(
    `npm run bench [-- PART ...] [--small] [--campaign LINES] [--cases N]\nparts: ${Object.keys(PARTS).join(', ')}\n`,
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}
process.stdout.write(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}\n\n`,
);
for (const [name, part] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const figure of await part(small)) process.stdout.write(`${figureText(figure)}\n`);
}
