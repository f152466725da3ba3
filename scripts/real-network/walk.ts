import type { RealInstance } from '../../bench/real-instance.ts';
import { compactOf } from '../../src/certificate/credential/sd-jwt.ts';
import { readTrust } from '../../src/certificate/sign/trust.ts';
import type { Verdict } from '../../src/certificate/verify/verdict.ts';
import { verifyCertificate } from '../../src/certificate/verify/verify.ts';
import type { CertificateCopy } from '../../src/domain/certificates/certificate.ts';
import { HandbackError } from '../../src/domain/errors.ts';
import { viewEvidence } from '../../src/operations/cases/view-evidence.ts';
import { viewHistory } from '../../src/operations/cases/view-history.ts';
import { holderCopy } from '../../src/operations/certificates/holder-copy.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import type { Outcome } from '../../src/simulators/phone/outcome.ts';
import type { Phone } from '../../src/simulators/phone/phone.ts';
import { receiptOf, staffNamed } from '../../test/support/actors.ts';
import { inOrder, now, ofEvidence, ofHistory, ofPhone, type Told } from './timeline.ts';

/** Nothing takes this long when all is well: what did not happen by then is said to be missing. */
const PATIENCE_MS = 60_000;
const SOMEBODY = '+447700900999';

/** What should be, and whether it was. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found instead, or how it was known. */
  readonly found: string;
}

export interface Walk {
  readonly line: { readonly msisdn: string; readonly imsi: string };
  readonly reference: string;
  readonly timeline: readonly Told[];
  /** Since when the phone tried in vain, as a time of the timeline. */
  readonly triedAt: number;
  readonly checks: readonly Check[];
  /** Null where none was issued. */
  readonly verdict: Verdict | null;
}

/**
 * Ends one line with a phone on it, and lets the phone try again.
 *
 * @param asked what Handback asked that leaves no evidence because nobody answers it; it is read at the end
 */
export async function walkALine(instance: RealInstance, asked: readonly Told[]): Promise<Walk> {
  const checks: Check[] = [];
  const check: Checking = (name, ok, found) => {
    checks.push({ name, ok, found });
  };
  const [added] = await instance.addLines(1);
  const { line, phone } = added!;
  const attached = await phone.attach();
  const both = attached.data.accepted && attached.voice.accepted;
  check('the phone attaches', both, both ? 'for data and calls' : JSON.stringify(attached));

  const made = await instance.declare(line);
  const since = phone.log.mark();
  const closed = instance.closed(made.caseId);
  await instance.confirm(line, made.caseId);
  const seen = await phone.log.received('DETACH REQUEST', since, PATIENCE_MS).catch(() => null);
  check('the phone is told to detach', seen !== null, seen?.detail ?? 'no DETACH REQUEST');
  const inTime = await within(PATIENCE_MS, closed);
  check('the case is closed', inTime, inTime ? made.reference : await standingOf(instance, made.caseId));

  const triedAt = now();
  await tryEverything(phone, check);
  const gone = (await instance.hlr.lookup(line.imsi)).value === null;
  check('the HLR has no such subscriber', gone, gone ? 'absent' : 'still there');

  const verdict = await verdictOf(instance, made, line.msisdn);
  judge(verdict, check);
  const staff = staffNamed('real-network');
  const { operations } = instance.base;
  const history = await viewHistory(operations, staff, { caseId: made.caseId });
  const evidence = await viewEvidence(operations, staff, { caseId: made.caseId });
  return {
    line: { msisdn: line.msisdn, imsi: line.imsi },
    reference: made.reference,
    timeline: inOrder([...ofPhone(phone.log), ...asked, ...ofEvidence(evidence), ...ofHistory(history)]),
    triedAt,
    checks,
    verdict,
  };
}

type Checking = (name: string, ok: boolean, found: string) => void;

/** The phone asks for all that a phone can ask for. */
async function tryEverything(phone: Phone, check: Checking): Promise<void> {
  const refusal = (name: string, outcome: Outcome): void =>
    check(
      name,
      !outcome.accepted,
      outcome.accepted ? 'accepted' : `cause ${outcome.cause}, ${outcome.reason}`,
    );
  const { data, voice } = await phone.attach();
  refusal('attaching for data is refused', data);
  refusal('attaching for calls is refused', voice);
  refusal('a call is refused', await phone.voice.call(SOMEBODY));
  refusal('a text is refused', await phone.voice.sendText('5151', 'HELLO'));
}

/** The holder's copy, judged by a stranger who has only the trust document. */
async function verdictOf(
  { base }: RealInstance,
  made: { readonly reference: string; readonly receiptSecret: string },
  number: string,
): Promise<Verdict | null> {
  let copy: CertificateCopy;
  try {
    copy = await holderCopy(base.operations, receiptOf(made), { reference: made.reference });
  } catch (error) {
    if (error instanceof HandbackError && error.code === 'certificate_not_ready') return null;
    throw error;
  }
  const trust = await readTrust([base.keyRing.publicKeys()], nodeVerifyCrypto);
  return verifyCertificate(Buffer.from(compactOf(copy)), {
    trust,
    crypto: nodeVerifyCrypto,
    number,
    now: new Date(),
  });
}

function judge(verdict: Verdict | null, check: Checking): void {
  const authentic = verdict?.result === 'authentic' ? verdict : null;
  const certificateId = authentic === null ? '' : `, ${authentic.copy.claims.jti}`;
  check(
    'the certificate is authentic',
    authentic !== null,
    `${verdict?.result ?? 'no certificate'}${certificateId}`,
  );
  check('it is of this number', authentic?.number === 'match', authentic?.number ?? 'nothing');
  const [access] = authentic?.copy.claims.accesses ?? [];
  check(
    'it says that the nodes themselves were asked',
    access?.detach === 'node_asked',
    access?.detach ?? 'nothing',
  );
  check('it says that the subscriber is gone', access?.absentAtEnd === true, `${access?.absentAtEnd}`);
  const told = (access?.evidence ?? []).filter(({ meaning }) => meaning === 'absent_at_node');
  const nodes = told.flatMap(({ node }) => (node ? [`${node.name} ${node.domain}`] : [])).sort();
  const domains = new Set(told.map(({ node }) => node?.domain));
  check('both nodes said that nobody is there', domains.has('cs') && domains.has('ps'), nodes.join(', '));
}

/** Where a case is that did not close. */
async function standingOf({ base }: RealInstance, caseId: string): Promise<string> {
  const { rows } = await base.operations.pool.query(
    'select stage, waiting_for, problem from termination where case_id = $1',
    [caseId],
  );
  return JSON.stringify(rows[0] ?? 'closed late');
}

/** Whether it came in time. */
async function within(ms: number, one: Promise<void>): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), ms);
  try {
    return await Promise.race([one.then(() => true as const), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
