import { expect, it } from 'vitest';
import { certificateHash, disclosureOf } from '../../../src/certificate/credential/disclosure.ts';
import { compactOf, jsonOf } from '../../../src/certificate/credential/sd-jwt.ts';
import { readTrust } from '../../../src/certificate/sign/trust.ts';
import type { Verdict } from '../../../src/certificate/verify/verdict.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import { readSettings } from '../../../src/config/settings.ts';
import type { CertificateCopy } from '../../../src/domain/certificates/certificate.ts';
import { bookLateUsage } from '../../../src/operations/cases/book-late-usage.ts';
import { holderCopy } from '../../../src/operations/certificates/holder-copy.ts';
import { certificateLogProof } from '../../../src/operations/certificates/log-proof.ts';
import { revokeCertificate } from '../../../src/operations/certificates/revoke-certificate.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { certificateServiceOf } from '../../../src/run/certificate-service.ts';
import { openLogSigner } from '../../../src/run/log-signer.ts';
import { entriesFrom } from '../../../src/store/log/log-entries.ts';
import { LogSequencer } from '../../../src/workflow/log-sequencer.ts';
import { receiptOf, staffNamed, systemNamed, VISITOR } from '../../support/actors.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool } = op;
const settings = readSettings({ HANDBACK_DATA: instance.dataFolder });
const sequencer = new LogSequencer(pool, await openLogSigner(settings, pool), (error) => {
  throw error;
});
const [line] = await seedLines(pool, instance.vault, 1, { simulator: instance.simulator });
const made = await running(instance.engine(), async () => {
  const ready = await readyToEnd(op, line!);
  await closedCase(pool, ready.caseId);
  return ready;
});
const copyNow = () => holderCopy(op, receiptOf(made), { reference: made.reference });

async function judge(bytes: Uint8Array | string): Promise<Verdict> {
  return verifyCertificate(Buffer.from(bytes), {
    trust: await readTrust([instance.trust()], nodeVerifyCrypto),
    crypto: nodeVerifyCrypto,
    now: new Date(),
  });
}
const json = (copy: CertificateCopy): string => JSON.stringify(jsonOf(copy));

it('is handed over at once, without a proof, and with one a moment later', async () => {
  const first = await copyNow();
  expect(first.logProof).toBeNull();
  expect(await judge(json(first))).toMatchObject({
    result: 'authentic',
    log: { logged: false, why: 'no_proof' },
  });
  const certificateId = first.claims.jti;
  await expect(certificateLogProof(op, VISITOR, { certificateId })).rejects.toMatchObject({
    code: 'certificate_not_logged',
  });
  await sequencer.turn();
  const copy = await copyNow();
  expect(copy.jwt).toBe(first.jwt);
  const logged = { logged: true, origin: settings.log.origin, index: 0, size: 1, witnessedBy: [] };
  expect(await judge(json(copy))).toMatchObject({ result: 'authentic', log: logged });
  // The compact form has no place for it: it goes beside.
  expect(await judge(compactOf(copy))).toMatchObject({ log: { logged: false, why: 'no_proof' } });
  const service = certificateServiceOf(instance);
  try {
    const pdf = await service.renderPdf(copy, 'en');
    expect(await judge(pdf)).toMatchObject({ result: 'authentic', source: 'pdf', log: logged });
    expect(await service.verify(pdf)).toMatchObject({ result: 'authentic', log: logged });
  } finally {
    await service.close();
  }
});

it('has an entry for each certificate, succession and revocation, and nothing of a person in any', async () => {
  const before = await copyNow();
  const { certificateId } = await bookLateUsage(op, systemNamed('billing'), {
    usageId: 'roam-1',
    lineId: line!.lineId,
    usedOn: '2026-02-13',
    amount: { currency: 'CNY', minor: 250 },
  });
  const after = await copyNow();
  await revokeCertificate(op, staffNamed('lin'), {
    certificateId: certificateId!,
    reason: 'fraud',
    note: '张伟',
  });
  await sequencer.turn();
  const entries = (await entriesFrom(pool, 0, 10)).map((entry) => JSON.parse(entry));
  const [one, two] = [certificateHash(before.jwt), certificateHash(after.jwt)];
  const at = expect.stringMatching(/^\d{4}-.*Z$/);
  expect(entries).toEqual([
    { t: 'cert', h: one },
    { t: 'cert', h: two },
    { t: 'supersede', h: one, by: two, at },
    { t: 'revoke', h: two, reason: 'fraud', at },
  ]);
  const written = JSON.stringify(entries);
  for (const secret of [line!.msisdn, line!.imsi, line!.lineId, made.caseId, made.reference, '张伟'])
    expect(written).not.toContain(secret);
});

it('believes no proof that is of another certificate, of another log, or altered', async () => {
  await sequencer.turn();
  const copy = await copyNow();
  const altered = { result: 'altered', detail: 'log_proof_wrong' };
  const other = await certificateLogProof(op, VISITOR, {
    certificateId: copy.claims.supersedes!,
  });
  expect(await judge(json({ ...copy, logProof: other.proof }))).toMatchObject(altered);
  const proof = copy.logProof!;
  for (const wrong of [
    'nonsense',
    '',
    proof.replace(/^index \d+$/m, 'index 0'),
    proof.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`),
    proof.slice(0, -10),
  ])
    expect(await judge(json({ ...copy, logProof: wrong })), wrong).toMatchObject(altered);
  // A log that the trust document does not name proves nothing, and nothing against it.
  const renamed = proof.replaceAll(settings.log.origin, 'elsewhere.example/log');
  expect(await judge(json({ ...copy, logProof: renamed }))).toMatchObject({
    result: 'authentic',
    log: { logged: false, why: 'log_unknown' },
  });
  const extra = disclosureOf(Buffer.alloc(16), 'msisdn', line!.msisdn).text;
  expect(await judge(json({ ...copy, disclosures: [...copy.disclosures, extra] }))).toMatchObject({
    detail: 'disclosure_matches_no_digest',
  });
});
