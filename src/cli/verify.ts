import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { cardWords } from '../certificate/paper/card-words.ts';
import { profileWords } from '../certificate/paper/profile-words.ts';
import { hasKeyRing, openKeyRing } from '../certificate/sign/keys.ts';
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
import { detachmentOfClaims } from '../domain/certificates/detachment-stated.ts';
import { parseMsisdn } from '../domain/values/msisdn.ts';
import { type Messages, messages } from '../messages/index.ts';
import { nodeVerifyCrypto } from '../ports/node-verify-crypto.ts';
import { TrustFault, type TrustFaultCode } from '../rsp/faults.ts';
import { readRevocationLists } from '../rsp/revocation.ts';
import { readTrustAnchors, type TrustAnchors } from '../rsp/trust-anchors.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { labelColumn } from './label-column.ts';
import { localInstant } from './local-instant.ts';
import { printableJson, printableStrings } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { type Refusal, refusalsOf } from './verify-conclusion.ts';

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

/** Exit code 0 only for an authentic certificate that stands, in all that was asked (`refusalsOf`). */
export function verifyCommand(): Command {
  return withExamples(
    new Command('verify'),
    'verify certificate.pdf',
    'verify certificate.sdjwt --trust trust.json --status status.jwt --number "+86 170 0000 0001"',
  )
    .argument('<file>', 'a certificate: PDF, SD-JWT or its JSON form; - reads standard input')
    .option('--number <number>', 'is this the number that it is about?')
    .option(
      '--trust <file...>',
      'trust documents (`/.well-known/handback/trust.json`); default: the keys of this data folder',
    )
    .option(
      '--status <file>',
      'the status list that the certificate names, as it is served: tells whether it was revoked or superseded',
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
      const m = messages(readerLanguage());
      const number = flags.number === undefined ? undefined : parseMsisdn(flags.number, settings.callingCode);
      const now = new Date();
      const verdict = await verifyCertificate(readFileSync(file === '-' ? 0 : file), {
        trust: await trustOf(flags.trust ?? []),
        crypto: nodeVerifyCrypto,
        statusList: flags.status === undefined ? undefined : readFileSync(flags.status, 'latin1'),
        number,
        now,
      });
      const trusted = flags.evidence ? trustedCis(m.verifyCommand, flags, settings.rsp.folder) : null;
      // What is not the issuer's word is nobody's evidence.
      const evidence =
        trusted !== null && verdict.result === 'authentic'
          ? verifyEvidence(verdict.copy.claims, { ...trusted, at: now })
          : null;
      const refusals = refusalsOf(verdict, { evidence, evidenceAsked: flags.evidence ?? false });
      process.stdout.write(
        flags.json
          ? `${printableJson({ ...verdict, ...(flags.evidence ? { evidence } : {}), stands: refusals.length === 0, refusals })}\n`
          : verdictText(m, printableStrings(verdict), evidence, trusted?.anchors.size === 0) +
              (flags.evidence && evidence === null ? `${m.verifyCommand.notLookedAt}\n` : '') +
              conclusionText(m, verdict, refusals),
      );
      if (refusals.length > 0) process.exitCode = ExitCode.failed;
    });
}

/** The keys to verify by: those of the given trust documents, else this installation's own. */
export async function trustOf(files: readonly string[]): Promise<Trust> {
  if (files.length > 0)
    return readTrust(
      files.map((file) => readFileSync(file)),
      nodeVerifyCrypto,
    );
  const settings = readSettings(process.env);
  const folder = join(settings.dataFolder, 'keys', 'certificates');
  // Verifying must not make keys: without any, everything is of an unknown issuer.
  if (!hasKeyRing(folder)) return readTrust([], nodeVerifyCrypto);
  return readTrust(
    [(await openKeyRing(folder, settings.operator, new Date())).publicKeys()],
    nodeVerifyCrypto,
  );
}

type Words = Messages['verifyCommand'];

interface Trusted {
  readonly anchors: TrustAnchors;
  readonly crls: readonly Buffer[];
}

