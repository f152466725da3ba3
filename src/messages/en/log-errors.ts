import type { ErrorFacts } from '../../domain/errors.ts';

const seenBy = (facts: ErrorFacts): string =>
  facts['witness'] === undefined ? 'was signed' : `was seen by ${facts['witness']}`;

/** Refusals of the public log. */
export const logErrors = {
  log_key_missing: {
    title: 'The key of the public log is not here',
    detail: (facts: ErrorFacts) =>
      `Restore ${facts['path']} from its backup, or copy it from the worker that has it. Nothing is added to the log until then; other work goes on.`,
  },
  log_rolled_back: {
    title: 'The database is older than the public log',
    detail: (facts: ErrorFacts) =>
      `A head of ${facts['signed']} entries ${seenBy(facts)}, and this database has ${facts['stored']} that fit it or fewer. Nothing is signed, so that nobody sees two histories; other work goes on. See docs/guides/monitor-the-log.md.`,
  },
  log_damaged: {
    title: 'The public log in the database is damaged',
    detail:
      'Its tiles do not give the root that was committed with them. Restore the database; nothing is signed until then.',
  },
  witnesses_invalid: {
    title: 'The file of witnesses cannot be used',
    detail: 'Each line names the key of a witness and its address. These lines do not:',
  },
  certificate_not_logged: {
    title: 'The certificate is not in the public log yet',
    detail: 'It is there within seconds of its issue. Ask again in a moment.',
  },
};
