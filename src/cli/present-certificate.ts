import { readFileSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import {
  DISCLOSABLE,
  type Disclosable,
  disclosableIn,
  discloseOnly,
  ON_PAPER,
  pickedOf,
} from '../certificate/credential/choice.ts';
import { compactOf, jsonOf } from '../certificate/credential/sd-jwt.ts';
import { readCopy } from '../certificate/verify/read-copy.ts';
import type { Verdict } from '../certificate/verify/verdict.ts';
import { verifyCertificate } from '../certificate/verify/verify.ts';
import type { CertificateCopy } from '../domain/certificates/certificate.ts';
import { type Messages, messages } from '../messages/index.ts';
import { nodeVerifyCrypto } from '../ports/node-verify-crypto.ts';
import { withExamples } from './examples.ts';
import { readerLanguage } from './reader-language.ts';
import { trustOf } from './verify.ts';

interface PresentFlags {
  readonly disclose?: string;
  readonly all?: boolean;
  readonly none?: boolean;
  readonly output?: string;
  readonly trust?: readonly string[];
}

/**
 * Makes a copy of a certificate that shows less, from a file and without the operator. What was altered is refused: nobody
 * should hand it on. A key that is not known here is none of the holder's fault, so that such a copy is made, and it is said.
 */
export function presentCommand(): Command {
  return withExamples(
    new Command('present'),
    'certificates present certificate.pdf --output copy.sdjwt',
    'certificates present certificate.json --disclose number,holder --output copy.json',
  )
    .argument('<file>', 'a certificate: PDF, SD-JWT or its JSON form; - reads standard input')
    .addOption(
      new Option(
        '--disclose <kinds>',
        `what the copy shows, with commas between: ${DISCLOSABLE.join(', ')}; default: ${ON_PAPER}`,
      ).conflicts(['all', 'none']),
    )
    .addOption(new Option('--all', 'the copy shows all that the file does').conflicts('none'))
    .option('--none', 'the copy shows nothing of the person')
    .option(
      '--output <file>',
      'a new file; in the JSON form where its name ends in .json; default: standard output',
    )
    .option('--trust <file...>', 'trust documents; default: the keys of this data folder')
    .description('Make a copy of a certificate that shows only what you pick. It verifies like the whole.')
    .action(async (file: string, flags: PresentFlags) => {
      const m = messages(readerLanguage());
      const bytes = readFileSync(file === '-' ? 0 : file);
      const trust = await trustOf(flags.trust ?? []);
      const verdict = await verifyCertificate(bytes, { trust, crypto: nodeVerifyCrypto, now: new Date() });
      const whole = await copyIn(m, bytes, verdict);
      const copy = await discloseOnly(whole, pickedFrom(m, flags, disclosableIn(whole)), nodeVerifyCrypto);
      const json = flags.output?.toLowerCase().endsWith('.json') ?? false;
      const made = json ? `${JSON.stringify(jsonOf(copy))}\n` : `${compactOf(copy)}\n`;
      // Never over another file: the full copy may be the only one that there is.
      if (flags.output === undefined) process.stdout.write(made);
      else writeFileSync(flags.output, made, { flag: 'wx' });
      // Words never stand in the copy.
      process.stderr.write(`${toldOf(m, verdict, disclosableIn(copy))}\n`);
    });
}

async function copyIn(
  { verifyCommand: words, verdicts }: Messages,
  bytes: Uint8Array,
  verdict: Verdict,
): Promise<CertificateCopy> {
  switch (verdict.result) {
    case 'authentic':
      return verdict.copy;
    case 'unknown_issuer':
      return readCopy(bytes, nodeVerifyCrypto);
    case 'altered':
      throw new Error(words.altered(verdicts.where[verdict.where], verdicts.details[verdict.detail]));
    case 'not_a_certificate':
      throw new Error(words.notACertificate(verdicts.details[verdict.reason]));
  }
}

/** What is asked for by name must be there; what goes without saying may be missing. */
function pickedFrom(
  { disclosures, punctuation }: Messages,
  { disclose, all, none }: PresentFlags,
  shown: readonly Disclosable[],
): readonly Disclosable[] {
  if (disclose === undefined) return all ? DISCLOSABLE : none ? [] : [ON_PAPER];
  const picked = pickedOf(disclose);
  const missing = picked.filter((kind) => !shown.includes(kind));
  if (missing.length > 0 && picked.length < DISCLOSABLE.length)
    throw new Error(
      disclosures.notInFile(punctuation.listed(missing.map((kind) => disclosures.inSentence[kind]))),
    );
  return picked;
}

function toldOf(m: Messages, verdict: Verdict, shown: readonly Disclosable[]): string {
  const { disclosures: words, punctuation } = m;
  const told =
    shown.length === 0
      ? words.copyShowsNothing
      : words.copyShows(punctuation.listed(shown.map((kind) => words.inSentence[kind])));
  return verdict.result === 'unknown_issuer' ? `${told}\n${words.notChecked}` : told;
}
