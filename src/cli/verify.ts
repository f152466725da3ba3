import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { PROOF_LIMITS, profileWords } from '../certificate/paper/profile-words.ts';
import { openKeyRing } from '../certificate/sign/keys.ts';
import { readTrust, type Trust } from '../certificate/sign/trust.ts';
import { isGoneFromNetwork } from '../certificate/verify/shown-profiles.ts';
import type { Authentic, NumberMatch, Verdict } from '../certificate/verify/verdict.ts';
import { verifyCertificate } from '../certificate/verify/verify.ts';
import {
  type EvidenceFinding,
  type EvidenceReason,
  verifyEvidence,
} from '../certificate/verify/verify-evidence.ts';
import { RspFiles } from '../config/rsp-files.ts';
import { readSettings } from '../config/settings.ts';
import { parseMsisdn } from '../domain/values/msisdn.ts';
import { TrustFault, type TrustFaultCode } from '../rsp/faults.ts';
import { readRevocationLists } from '../rsp/revocation.ts';
import { readTrustAnchors, type TrustAnchors } from '../rsp/trust-anchors.ts';
import { ExitCode } from './exit-code.ts';

interface VerifyFlags {
  readonly number?: string;
  readonly trust?: readonly string[];
  readonly status?: string;
  readonly evidence?: boolean;
  readonly ci?: readonly string[];
  readonly crl?: readonly string[];
  readonly testCi?: boolean;
  readonly json?: boolean;
}

/**
 * Exit code 0 only for an authentic certificate that stands, whose number matches if one was given, and each of whose
 * proven deletions verifies if that was asked for.
 */
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
    .option('--evidence', 'verify again what the eUICCs signed when they deleted the eSIM profiles')
    .option(
      '--ci <file...>',
      'with --evidence: certificates of the GSMA CIs to trust, DER or PEM; default: rsp/ci of this data folder',
    )
    .option('--crl <file...>', 'with --evidence: revocation lists of these CIs, DER or PEM; default: rsp/crl')
    .option(
      '--test-ci',
      'with --evidence: take a test CI of SGP.26 too. Everyone has its key: never in production',
    )
    .option('--json', 'print the verdict as JSON')
    .description('Verify a certificate, offline: altered, of an unknown issuer, or authentic.')
    .action(async (file: string, flags: VerifyFlags, command: Command) => {
      if (!flags.evidence && (flags.ci ?? flags.crl ?? flags.testCi) !== undefined)
        command.error('error: --ci, --crl and --test-ci are for --evidence');
      const settings = readSettings(process.env);
      const number = flags.number === undefined ? undefined : parseMsisdn(flags.number, settings.callingCode);
      const now = new Date();
      const verdict = verifyCertificate(readFileSync(file === '-' ? 0 : file), {
        trust: await trustOf(flags.trust ?? []),
        statusList: flags.status === undefined ? undefined : readFileSync(flags.status),
        number,
        now,
      });
      const trusted = flags.evidence ? trustedCis(flags, settings.rsp.folder) : null;
      // What is not the issuer's word is nobody's evidence.
      const evidence =
        trusted !== null && verdict.result === 'authentic'
          ? verifyEvidence(verdict.file, { ...trusted, at: now })
          : null;
      const told = flags.evidence ? { ...verdict, evidence } : verdict;
      process.stdout.write(
        flags.json
          ? `${JSON.stringify(told, null, 2)}\n`
          : verdictText(verdict, evidence, trusted?.anchors.size === 0),
      );
      if (flags.evidence && evidence === null && !flags.json)
        process.stdout.write('The evidence in it was not looked at.\n');
      if (!stands(verdict) || !(evidence ?? []).every(isVerified)) process.exitCode = ExitCode.failed;
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

const TRUST_FAULT_WORDS: Readonly<Record<TrustFaultCode, string>> = {
  anchor_malformed: 'holds no certificate that can be read',
  anchor_key_conflict: 'has another key than a CI certificate of the same key identifier',
  anchor_not_ci: 'is not a certificate of a GSMA CI',
  anchor_test:
    'is a test CI of SGP.26, whose private key everyone has: it proves nothing (--test-ci takes it, for tests)',
  crl_malformed: 'is not a CRL, or not a whole one',
  crl_not_of_anchor: 'is a CRL of none of the trusted CIs',
};

interface Trusted {
  readonly anchors: TrustAnchors;
  readonly crls: readonly Buffer[];
}

/** The CIs and CRLs of the flags, or those of this installation. CRLs are for CIs: given ones alone are for our own. */
function trustedCis({ ci, crl, testCi = false }: VerifyFlags, folder: string): Trusted {
  const kept = new RspFiles(folder);
  const given = (files: readonly string[]): NamedFile[] =>
    files.map((name) => ({ name, bytes: readFileSync(name) }));
  const own = (name: string, files: readonly Buffer[]): NamedFile[] =>
    files.map((bytes) => ({ name: `A file in ${join(folder, name)}`, bytes }));
  const cis = ci ? given(ci) : own('ci', kept.ciCertificates());
  const crls = crl ? given(crl) : ci ? [] : own('crl', kept.crls());
  const read: Buffer[] = [];
  let anchors: TrustAnchors = new Map();
  for (const file of cis) {
    read.push(file.bytes);
    // With all the files before it, so that the one at fault can be named.
    anchors = named(file, () => readTrustAnchors(read, { allowTestAnchors: testCi }));
  }
  for (const file of crls) named(file, () => readRevocationLists([file.bytes], anchors));
  return { anchors, crls: crls.map((file) => file.bytes) };
}

interface NamedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

function named<T>({ name }: NamedFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TrustFault)) throw error;
    throw new Error(`${name} ${TRUST_FAULT_WORDS[error.code]}.`, { cause: error });
  }
}

