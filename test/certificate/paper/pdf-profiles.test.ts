import { beforeAll, describe, expect, test } from 'vitest';
import { discloseOnly } from '../../../src/certificate/credential/choice.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { readTrust } from '../../../src/certificate/sign/trust.ts';
import { shownProfiles } from '../../../src/certificate/verify/shown-profiles.ts';
import type { CertificateCopy } from '../../../src/domain/certificates/certificate.ts';
import type { Language } from '../../../src/domain/values/language.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { EID } from '../../rsp/fixtures.ts';
import { certificate, draft, hasTool, newRing, OPERATOR, run } from '../fixtures.ts';
import { ICCIDS, type ProfileDraft } from '../profile-fixtures.ts';
import { MASKED, render, saved, verifyPdf } from './pdf-fixtures.ts';

let ring: KeyRing;
beforeAll(async () => {
  ring = await newRing();
});

const SIX: readonly ProfileDraft[] = [
  { result: 'proven' },
  { result: 'unproven' },
  { result: 'unreachable' },
  { result: 'not_possible' },
  { result: 'cancelled', eid: null },
  { result: 'proven', sequenceNumber: 4711 },
];

function copyOf(profiles: readonly ProfileDraft[]): Promise<CertificateCopy> {
  return certificate(ring.signer(), draft(OPERATOR, {}, '张伟', null, profiles));
}

async function pdfOf(copy: CertificateCopy, first: Language = 'zh-CN'): Promise<Buffer> {
  return render(copy, ring.signer(), { ...MASKED, profiles: shownProfiles(copy.claims) }, first);
}

/** The printed text without any white space: a word may be broken at the end of a line. */
async function textOf(copy: CertificateCopy, first?: Language): Promise<string> {
  return squeezed(run('pdftotext', '-raw', saved(await pdfOf(copy, first)), '-'));
}
const squeezed = (text: string) => text.replace(/\s+/g, '');

describe.skipIf(!hasTool('pdftotext'))('the eSIM profiles on paper', () => {
  test.each<Language>(['zh-CN', 'en'])('say in both languages what became of each (%s)', async (first) => {
    const text = await textOf(await copyOf(SIX), first);
    for (const part of [
      'eSIM 配置文件',
      'eSIM profiles',
      '删除已由设备的 eUICC 签名证实。序号 12，收到于 2026-11-20 17:31:15。',
      "The device's eUICC signed that it deleted it. Sequence number 12, received 2026-11-20 17:31:15.",
      'Sequence number 4711',
      '报称已删除，未证实',
      'Reported, not proven',
      '删除未确认',
      'Deletion unconfirmed',
      '删除无法证实',
      'Deletion cannot be proven',
      '未下载，已收回',
      'Never on a device',
      '配置文件可能仍在设备上，但已不能联网：网络中已移除此用户。',
      'The profile may still be on the device; it can no longer connect: the network has removed the subscriber.',
      'not when, not at whose wish',
      '--evidence',
      'EID … 1235',
      'ICCID 898600 … 5678',
    ])
      expect(text).toContain(squeezed(part));
    expect(text).not.toContain(EID);
    for (const iccid of ICCIDS) expect(text).not.toContain(iccid);
  });

  test('that may still be on a device are not said to be cut off where that is not proven', async () => {
    const { claims, ...rest } = await copyOf([{ result: 'unreachable' }]);
    const accesses = claims.accesses.map((access) => ({ ...access, absentAtEnd: false }));
    const shown = await textOf({ ...rest, claims: { ...claims, accesses } });
    expect(shown).toContain('不能排除它仍可联网');
    expect(shown).toContain(squeezed('it may still connect'));
    expect(shown).not.toContain(squeezed('it can no longer connect'));
  });

  test('are left out where there are none, with all that is about them', async () => {
    const text = await textOf(await copyOf([]));
    for (const part of ['eSIMprofiles', '签名只说明', '--evidence']) expect(text).not.toContain(part);
  });

  test('are shown without their numbers where the copy does not disclose them', async () => {
    const text = await textOf(await discloseOnly(await copyOf(SIX), [], nodeVerifyCrypto));
    expect(text).toContain('删除未确认');
    expect(text).not.toContain('EID');
  });
});

test.each([0, 1, 6])('a certificate with %i profiles verifies, and is signed as a whole', async (count) => {
  const pdf = await pdfOf(await copyOf(SIX.slice(0, count)));
  expect(await verifyPdf(pdf, await readTrust([ring.publicKeys()], nodeVerifyCrypto))).toMatchObject({
    result: 'authentic',
  });
  if (!hasTool('pdfsig')) return;
  const report = run('pdfsig', saved(pdf));
  expect(report).toContain('Signature is Valid.');
  expect(report).toContain('Total document signed');
});
