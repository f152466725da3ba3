import type { ProfileStatement } from '../../domain/certificates/certificate.ts';
import { isZombie, type UnbindingResult } from '../../domain/esim/unbinding.ts';
import type { Words } from './pdf-words.ts';

/** What became of an eSIM profile, in plain words: the same on paper and on every page. */

const RESULT: Readonly<Record<UnbindingResult, { readonly short: Words; readonly plain: Words }>> = {
  proven: {
    short: { zh: '删除已证实', en: 'Deletion proven' },
    plain: {
      zh: '删除已由设备的 eUICC 签名证实。',
      en: "The device's eUICC signed that it deleted it.",
    },
  },
  unproven: {
    short: { zh: '报称已删除，未证实', en: 'Reported, not proven' },
    plain: {
      zh: '机主或 eSIM 服务器称已删除，但没有 eUICC 的签名。',
      en: 'The holder or the eSIM server said that it is deleted; no eUICC signed it.',
    },
  },
  unreachable: {
    short: { zh: '删除未确认', en: 'Deletion unconfirmed' },
    plain: { zh: '没有设备回报已将它删除。', en: 'No device has reported that it deleted it.' },
  },
  not_possible: {
    short: { zh: '删除无法证实', en: 'Deletion cannot be proven' },
    plain: {
      zh: '此配置文件没有写明通知地址，设备无法发来删除证明。',
      en: 'The profile has no notification address, so that no device can send a proof.',
    },
  },
  cancelled: {
    short: { zh: '未下载，已收回', en: 'Never on a device' },
    plain: {
      zh: '它从未装到设备上，eSIM 服务器已收回，不能再下载。',
      en: 'It was never on a device; the eSIM server took it back, and it can no longer be downloaded.',
    },
  },
};

/** What it means that a deletion is not proven; by whether the certificate shows that the network let go of the line. */
const REMAINS: Readonly<Record<'gone' | 'perhaps', Words>> = {
  gone: {
    zh: '配置文件可能仍在设备上，但已不能联网：网络中已移除此用户。',
    en: 'The profile may still be on the device; it can no longer connect: the network has removed the subscriber.',
  },
  perhaps: {
    zh: '配置文件可能仍在设备上；用户已从网络移除一事未获证实，不能排除它仍可联网。',
    en: 'The profile may still be on the device; that the network has removed the subscriber is not proven, so it may still connect.',
  },
};

/** What nobody may read into a signed deletion. SGP.22 signs no time and no nonce. */
export const PROOF_LIMITS: Words = {
  zh: '签名只说明：该 eUICC 删除了该配置文件。签名不含时间，也不说明应谁的要求，更不保证此后没有再次安装；所示时间是运营商收到的时间。',
  en: 'A signature says that the eUICC deleted the profile, and no more: not when, not at whose wish, and not that no copy was installed later. The time is when the operator received it.',
};

/**
 * @param gone `isGoneFromNetwork` of the statement.
 * @param receivedAt when the proof was received, as it is to be read.
 */
export function profileWords(
  { result, proof }: ProfileStatement,
  gone: boolean,
  receivedAt: string,
): { readonly short: Words; readonly plain: Words } {
  const { short, plain } = RESULT[result];
  const more: Words | null =
    proof !== null
      ? {
          zh: `序号 ${proof.sequenceNumber}，收到于 ${receivedAt}。`,
          en: `Sequence number ${proof.sequenceNumber}, received ${receivedAt}.`,
        }
      : isZombie(result)
        ? REMAINS[gone ? 'gone' : 'perhaps']
        : null;
  if (more === null) return { short, plain };
  return { short, plain: { zh: plain.zh + more.zh, en: `${plain.en} ${more.en}` } };
}
