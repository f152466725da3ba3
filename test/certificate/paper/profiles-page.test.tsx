import { render } from 'preact-render-to-string';
import { beforeAll, describe, expect, test } from 'vitest';
import { discloseOnly } from '../../../src/certificate/credential/choice.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import type { CertificateCopy } from '../../../src/domain/certificates/certificate.ts';
import type { Language } from '../../../src/domain/values/language.ts';
import { messages } from '../../../src/messages/index.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import type { Visit } from '../../../src/web/kit/visit.ts';
import { VerdictView } from '../../../src/web/portal/certificates/verdict.tsx';
import { EID } from '../../rsp/fixtures.ts';
import { judged } from '../../support/certificates.ts';
import { certificate, draft, newRing, OPERATOR } from '../fixtures.ts';
import { ICCIDS, type ProfileDraft } from '../profile-fixtures.ts';

let ring: KeyRing;
beforeAll(async () => {
  ring = await newRing();
});

/** What the verification page answers to this file. */
async function pageOf(copy: CertificateCopy, language: Language): Promise<string> {
  const verdict = await judged(copy, ring);
  // As far as the page asks.
  const visit = { language, t: messages(language) } as Visit;
  return render(<VerdictView visit={visit} verdict={verdict} />).replaceAll('&#39;', "'");
}
const copyOf = (...profiles: readonly ProfileDraft[]): Promise<CertificateCopy> =>
  certificate(ring.signer(), draft(OPERATOR, {}, '张伟', null, profiles));

describe('the verification page', () => {
  test('says in the reader’s language what became of each profile, masked', async () => {
    const copy = await copyOf({ result: 'proven' }, { result: 'unreachable', eid: null });
    const en = await pageOf(copy, 'en');
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
    const zh = await pageOf(copy, 'zh-CN');
    for (const part of [
      'eSIM 配置文件',
      '删除已由设备的 eUICC 签名证实。序号 12',
      '删除未确认',
      '--evidence',
    ])
      expect(zh).toContain(part);
    for (const secret of [EID, ...ICCIDS]) expect(en + zh).not.toContain(secret);
  });

  test('does not promise a verification of what no eUICC signed', async () => {
    const page = await pageOf(await copyOf({ result: 'not_possible' }), 'en');
    expect(page).toContain('Deletion cannot be proven');
    expect(page).not.toContain('--evidence');
  });

  test('shows nothing for a line without profiles', async () => {
    for (const language of ['en', 'zh-CN'] as const)
      expect(await pageOf(await copyOf(), language)).not.toMatch(/eSIM|eUICC/);
  });

  test('leaves out the numbers that the copy does not disclose', async () => {
    const page = await pageOf(
      await discloseOnly(await copyOf({ result: 'proven' }), [], nodeVerifyCrypto),
      'en',
    );
    expect(page).toContain('Deletion proven');
    expect(page).not.toContain('ICCID');
  });
});
