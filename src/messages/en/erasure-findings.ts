import type { FindingText } from '../../domain/findings.ts';

/** What the doctor says of erasure, and of the keys of epochs. */
export const erasureFindings = {
  erasure_good: { says: ({ erasures }) => `${erasures} people erased, all of them known here`, todo: null },
  erasures_missing: {
    says: ({ path, erasures }) =>
      `this database was restored from before erasures: ${erasures} of the last ones in ${path} are not in it`,
    todo: () => 'Erase them again before anything opens it: handback restore check --yes',
  },
  journal_damaged: {
    says: ({ path }) => `${path} cannot be read`,
    todo: () => 'Restore it, or copy it from another machine. Never delete it.',
  },
  journal_foreign: {
    says: ({ path }) => `${path} was written with other keys, or was changed`,
    todo: () => 'Restore the one that belongs to these keys, or copy it from another machine.',
  },
  epochs_missing: {
    says: ({ epochs }) => `the key of epoch ${epochs} is not on this machine, and people need it`,
    todo: () => 'Copy keys/vault.json from the machine on which the epoch was made.',
  },
  epoch_wraps: {
    says: ({ epoch, keys }) => `epoch ${epoch} is an old one, and still wraps the keys of ${keys} people`,
    todo: () => 'Go on where it was interrupted: handback keys rewrap',
  },
  epoch_over: {
    says: ({ epoch, days }) => `nobody has needed epoch ${epoch} for longer than the ${days} days of backups`,
    todo: ({ epoch }) =>
      `Destroy its key, so that older backups cannot be read: handback keys destroy-epoch ${epoch}`,
  },
} satisfies Readonly<Record<string, FindingText>>;
