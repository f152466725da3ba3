/** The ES10a, ES10b and ES10c functions that are served here, by the tag of request and response (SGP.22 annex H). */
export const ES10 = {
  getEuiccInfo1: 0xbf20,
  getEuiccInfo2: 0xbf22,
  listNotification: 0xbf28,
  setNickname: 0xbf29,
  retrieveNotificationsList: 0xbf2b,
  getProfilesInfo: 0xbf2d,
  removeNotification: 0xbf30,
  enableProfile: 0xbf31,
  disableProfile: 0xbf32,
  deleteProfile: 0xbf33,
  memoryReset: 0xbf34,
  getConfiguredAddresses: 0xbf3c,
  getEuiccData: 0xbf3e,
  getRulesAuthorisationTable: 0xbf43,
} as const;

/** Tags inside them: a list or a choice, a result code, the one error of a choice. */
export const LIST = 0xa0;
export const RESULT = 0x80;
export const ERROR = 0x81;
export const TAG_LIST = 0x5c;