/** The CIs and CRLs of the flags, or those of this installation. CRLs are for CIs: given ones alone are for our own. */
function trustedCis(words: Words, { ci, crl, testCi = false }: VerifyFlags, folder: string): Trusted {
  const kept = new RspFiles(folder);
  const given = (files: readonly string[]): NamedFile[] =>
    files.map((name) => ({ name, bytes: readFileSync(name) }));
  const own = (name: string, files: readonly Buffer[]): NamedFile[] =>
    files.map((bytes) => ({ name: words.fileIn(join(folder, name)), bytes }));
  const cis = ci ? given(ci) : own('ci', kept.ciCertificates());
  const crls = crl ? given(crl) : ci ? [] : own('crl', kept.crls());
  const read: Buffer[] = [];
  let anchors: TrustAnchors = new Map();
  for (const file of cis) {
    read.push(file.bytes);
    // With all the files before it, so that the one at fault can be named.
    anchors = named(words, file, () => readTrustAnchors(read, { allowTestAnchors: testCi }));
  }
  for (const file of crls) named(words, file, () => readRevocationLists([file.bytes], anchors));
  return { anchors, crls: crls.map((file) => file.bytes) };
}

interface NamedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

function named<T>(words: Words, { name }: NamedFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TrustFault)) throw error;
    const faults: Readonly<Record<TrustFaultCode, string>> = words.trustFaults;
    throw new Error(words.trustFault(name, faults[error.code]), { cause: error });
  }
}

/** The last word, which nothing in the file can say in its place. */
function conclusionText(
  { verifyCommand: words, punctuation }: Messages,
  verdict: Verdict,
  refusals: readonly Refusal[],
): string {
  // Nothing is said for what nobody looked at.
  const asked = verdict.result === 'authentic' && verdict.status.known;
  const told = refusals.map((refusal) => words.refusals[refusal]);
  return `${told.length === 0 ? (asked ? words.stands : words.standsAlone) : words.refused(punctuation.listed(told))}\n`;
}

function verdictText(
  m: Messages,
  verdict: Verdict,
  evidence: readonly EvidenceFinding[] | null,
  noCi: boolean,
): string {
  const { verifyCommand: words, verdicts } = m;
  switch (verdict.result) {
    case 'not_a_certificate':
      return `${words.notACertificate(verdicts.details[verdict.reason])}\n`;
    case 'altered':
      return `${words.altered(verdicts.where[verdict.where], verdicts.details[verdict.detail])}\n`;
    case 'unknown_issuer':
      return `${words.unknownIssuer(verdicts.unknownWhy[verdict.reason], verdict.keyId)}\n`;
    case 'authentic':
      return authenticText(m, verdict) + (evidence === null ? '' : evidenceText(m, verdict, evidence, noCi));
  }
}

/** The column of the terminal at which the values begin. */
const LABEL_COLUMNS = 17;

const row = (label: string, value: string): string => `  ${labelColumn(label, LABEL_COLUMNS, value)}`;

function authenticText(m: Messages, verdict: Authentic): string {
  const { verifyCommand: words, verdicts, punctuation } = m;
  const { labels } = words;
  const { status, issuer } = verdict;
  const { claims } = verdict.copy;
  const gone = isGoneFromNetwork(claims);
  const number: Readonly<Record<NumberMatch, string>> = words.number;
  const lines = [
    words.authentic({
      issuer: issuer.name,
      id: issuer.id,
      key: verdict.keyId,
      signedAt: localInstant(verdict.issuedAt),
    }),
    row(labels.certificate, claims.jti),
    row(labels.case, claims.caseReference),
    row(
      detachmentOfClaims(claims) === 'unconfirmed' ? labels.serviceEndUnconfirmed : labels.serviceEnded,
      localInstant(claims.serviceEndedAt),
    ),
    row(labels.billingEnded, claims.billingEndedOn),
    row(labels.numberReleased, claims.numberReleasedOn ?? words.noNumber),
    ...claims.accesses.map((access, i) =>
      row(
        punctuation.numbered(labels.access, i + 1),
        words.access(
          m.paper.accessKind[access.kind],
          m.networkAnswers.detachments[access.detach].short,
          words.absent[access.absentAtEnd ? 'true' : 'false'],
        ),
      ),
    ),
    ...claims.profiles.map((profile, i) => {
      const { short, plain } = profileWords(m, profile, gone, localInstant(profile.proof?.receivedAt ?? ''));
      return profileRow(m, verdict, i, words.profile(short, plain));
    }),
    ...cardRows(m, verdict),
  ];
  if (verdict.number !== null) lines.push(row(labels.number, number[verdict.number]));
  if (!status.known)
    lines.push(words.statusUnknown(verdicts.statusWhy[status.why], claims.status.status_list.uri));
  else {
    const asOf = localInstant(status.asOf);
    const stands = status.stale ? words.notRevokedStale(asOf) : words.notRevoked(asOf);
    lines.push(
      { valid: stands, revoked: words.revoked(asOf), superseded: words.superseded(asOf) }[status.state],
    );
  }
  return `${lines.join('\n')}\n`;
}

