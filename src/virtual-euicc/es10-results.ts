/** The result codes of ES10b and ES10c, by the names of SGP.22 annex H. */

export const ENABLE_RESULTS = {
  ok: 0,
  iccidOrAidNotFound: 1,
  profileNotInDisabledState: 2,
  disallowedByPolicy: 3,
  wrongProfileReenabling: 4,
  catBusy: 5,
  undefinedError: 127,
} as const;
export type EnableResult = keyof typeof ENABLE_RESULTS;

export const DISABLE_RESULTS = {
  ok: 0,
  iccidOrAidNotFound: 1,
  profileNotInEnabledState: 2,
  disallowedByPolicy: 3,
  catBusy: 5,
  undefinedError: 127,
} as const;
export type DisableResult = keyof typeof DISABLE_RESULTS;

export const DELETE_RESULTS = {
  ok: 0,
  iccidOrAidNotFound: 1,
  profileNotInDisabledState: 2,
  disallowedByPolicy: 3,
  undefinedError: 127,
} as const;
export type DeleteResult = keyof typeof DELETE_RESULTS;

export const RESET_RESULTS = { ok: 0, nothingToDelete: 1, catBusy: 5, undefinedError: 127 } as const;
export type ResetResult = keyof typeof RESET_RESULTS;

export const REMOVE_RESULTS = { ok: 0, nothingToDelete: 1, undefinedError: 127 } as const;
export type RemoveResult = keyof typeof REMOVE_RESULTS;

export const NICKNAME_RESULTS = { ok: 0, iccidNotFound: 1, undefinedError: 127 } as const;
export type NicknameResult = keyof typeof NICKNAME_RESULTS;
