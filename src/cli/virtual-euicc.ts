import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Eid, parseEid } from '../domain/values/eid.ts';
import { type Iccid, parseIccid } from '../domain/values/iccid.ts';
import { CURVES, type Curve } from '../rsp/gsma-oids.ts';
import { takeRunLock } from '../run/run-lock.ts';
import { newEuicc } from '../simulators/pki/new-euicc.ts';
import { VirtualCard } from '../virtual-euicc/card.ts';
import type { Endpoint } from '../virtual-euicc/es9-client.ts';
import { answerEs10 } from '../virtual-euicc/es10.ts';
import { VirtualEuicc } from '../virtual-euicc/euicc.ts';
import type { EuiccState, ProfileMetadata } from '../virtual-euicc/euicc-state.ts';
import { type Delivery, LocalProfileAssistant } from '../virtual-euicc/lpa.ts';
import { readState, writeState } from '../virtual-euicc/state-file.ts';
import { serveStdio } from '../virtual-euicc/stdio.ts';
import { VPCD } from '../virtual-euicc/vpcd.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { parsePort, stayInserted } from './stay-inserted.ts';

interface EuiccFlags {
  readonly state: string;
  readonly eid?: Eid;
  readonly curve?: Curve;
  readonly profile?: readonly ProfileMetadata[];
}

/** An eUICC in a file, for tests and demonstrations: an LPA drives it as it drives a card. */
export function virtualEuiccCommand(): Command {
  const command = new Command('virtual-euicc')
    .description(
      'A virtual eUICC, to try the deletion of eSIM profiles with: as lpac sees it, or in a PC/SC reader.',
    )
    .requiredOption('--state <file>', 'what it keeps, its private key among it; made on first use')
    .option('--eid <eid>', 'when it is made: its EID (default: a random one of the test range)', parseEid)
    .addOption(
      new Option('--curve <curve>', 'when it is made: of its keys (default: P-256)').choices(
        Object.keys(CURVES),
      ),
    )
    .option(
      '--profile <iccid[,name[,address]]>',
      'when it is made: a profile, and whom it notifies of what happens to it; may be repeated',
      collectProfile,
    );
  withExamples(command.command('init'), 'virtual-euicc --state phone.json --profile 8986090000000000001 init')
    .description('Make it, and nothing else.')
    .action((_options, self: Command) => {
      const flags = flagsOf(self);
      if (existsSync(flags.state)) throw new Error(`${flags.state} is there already`);
      return withEuicc(flags, async ({ state }) => void process.stdout.write(`EID ${state.eid}\n`));
    });
  withExamples(command.command('show'), 'virtual-euicc --state phone.json show')
    .option('--json', 'print JSON')
    .description('Its EID, its profiles and the notifications that wait for delivery.')
    .action(async ({ json }: { json?: boolean }, self: Command) => {
      const state = await stateOf(flagsOf(self));
      process.stdout.write(json ? `${JSON.stringify(publicPart(state), null, 2)}\n` : stateText(state));
    });
  for (const verb of ['enable', 'disable', 'delete'] as const) {
    withExamples(command.command(verb), `virtual-euicc --state phone.json ${verb} 8986090000000000001`)
      .argument('<iccid>', 'the profile', parseIccid)
      .description(`${verb[0]!.toUpperCase()}${verb.slice(1)} a profile, as a user does on the phone.`)
      .action((iccid: Iccid, _options, self: Command) =>
        withLpa(flagsOf(self), async (lpa) => {
          const result = await lpa[verb](iccid);
          process.stdout.write(`${result}\n`);
          if (result !== 'ok') process.exitCode = ExitCode.failed;
        }),
      );
  }
  withExamples(command.command('deliver'), 'virtual-euicc --state phone.json deliver')
    .option('--to <host:port>', 'where to send them, in place of their own addresses', parseEndpoint)
    .option('--cacert <file>', 'what the certificate of the server must chain to, PEM')
    .description('Send the notifications that wait; those that were taken leave the card.')
    .action(({ to, cacert }: { to?: Endpoint; cacert?: string }, self: Command) => {
      const endpoint = { ...to, ...(cacert === undefined ? {} : { ca: readFileSync(cacert) }) };
      return withLpa(flagsOf(self), async (lpa) => {
        const deliveries = await lpa.deliverAll({ resolve: () => endpoint });
        process.stdout.write(deliveries.map(deliveryText).join(''));
        if (deliveries.some(({ outcome }) => outcome !== 'delivered')) process.exitCode = ExitCode.failed;
      });
    });
  withExamples(command.command('chain'), 'virtual-euicc --state phone.json chain --out certificates')
    .requiredOption('--out <folder>', 'where to write ci.der, eum.der and euicc.der')
    .description('Write its certificates, so that a receiver can be told to trust its CI.')
    .action(async ({ out }: { out: string }, self: Command) => {
      const state = await stateOf(flagsOf(self));
      mkdirSync(out, { recursive: true });
      for (const role of ['ci', 'eum', 'euicc'] as const)
        writeFileSync(join(out, `${role}.der`), Buffer.from(state[`${role}Certificate`], 'base64'));
    });
  command
    .command('stdio')
    .description(
      'Be the card of an lpac with LPAC_APDU=stdio: cross its standard input and output with these.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  mkfifo back\n  LPAC_APDU=stdio lpac profile list < back | handback virtual-euicc --state card.json stdio > back',
    )
    .action((_options, self: Command) =>
      withEuicc(flagsOf(self), (euicc) =>
        serveStdio(cardOf(euicc), { input: process.stdin, output: process.stdout, others: process.stderr }),
      ),
    );
  withExamples(command.command('vpcd'), 'virtual-euicc --state phone.json vpcd')
    .option('--host <host>', 'of the virtual reader', VPCD.host)
    .option('--port <port>', 'of the virtual reader', parsePort, VPCD.port)
    .description('Be the card in the virtual PC/SC reader of vsmartcard-vpcd, until stopped.')
    .action((where: { host: string; port: number }, self: Command) =>
      withEuicc(flagsOf(self), (euicc) => stayInserted(cardOf(euicc), where)),
    );
  return command;
}