/** A profile, and what is said of it. It is recognised, as far as the copy discloses it, by its last four digits. */
function profileRow({ verifyCommand, punctuation }: Messages, { copy }: Authentic, i: number, said: string) {
  const ends = (['iccid', 'eid'] as const).flatMap((name) => {
    const value = copy.claims.profiles[i]?.[name];
    return value === undefined ? [] : [`${name.toUpperCase()} …${value.slice(-4)}`];
  });
  return row(
    punctuation.numbered(verifyCommand.labels.profile, i + 1),
    ends.length === 0 ? said : punctuation.labelled(punctuation.listed(ends), said),
  );
}

/** The old cards that the certificate tells of, by their last four digits where the copy discloses them. */
function cardRows(m: Messages, { copy }: Authentic): readonly string[] {
  const { cardResults, verifyCommand: words, punctuation } = m;
  const { cards = [] } = copy.claims;
  return cards.map((card, i) => {
    const { short, plain } = cardWords(m, card);
    const said = words.profile(short, plain);
    return row(
      cards.length === 1 ? cardResults.title : punctuation.numbered(cardResults.title, i + 1),
      card.iccid === undefined ? said : punctuation.labelled(`ICCID …${card.iccid.slice(-4)}`, said),
    );
  });
}

function evidenceText(
  m: Messages,
  verdict: Authentic,
  evidence: readonly EvidenceFinding[],
  noCi: boolean,
): string {
  const { verifyCommand: words } = m;
  const { claims, disclosures } = verdict.copy;
  if (claims.profiles.length === 0) return `${words.noProfiles}\n`;
  const findings = new Map(evidence.map((finding) => [finding.profile, finding]));
  const lines = claims.profiles.map((_, i) => {
    const finding = findings.get(i);
    return profileRow(m, verdict, i, finding ? findingText(words, finding) : words.noDeletion);
  });
  if (disclosures.length === 0) lines.push(words.nothingDisclosed);
  if (noCi && evidence.length > 0) lines.push(words.noCi);
  if (evidence.length > 0) lines.push(m.profileResults.proofLimits);
  return `${words.evidence}\n${lines.join('\n')}\n`;
}

function findingText(words: Words, { verdict, reason, undisclosed, signed }: EvidenceFinding): string {
  const reasons: Readonly<Partial<Record<EvidenceReason, string>>> = words.reasons;
  const why = reason === undefined ? '' : (reasons[reason] ?? words.otherReason(reason));
  if (verdict === 'undisclosed') return words.notDisclosed(why);
  if (verdict === 'failed') return words.failed(why);
  if (verdict === 'does_not_match' || signed === undefined) return words.doesNotMatch(why);
  const by = words.signedBy(signed.sequenceNumber, signed.ciKeyId);
  if (undisclosed.length > 0)
    return words.closed(
      by,
      undisclosed.map((name) => name.toUpperCase()),
    );
  return words.verified(by, revocationText(words, signed.revocation));
}

function revocationText(
  words: Words,
  revocation: NonNullable<EvidenceFinding['signed']>['revocation'],
): string {
  if (revocation === null) return words.makerUnknown;
  return (revocation.stale ? words.makerNotRevokedStale : words.makerNotRevoked)(
    localInstant(revocation.asOf),
  );
}
