import type { Messages } from '../messages/index.ts';
import type { SimContents } from '../uicc/session/read-sim.ts';

/** What is on the card and what could not be read, for a person. `at` is shown as it is given. */
export function simSummary(
  { simBackup: words, punctuation: { labelled } }: Messages,
  sim: SimContents,
  at: string,
): string {
  const { summary } = words;
  const incomplete = sim.messages.filter(({ missing }) => missing.length > 0).length;
  const lines = [
    summary.title,
    '',
    `${summary.card(sim.kind)}  ICCID ${sim.iccid ?? '?'}  IMSI ${sim.imsi ?? '?'}`,
    summary.made(at),
    '',
    labelled(summary.contacts, String(sim.contacts.length)),
    labelled(summary.messages, String(sim.messages.length)),
    ...(incomplete > 0 ? [labelled(summary.incomplete, String(incomplete))] : []),
    '',
    labelled(summary.ownNumbers, '').trimEnd(),
    ...(sim.ownNumbers.length === 0
      ? [`  ${summary.noOwnNumbers}`]
      : sim.ownNumbers.map(({ name, number }) => `  ${number}${name === '' ? '' : `  ${name}`}`)),
    '',
    labelled(summary.broken, '').trimEnd(),
    ...(sim.broken.length === 0 ? [`  ${summary.nothingBroken}`] : []),
    ...sim.broken.flatMap(({ file, record, problem, hex }) => [
      `  ${labelled(summary.brokenPlace(file, record), words.problems[problem])}`,
      ...(hex === '' ? [] : [`    ${hex}`]),
    ]),
    '',
    ...summary.whatIsWhere,
    '',
    summary.noClone,
    summary.keepSafe,
  ];
  return `${lines.join('\n')}\n`;
}
