import { createServer } from 'node:net';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { readSettings, type Settings } from '../config/settings.ts';
import { demoFolder, openDemoCi } from '../demo/demo-ci.ts';
import { demoTopUps } from '../demo/demo-operator.ts';
import { GUIDE_PATH } from '../demo/demo-paths.ts';
import { demoRecords } from '../demo/demo-records.ts';
import { DEMO_STAFF, type DemoPerson, openDemoStaff } from '../demo/demo-staff.ts';
import { seedDemoStores } from '../demo/demo-stores.ts';
import { emptyDemo } from '../demo/fresh-demo.ts';
import { type DemoNetwork, startDemoNetwork } from '../demo/network/peers.ts';
import { demoPages } from '../demo/pages/demo-pages.ts';
import { NotTheDemo, seedDemo } from '../demo/seed-demo.ts';
import { type ShowcaseState, showcaseStates, usable } from '../demo/showcase-states.ts';
import { localDateAt } from '../domain/values/local-date.ts';
import { freePort } from '../free-port.ts';
import { type Instance, openInstance, openInstanceDatabase } from '../run/instance.ts';
import { settlePort } from '../run/listening.ts';
import { logFolderOf } from '../run/log-signer.ts';
import { publicUrlOf } from '../run/start-warnings.ts';
import { startAccountFactsSimulator } from '../simulators/account-facts/simulator.ts';
import { demoOperatorSettings } from './demo-operator-settings.ts';
import { endWithDatabase } from './end-with-database.ts';
import { withExamples } from './examples.ts';
import { labelColumn } from './label-column.ts';
import { commandWords, readerLanguages } from './reader-language.ts';
import { becomeRunning } from './running.ts';
import { untilStopped } from './until-stopped.ts';

const DEMO_LINES = 10_000;

/** Everything at once, on one machine: database, network, message centre, engine and portal, with short clocks. */
export function demoCommand(): Command {
  return withExamples(new Command('demo'), 'demo')
    .description(
      'Start the demo operator: embedded database, simulated network, portal, engine. What `npm start` runs.',
    )
    .option('--lines <n>', 'how many fictional lines to make on first start', wholeNumber, DEMO_LINES)
    .option('--fresh', 'make the demo of the data folder anew: its lines, cases and messages go')
    .action(async ({ lines, fresh = false }: { lines: number; fresh?: boolean }) => {
      const settings = await demoSettings(readSettings(process.env));
      const words = commandWords();
      if (fresh && settings.databaseUrl !== null) throw new Error(words.demo.notAServers);
      const running = becomeRunning(settings);
      try {
        await runDemo(settings, { lines, fresh, running });
      } finally {
        running.release();
      }
    });
}

async function runDemo(
  settings: Settings,
  asked: {
    readonly lines: number;
    readonly fresh: boolean;
    readonly running: ReturnType<typeof becomeRunning>;
  },
): Promise<void> {
  const { lines, fresh, running } = asked;
  const words = commandWords();
  process.stderr.write(`handback: ${words.database.starting}\n`);
  const server = await openInstanceDatabase(settings);
  try {
    const folders = [demoFolder(settings.dataFolder), logFolderOf(settings)];
    if (fresh && (await ofTheDemo(() => emptyDemo(server.url, ...folders)))) {
      process.stderr.write(`handback: ${words.demo.emptied}\n`);
    }
    const demo = await ofTheDemo(() => openDemo(settings, server.url, lines));
    if (demo.made > 0) process.stderr.write(`handback: ${words.demo.made(demo.made)}\n`);
    running.announce(demo.address, {
      databaseUrl: server.url,
      rulebookOverlay: settings.rulebookOverlay,
      demo: true,
    });
    endWithDatabase(server.ended, running);
    const stopped = untilStopped(() => demo.close());
    const states = await showcaseStates(demo.instance.base.database.pool);
    process.stdout.write(welcome(demo.address, states, demo.staff));
    await stopped;
  } finally {
    await server.close();
  }
}

/** Says in the reader's words that a database holds somebody's lines. */
async function ofTheDemo<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotTheDemo) throw new Error(commandWords().demo.notTheDemo);
    throw error;
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('it is a whole number');
  return Number(text);
}

export interface Demo {
  readonly instance: Instance;
  readonly address: string;
  /** Undefined where the settings name a real network. */
  readonly network: DemoNetwork | undefined;
  /** How many lines were made at this start. */
  readonly made: number;
  /** Who can sign in to the desks; nobody of the demo's where the settings name another issuer. */
  readonly staff: readonly DemoPerson[];
  close(): Promise<void>;
}

