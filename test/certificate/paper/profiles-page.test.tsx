import { render } from 'preact-render-to-string';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { readTrust } from '../../../src/certificate/sign/trust.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import type { CertificateFile } from '../../../src/domain/certificates/certificate.ts';
import type { Language } from '../../../src/domain/values/language.ts';
import { messages } from '../../../src/messages/index.ts';
import type { Visit } from '../../../src/web/kit/visit.ts';
import { VerdictView } from '../../../src/web/portal/certificates/verdict.tsx';
import { EID } from '../../rsp/fixtures.ts';
import { bytesOf, certificate, draft, NOW, newRing, OPERATOR } from '../fixtures.ts';
import { ICCIDS, type ProfileDraft } from '../profile-fixtures.ts';

let ring: KeyRing;
beforeAll(async () => {
  ring = await newRing();
});

/** What the verification page answers to this file. */
function pageOf(file: CertificateFile, language: Language): string {
  const verdict = verifyCertificate(bytesOf(file), { trust: readTrust(ring.publicKeys()), now: NOW });
  // As far as the page asks.
  const visit = { language, t: messages(language) } as Visit;
  return render(<VerdictView visit={visit} verdict={verdict} />).replaceAll('&#39;', "'");
}
const copyOf = (...profiles: readonly ProfileDraft[]): CertificateFile =>
  certificate(ring.signer(), draft(OPERATOR, {}, '张伟', null, profiles));

describe('the verification page', () => {
  test('says in the reader’s language what became of each profile, masked', () => {
    const file = copyOf({ result: 'proven' }, { result: 'unreachable', eid: null });
    const en = pageOf(file, 'en');
    for (const part of [
      'eSIM profiles',
      "The device's eUICC signed that it deleted it. Sequence number 12, received 20 November 2026 17:31:15.",
      'Deletion unconfirmed',
      'it can no longer connect: the network has removed the subscriber',
      'ICCID 898600 … 5678',
      'EID … 1235',
      'not when, not at whose wish',
      'handback verify FILE --trust trust.json --evidence',
    ])
      expect(en).toContain(part);
    const zh = pageOf(file, 'zh-CN');
    for (const part of [
      'eSIM 配置文件',
      '删除已由设备的 eUICC 签名证实。序号 12',
      '删除未确认',
      '--evidence',
    ])
      expect(zh).toContain(part);
    for (const secret of [EID, ...ICCIDS]) expect(en + zh).not.toContain(secret);
  });

  test('does not promise a verification of what no eUICC signed', () => {
    const page = pageOf(copyOf({ result: 'not_possible' }), 'en');
    expect(page).toContain('Deletion cannot be proven');
    expect(page).not.toContain('--evidence');
  });

  test('shows nothing for a line without profiles', () => {
    for (const language of ['en', 'zh-CN'] as const)
      expect(pageOf(copyOf(), language)).not.toMatch(/eSIM|eUICC/);
  });

  test('leaves out the numbers that the copy does not open', () => {
    const page = pageOf({ ...copyOf({ result: 'proven' }), openings: {} }, 'en');
    expect(page).toContain('Deletion proven');
    expect(page).not.toContain('ICCID');
  });
});
