import type { Language } from '../../domain/values/language.ts';
import { cardResults as cardResultsEn } from '../../messages/en/card-results.ts';
import { certificate as certificateEn, verify as verifyEn } from '../../messages/en/certificate-pages.ts';
import { networkAnswers as networkAnswersEn } from '../../messages/en/network-answers.ts';
import { profileResults as profileResultsEn } from '../../messages/en/profile-results.ts';
import { punctuation as punctuationEn } from '../../messages/en/punctuation.ts';
import { verdicts as verdictsEn } from '../../messages/en/verdicts.ts';
import { verifyOffline as verifyOfflineEn } from '../../messages/en/verify-offline.ts';
import { writing as writingEn } from '../../messages/en/writing.ts';
import type { Messages } from '../../messages/shape.ts';
import { cardResults as cardResultsZh } from '../../messages/zh-CN/card-results.ts';
import { certificate as certificateZh, verify as verifyZh } from '../../messages/zh-CN/certificate-pages.ts';
import { networkAnswers as networkAnswersZh } from '../../messages/zh-CN/network-answers.ts';
import { profileResults as profileResultsZh } from '../../messages/zh-CN/profile-results.ts';
import { punctuation as punctuationZh } from '../../messages/zh-CN/punctuation.ts';
import { verdicts as verdictsZh } from '../../messages/zh-CN/verdicts.ts';
import { verifyOffline as verifyOfflineZh } from '../../messages/zh-CN/verify-offline.ts';
import { writing as writingZh } from '../../messages/zh-CN/writing.ts';

/** What the page says; the whole of the messages would make it four times as large. */
export type OfflineWords = Pick<
  Messages,
  | 'cardResults'
  | 'certificate'
  | 'networkAnswers'
  | 'profileResults'
  | 'punctuation'
  | 'verdicts'
  | 'verify'
  | 'verifyOffline'
  | 'writing'
>;

export const OFFLINE_WORDS: Readonly<Record<Language, OfflineWords>> = {
  'zh-CN': {
    cardResults: cardResultsZh,
    certificate: certificateZh,
    networkAnswers: networkAnswersZh,
    profileResults: profileResultsZh,
    punctuation: punctuationZh,
    verdicts: verdictsZh,
    verify: verifyZh,
    verifyOffline: verifyOfflineZh,
    writing: writingZh,
  },
  en: {
    cardResults: cardResultsEn,
    certificate: certificateEn,
    networkAnswers: networkAnswersEn,
    profileResults: profileResultsEn,
    punctuation: punctuationEn,
    verdicts: verdictsEn,
    verify: verifyEn,
    verifyOffline: verifyOfflineEn,
    writing: writingEn,
  },
};
