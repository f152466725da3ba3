/** What `handback log` says. */
export const logCommands = {
  noKey: 'The log has no key yet: a worker makes it when it starts.',
  noHead: 'The log has no checkpoint yet: a worker signs one when it starts.',
  badState: (path: string) =>
    `${path} does not hold what was kept of this log. Give another file, and the log is read from its beginning.`,
  grew: (from: number, size: number, kinds: Readonly<Record<string, number>>) =>
    from === size
      ? `Nothing new: ${size} entries, as before.\n`
      : `${size} entries, ${size - from} new: ${countedKinds(kinds)}. The history holds.\n`,
  faults: {
    unreachable: 'CANNOT TELL: the log does not answer.',
    checkpoint_malformed: 'REFUSED: what it shows as its checkpoint is none.',
    log_unknown: 'REFUSED: its checkpoint is of another log, or signed by another key.',
    signature_wrong: 'REFUSED: the signature under its checkpoint does not hold.',
    rolled_back: 'ROLLED BACK: it shows fewer entries than it showed before.',
    history_rewritten: 'REWRITTEN: an entry that it showed before is another one, or is gone.',
    tile_missing: 'INCOMPLETE: it does not show a part that its checkpoint speaks of.',
    tile_altered: 'ALTERED: a part of it is not what its checkpoint was signed over.',
  },
  at: (path: string) => `At: ${path}`,
  keep: 'Keep this as evidence. What was seen before, if anything was, and what is shown now:',
};

const KINDS: Readonly<Record<string, (n: number) => string>> = {
  cert: (n) => `${n} issued`,
  revoke: (n) => `${n} revoked`,
  supersede: (n) => `${n} superseded`,
  erase: (n) => `${n} erased`,
  other: (n) => `${n} of another kind`,
};

const countedKinds = (kinds: Readonly<Record<string, number>>): string =>
  Object.entries(kinds)
    .map(([kind, n]) => KINDS[kind]!(n))
    .join(', ');