const flagsOf = (subcommand: Command): EuiccFlags => subcommand.optsWithGlobals<EuiccFlags>();

function collectProfile(text: string, before: readonly ProfileMetadata[] = []): readonly ProfileMetadata[] {
  const [iccid = '', name = 'Handback Test', address] = text.split(',');
  const told = address === undefined ? [] : [address];
  const profile: ProfileMetadata = {
    iccid: parseIccid(iccid),
    serviceProviderName: name,
    profileName: name,
    profileClass: 'operational',
    ppr2: false,
    notificationAddresses: { install: told, enable: told, disable: told, delete: told },
  };
  return [...before, profile];
}

function parseEndpoint(text: string): Endpoint {
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (host === undefined || port === undefined) throw new InvalidArgumentError('It is written HOST:PORT.');
  return { host, port: parsePort(port) };
}

/** Reads the state, also while another process is the card; makes it where it is not there. */
async function stateOf(flags: EuiccFlags): Promise<EuiccState> {
  return existsSync(flags.state) ? readExisting(flags) : withEuicc(flags, async ({ state }) => state);
}

function readExisting(flags: EuiccFlags): EuiccState {
  if (flags.eid !== undefined || flags.curve !== undefined || flags.profile !== undefined)
    throw new Error(`${flags.state} is there already: --eid, --curve and --profile are for making one`);
  return readState(flags.state);
}

/** One process at a time: two that both keep and write the state would lose each other's deletions. */
async function withEuicc<T>(flags: EuiccFlags, action: (euicc: VirtualEuicc) => Promise<T>): Promise<T> {
  const taken = takeRunLock(`${flags.state}.lock`);
  if ('heldBy' in taken) throw new Error(`${flags.state} is in use by process ${taken.heldBy.pid}`);
  try {
    const save = (state: EuiccState) => writeState(flags.state, state);
    if (existsSync(flags.state)) return await action(new VirtualEuicc(readExisting(flags), save));
    return await action(makeEuicc(flags, save));
  } finally {
    taken.lock.release();
  }
}

/** Written when it is whole: a profile that cannot be leaves no file. */
function makeEuicc(
  { eid, curve, profile = [] }: EuiccFlags,
  save: (state: EuiccState) => void,
): VirtualEuicc {
  const draft = new VirtualEuicc(newEuicc({ ...(eid && { eid }), ...(curve && { curve }) }));
  for (const metadata of profile) draft.install(metadata);
  save(draft.state);
  return new VirtualEuicc(draft.state, save);
}

const cardOf = (euicc: VirtualEuicc): VirtualCard => new VirtualCard((command) => answerEs10(euicc, command));

function withLpa(flags: EuiccFlags, action: (lpa: LocalProfileAssistant) => Promise<void>): Promise<void> {
  return withEuicc(flags, async (euicc) => {
    const card = cardOf(euicc);
    await action(await LocalProfileAssistant.open(async (apdu) => card.transmit(apdu)));
  });
}

/** What may be shown: everything but the private key and the signed bytes. */
function publicPart({ eid, profiles, notifications, notificationCapacity }: EuiccState) {
  return {
    eid,
    profiles,
    notifications: notifications.map(({ pending: _, ...metadata }) => metadata),
    notificationCapacity,
  };
}

function stateText({ eid, profiles, notifications }: EuiccState): string {
  const lines = [
    `EID ${eid}`,
    `Profiles: ${profiles.length === 0 ? 'none' : ''}`.trimEnd(),
    ...profiles.map(
      (one) => `  ${one.iccid}  ${one.enabled ? 'enabled ' : 'disabled'}  ${one.nickname ?? one.profileName}`,
    ),
    `Notifications that wait: ${notifications.length === 0 ? 'none' : ''}`.trimEnd(),
    ...notifications.map((one) => `  ${one.seqNumber}  ${one.event}  ${one.iccid}  for ${one.address}`),
  ];
  return `${lines.join('\n')}\n`;
}

function deliveryText({ notification: { seqNumber, event, iccid, address }, outcome }: Delivery): string {
  const result =
    outcome === 'delivered'
      ? outcome
      : 'status' in outcome
        ? `refused with HTTP ${outcome.status}`
        : `not delivered: ${outcome.error.message}`;
  return `${seqNumber}  ${event}  ${iccid}  for ${address}: ${result}\n`;
}
