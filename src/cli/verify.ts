import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { openKeyRing } from '../certificate/keys.ts';
import { readTrust, type Trust } from '../certificate/trust.ts';
import type { NumberMatch, Verdict } from '../certificate/verdict.ts';
import { verifyCertificate } from '../certificate/verify.ts';
import { readSettings } from '../config/settings.ts';
import { parseMsisdn } from '../domain/msisdn.ts';
import { ExitCode } from './exit-code.ts';

interface VerifyFlags {
  readonly number?: string;
  readonly trust?: readonly string[];
  readonly status?: string;
  readonly json?: boolean;
}

/** Exit code 0 only for an authentic certificate that stands, whose number matches if one was given. */
export function verifyCommand(): Command {
  return new Command('verify')
    .argument('<file>', 'a certificate, JSON or PDF; - reads standard input')
    .option('--number <number>', 'is this the number that it is about?')
    .option(
      '--trust <file...>',
      'trust documents (`/.well-known/handback/trust.json`); default: the keys of this data folder',
    )
    .option(
      '--status <file>',
      'a status list (`/.well-known/handback/status.json`): tells what was revoked or superseded',
    )
    .option('--json', 'print the verdict as JSON')
    .description('Verify a certificate, offline: altered, of an unknown issuer, or authentic.')
    .action(async (file: string, flags: VerifyFlags) => {
      const settings = readSettings(process.env);
      const number = flags.number === undefined ? undefined : parseMsisdn(flags.number, settings.callingCode);
      const verdict = verifyCertificate(readFileSync(file === '-' ? 0 : file), {
        trust: await trustOf(flags.trust ?? []),
        statusList: flags.status === undefined ? undefined : readFileSync(flags.status),
        number,
        now: new Date(),
      });
      process.stdout.write(flags.json ? `${JSON.stringify(verdict, null, 2)}\n` : verdictText(verdict));
      if (!stands(verdict)) process.exitCode = ExitCode.failed;
    });
}

async function trustOf(files: readonly string[]): Promise<Trust> {
  if (files.length > 0) return readTrust(...files.map((file) => readFileSync(file)));
  const settings = readSettings(process.env);
  const folder = join(settings.dataFolder, 'keys', 'certificates');
  // Verifying must not make keys: without any, everything is of an unknown issuer.
  if (!existsSync(folder)) return readTrust();
  return readTrust((await openKeyRing(folder, settings.operator, new Date())).publicKeys());
}

function stands(verdict: Verdict): boolean {
  if (verdict.result !== 'authentic') return false;
  if (verdict.status.known && verdict.status.revoked !== null) return false;
  return verdict.number === null || verdict.number === 'match';
}

function verdictText(verdict: Verdict): string {
  switch (verdict.result) {
    case 'not_a_certificate':
      return `Not a certificate of Handback (${verdict.reason}).\n`;
    case 'altered':
      return `ALTERED: ${verdict.where} is not as it was signed (${verdict.detail}).\n`;
    case 'unknown_issuer':
      return `Unknown issuer: the key ${verdict.keyId} is ${verdict.reason === 'key_revoked' ? 'revoked' : 'in no trust document'}. Nothing can be said about the content.\n`;
    case 'authentic':
      return authenticText(verdict);
  }
}

const NUMBER_WORDS: Readonly<Record<NumberMatch, string>> = {
  match: 'matches',
  no_match: 'DOES NOT MATCH',
  no_salt: 'cannot tell: this copy does not open the number',
  no_number: 'DOES NOT MATCH: the line had no number',
};

function authenticText(verdict: Extract<Verdict, { result: 'authentic' }>): string {
  const { statement, status } = verdict;
  const lines = [
    `Authentic: issued by ${verdict.issuer.name} (${verdict.issuer.id}), key ${verdict.keyId}, signed ${verdict.signedAt}.`,
    `  certificate      ${statement.certificateId}`,
    `  case             ${statement.caseReference}`,
    `  service ended    ${statement.serviceEndedAt}`,
    `  billing ended    ${statement.billingEndedOn}`,
    `  number released  ${statement.numberReleasedOn ?? 'no number'}`,
    ...statement.accesses.map(
      (access, i) =>
        `  access ${i + 1}         ${access.kind}: detach ${access.detach}, ${access.absentAtEnd ? 'absent when asked again' : 'NOT proven absent'}`,
    ),
  ];
  if (verdict.number !== null) lines.push(`  number           ${NUMBER_WORDS[verdict.number]}`);
  if (!status.known)
    lines.push('Whether it was revoked since is not known: give --status with a status list.');
  else if (status.revoked !== null) lines.push(`REVOKED ${status.revoked.at}: ${status.revoked.reason}.`);
  else
    lines.push(
      `Not revoked as of ${status.asOf}${status.stale ? ' (a newer list should be had)' : ''}.${status.supersededBy ? ` Superseded by ${status.supersededBy}.` : ''}`,
    );
  return `${lines.join('\n')}\n`;
}