function stands(verdict: Verdict): boolean {
  if (verdict.result !== 'authentic') return false;
  if (verdict.status.known && verdict.status.revoked !== null) return false;
  return verdict.number === null || verdict.number === 'match';
}

/** A signature over what nobody may see is about nobody knows what. */
function isVerified(finding: EvidenceFinding): boolean {
  return finding.verdict === 'signature_verified' && finding.undisclosed.length === 0;
}

function verdictText(verdict: Verdict, evidence: readonly EvidenceFinding[] | null, noCi: boolean): string {
  switch (verdict.result) {
    case 'not_a_certificate':
      return `Not a certificate of Handback (${verdict.reason}).\n`;
    case 'altered':
      return `ALTERED: ${verdict.where} is not as it was signed (${verdict.detail}).\n`;
    case 'unknown_issuer':
      return `Unknown issuer: the key ${verdict.keyId} is ${verdict.reason === 'key_revoked' ? 'revoked' : 'in no trust document'}. Nothing can be said about the content.\n`;
    case 'authentic':
      return authenticText(verdict) + (evidence === null ? '' : evidenceText(verdict, evidence, noCi));
  }
}

const NUMBER_WORDS: Readonly<Record<NumberMatch, string>> = {
  match: 'matches',
  no_match: 'DOES NOT MATCH',
  no_salt: 'cannot tell: this copy does not open the number',
  no_number: 'DOES NOT MATCH: the line had no number',
};

function authenticText(verdict: Authentic): string {
  const { statement, status } = verdict;
  const gone = isGoneFromNetwork(statement);
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
    ...statement.profiles.map((profile, i) => {
      const { short, plain } = profileWords(profile, gone, profile.proof?.receivedAt ?? '');
      return `  eSIM profile ${i + 1}   ${marks(verdict, i)}${short.en}. ${plain.en}`;
    }),
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

/** What a profile is recognised by, as far as the copy opens it: the last four digits. */
function marks({ file }: Authentic, profile: number): string {
  const ends = (['iccid', 'eid'] as const).flatMap((name) => {
    const value = file.openings[`/profiles/${profile}/${name}`]?.value;
    return value === undefined ? [] : [`${name.toUpperCase()} …${value.slice(-4)}`];
  });
  return ends.length === 0 ? '' : `${ends.join(', ')}: `;
}

const REASON_WORDS: Readonly<Partial<Record<EvidenceReason, string>>> = {
  notification_not_disclosed: 'this copy does not hold what the eUICC signed',
  opening_invalid: 'what this copy holds is not what the certificate commits to',
  received_in_future: 'it is said to be received at a time that is yet to come',
  anchor_unknown: 'unknown CI: its certificates lead to none of the trusted ones',
  chain_expired: 'a certificate had expired when it was received',
  chain_not_yet_valid: 'a certificate was not yet valid when it was received',
  chain_revoked: 'the maker of the eUICC was revoked by its CI',
  signature_invalid: 'the eUICC did not sign this',
  event: 'what the eUICC signed is no deletion',
  iccid: 'another profile was deleted',
  iccid_not_signed: 'what the eUICC signed names no profile',
  eid: 'another eUICC signed it',
  eid_not_stated: 'the certificate knows of no device, and yet one signed',
  sequence_number_differs: 'the sequence number is another one',
};

function evidenceText(verdict: Authentic, evidence: readonly EvidenceFinding[], noCi: boolean): string {
  const { statement, file } = verdict;
  if (statement.profiles.length === 0)
    return 'Evidence: the line had no eSIM profile, so there is no deletion to verify.\n';
  const findings = new Map(evidence.map((finding) => [finding.profile, finding]));
  const lines = statement.profiles.map((_, i) => {
    const finding = findings.get(i);
    return `  eSIM profile ${i + 1}   ${marks(verdict, i)}${finding ? findingText(finding) : 'no signed deletion, so there is nothing to verify'}`;
  });
  if (Object.keys(file.openings).length === 0)
    lines.push(
      'This copy holds no openings, so that nothing can be verified: ask the holder for the full one.',
    );
  if (noCi && evidence.length > 0)
    lines.push('No CI is trusted here: give --ci with the certificates of the GSMA CIs.');
  if (evidence.length > 0) lines.push(PROOF_LIMITS.en);
  return `Evidence:\n${lines.join('\n')}\n`;
}

function findingText({ verdict, reason, undisclosed, signed }: EvidenceFinding): string {
  const why = reason === undefined ? '' : (REASON_WORDS[reason] ?? `it cannot be believed (${reason})`);
  if (verdict === 'not_opened') return `NOT DISCLOSED: ${why}`;
  if (verdict === 'failed') return `FAILED: ${why}`;
  if (verdict === 'does_not_match' || signed === undefined) return `DOES NOT MATCH: ${why}`;
  const by = `sequence number ${signed.sequenceNumber}, CI ${signed.ciKeyId}`;
  if (undisclosed.length > 0) {
    const closed = undisclosed.map((name) => name.toUpperCase()).join(' and the ');
    return `signed by an eUICC (${by}), but CANNOT TELL for which profile: this copy does not open the ${closed}`;
  }
  const { revocation } = signed;
  const revoked =
    revocation === null
      ? 'whether its maker was revoked is not known: give --crl'
      : `its maker not revoked as of ${revocation.asOf}${revocation.stale ? ' (a newer CRL should be had)' : ''}`;
  return `verified: this eUICC signed the deletion of this profile (${by}); ${revoked}`;
}
