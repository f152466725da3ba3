import { type Command, InvalidArgumentError } from 'commander';
import { messages } from '../messages/index.ts';
import { auditName } from '../operations/access/actor.ts';
import { dropEpoch, type EpochKeeper, makeEpoch, rewrapAll } from '../run/key-epochs.ts';
import { keyEpochs } from '../store/people/key-epochs.ts';
import { actingStaff } from './acting-staff.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { printableJson } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { withBase } from './with-base.ts';

interface Json {
  readonly json?: true;
}

const words = () => messages(readerLanguage()).privacy;
const print = (flags: Json, value: unknown, text: string): void =>
  void process.stdout.write(`${flags.json ? printableJson(value) : text}\n`);

const withKeeper = <T>(work: (keeper: EpochKeeper) => Promise<T>): Promise<T> =>
  withBase((base, settings) => work({ settings, pool: base.database.pool, actor: auditName(actingStaff()) }));

/** The keys by which people's keys are wrapped: one an epoch, so that those of old backups can be destroyed in turn. */
export function addEpochCommands(keys: Command): void {
  withExamples(
    keys
      .command('epochs')
      .description('List the epochs by which the keys of people are wrapped, and how many each wraps.')
      .option('--json', 'print as JSON'),
    'keys epochs',
  ).action((flags: Json) =>
    withBase(async ({ database, vault }) => {
      const all = await keyEpochs(database.pool);
      const lines = all.map(({ epoch, keys: count, emptiedAt }) =>
        words().commands.epoch(
          epoch,
          epoch === vault.currentEpoch,
          count,
          emptiedAt === null ? null : localInstant(emptiedAt.toISOString()),
        ),
      );
      print(flags, { current: vault.currentEpoch, epochs: all }, lines.join('\n'));
    }),
  );
  withExamples(
    keys
      .command('rotate-epoch')
      .description(
        'Make a new key that wraps the keys of people, and wrap them anew. With several machines: --make-only, copy the key folder, then `keys rewrap`.',
      )
      .option('--make-only', 'do not wrap anything anew yet')
      .option('--json', 'print as JSON'),
    'keys rotate-epoch',
    'keys rotate-epoch --make-only',
  ).action((flags: Json & { readonly makeOnly?: true }) =>
    withKeeper(async (keeper) => {
      const { commands } = words();
      const epoch = await makeEpoch(keeper);
      if (flags.makeOnly) return print(flags, { epoch }, commands.epochMade(epoch));
      const { count } = await rewrapAll(keeper);
      print(
        flags,
        { epoch, rewrapped: count },
        `${commands.epochMade(epoch)}\n${commands.rewrapped(count, epoch)}`,
      );
    }),
  );
  withExamples(
    keys
      .command('rewrap')
      .description(
        'Wrap by the current epoch every key of people that another wraps. It goes on where it was interrupted.',
      )
      .option('--json', 'print as JSON'),
    'keys rewrap',
  ).action((flags: Json) =>
    withKeeper(async (keeper) => {
      const { epoch, count } = await rewrapAll(keeper);
      print(flags, { epoch, rewrapped: count }, words().commands.rewrapped(count, epoch));
    }),
  );
  const destroy = withExamples(
    asksFirst(keys.command('destroy-epoch').argument('<epoch>', 'as `keys epochs` lists it', epochOf))
      .description(
        'Destroy the key of an old epoch: in backups that it wraps the keys of, nobody can be read any more. Repeat it on each machine.',
      )
      .option('--despite-backups', 'also while backups are kept that need it (HANDBACK_BACKUP_DAYS)')
      .option('--json', 'print as JSON'),
    'keys destroy-epoch 1 --yes',
  );
  destroy.action(async (epoch: number, flags: Json & ConsentFlags & { readonly despiteBackups?: true }) => {
    const consent = consentOf(destroy, flags);
    if (!(await consent(() => words().consent.destroyEpoch(epoch)))) return;
    await withKeeper((keeper) => dropEpoch(keeper, epoch, flags.despiteBackups === true));
    print(flags, { destroyed: epoch }, words().commands.epochDestroyed(epoch));
  });
}

function epochOf(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new InvalidArgumentError('an epoch is a number, such as 1');
  return Number(given);
}
