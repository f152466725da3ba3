import { faultsOfFacts } from '../../domain/numbers/feed-file.ts';
import type { ErrorTexts } from '../error-text.ts';
import { numberDesk } from './number-desk.ts';

const said = (faults: unknown): string =>
  faultsOfFacts(faults)
    .map(({ line, what }) => numberDesk.fault(line, numberDesk.faults[what]))
    .join('; ');

/** What is refused of numbers that rest, and of the files about them. */
export const numberErrors = {
  number_unknown: {
    title: 'The ledger has no such number',
    detail: 'Check the number, with + and country code.',
  },
  number_rests_not: {
    title: 'Nothing was changed',
    detail: 'The number does not rest, or it rests longer than that already. Open it again.',
  },
  number_batch_unknown: { title: 'No such batch', detail: 'Choose one from the list.' },
  number_batch_released: {
    title: 'This batch has been released already',
    detail: 'Nothing was changed. Open it again to see what became of it.',
  },
  feed_unknown: { title: 'No such file', detail: 'Choose one from the list.' },
  feed_made: {
    title: 'This file has been made already',
    detail: 'It is not made again. Hand it in as it is.',
  },
  feed_not_made: { title: 'This file is not made yet', detail: 'Make it first.' },
  feed_too_early: {
    title: 'It is too early for this file',
    detail: ({ from }) => `It has to cover days that are not over yet. Make it from ${String(from)} on.`,
  },
  feed_refused: {
    title: 'The recipient would refuse this file',
    detail: ({ faults, setting }) =>
      setting === undefined
        ? `Nothing was kept. ${said(faults)}`
        : `It needs your identifier there. Whoever runs Handback sets ${String(setting)}.`,
  },
} satisfies Partial<ErrorTexts>;