/** The demo operator over a database: its lines, its network with the phones, and the instance. */
export async function openDemo(given: Settings, databaseUrl: string, lines: number): Promise<Demo> {
  const settled = await settlePort(given);
  // An operator's own issuer may stand in for the demo's.
  const staff = settled.staff === null ? await openDemoStaff(publicUrlOf(settled)) : null;
  const settings = { ...settled, staff: settled.staff ?? staff?.settings ?? null };
  const folder = demoFolder(settings.dataFolder);
  const ci = openDemoCi(folder);
  let network: DemoNetwork | undefined;
  let made = 0;
  const accounts = await startAccountFactsSimulator({
    token: 'demo',
    topUpsOf: (lineId) => demoTopUps(lineId, localDateAt(new Date(), 'Asia/Shanghai')),
  });
  const instance = await openInstance(settings, databaseUrl, {
    server: true,
    worker: true,
    simulated: async (base) => {
      made = await seedDemo(base.database.pool, base.vault, new Date(), lines);
      if (made > 0) await seedDemoStores(base.operations);
      network = await startDemoNetwork(base, {
        folder,
        ci,
        onFault: (error) => process.stderr.write(`handback: ${String(error)}\n`),
      });
      return network.addresses;
    },
    cis: {
      ...{ extraAnchors: [ci.certificate], simulatedMail: true, accountFacts: accounts.url },
      customerRecords: demoRecords(),
      // Whoever tries the demo edits its rules and starts it again.
      rulebooks: 'adopt',
    },
    demo: () => ({ ...demoPages(network?.phones ?? null), ...(staff === null ? {} : { more: staff.mount }) }),
  }).catch(async (error) => {
    await network?.close();
    await accounts.close();
    throw error;
  });
  return {
    instance,
    address: instance.address!,
    network,
    made,
    staff: staff === null ? [] : DEMO_STAFF,
    async close() {
      await instance.close();
      await network?.close();
      await accounts.close();
    },
  };
}

/** Short clocks, and a free port where the usual one is taken. */
async function demoSettings(settings: Settings): Promise<Settings> {
  const port =
    process.env['HANDBACK_PORT'] === undefined && !(await isFree(settings))
      ? await freePort(settings.host)
      : settings.port;
  return {
    ...demoOperatorSettings(settings),
    port,
    rulebookOverlay:
      settings.rulebookOverlay ?? join(import.meta.dirname, '..', '..', 'rulebook', 'demo.yaml'),
    logLevel: process.env['HANDBACK_LOG'] ?? 'warn',
  };
}

async function isFree({ host, port }: Settings): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** The column of the terminal at which the values of the welcome begin. */
const FACT_COLUMN = 23;

/** Where to begin, and numbers that still serve: of one that was used up, it says so. */
export function welcome(
  address: string,
  states: readonly ShowcaseState[],
  staff: readonly DemoPerson[] = [],
): string {
  const { demo: words } = commandWords();
  const [first] = usable(states);
  const esim = states.find((line) => line.profiles.length > 0 && line.msisdn !== null && !line.usedUp);
  const fact = (label: string, value: string): string => `  ${labelColumn(label, FACT_COLUMN, value)}`;
  const number = (line: ShowcaseState): string => `${line.msisdn}   ${words.document(line.documentNumber)}`;
  const row = (line: ShowcaseState): string => {
    const label = readerLanguages().flatMap((language) => line.label[language] ?? []);
    const state = line.ended ? words.ended : line.openCase === null ? '' : words.open(line.openCase);
    return `    ${number(line)}   ${label.join(' / ')}${state}`;
  };
  const numbered = states.filter((line) => line.msisdn !== null);
  const plain = numbered.filter((line) => line.profiles.length === 0 && line !== first).slice(0, 6);
  const esims = numbered.filter((line) => line.profiles.length > 0 && line !== esim);
  return [
    '',
    fact(words.guide, `${address}${GUIDE_PATH}`),
    '',
    fact(words.running, address),
    fact(words.number, first === undefined ? words.allUsed : number(first)),
    fact(words.messages, `${address}/demo/inbox`),
    ...(esim === undefined
      ? []
      : [
          fact(words.esim, number(esim)),
          fact(words.phone, `${address}/demo/phone?number=${encodeURIComponent(esim.msisdn!)}`),
        ]),
    ...(staff.length === 0 ? [] : ['', ...desksOf(address, staff)]),
    '',
    `  ${words.others}`,
    ...plain.map(row),
    `  ${words.othersWithEsim}`,
    ...esims.map(row),
    '',
    `  ${words.fictional}`,
    '',
    '',
  ].join('\n');
}

/** Where the operator's people begin, and as whom somebody can sign in. */
function desksOf(address: string, staff: readonly DemoPerson[]): readonly string[] {
  const { demo: words } = commandWords();
  return [
    `  ${labelColumn(words.desks, FACT_COLUMN, `${address}/desk`)}`,
    `  ${words.accounts}`,
    ...staff.map(({ name, role }) => `    ${name}   ${words.deskOf(role)}`),
  ];
}
