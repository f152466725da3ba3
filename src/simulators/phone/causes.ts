/**
 * Causes of mobility management, for MM and GMM alike as far as they share numbers (3GPP TS 24.008 sections 10.5.3.6 and
 * 10.5.5.14).
 */
export const MM_CAUSES: Readonly<Record<number, string>> = {
  2: 'IMSI unknown in HLR',
  3: 'illegal MS',
  4: 'IMSI unknown in VLR',
  5: 'IMEI not accepted',
  6: 'illegal ME',
  7: 'GPRS services not allowed',
  8: 'GPRS services and non-GPRS services not allowed',
  9: 'MS identity cannot be derived by the network',
  10: 'implicitly detached',
  11: 'PLMN not allowed',
  12: 'location area not allowed',
  13: 'roaming not allowed in this location area',
  14: 'GPRS services not allowed in this PLMN',
  15: 'no suitable cells in location area',
  16: 'MSC temporarily not reachable',
  17: 'network failure',
  22: 'congestion',
  32: 'service option not supported',
  33: 'requested service option not subscribed',
  34: 'service option temporarily out of order',
  38: 'call cannot be identified',
  95: 'semantically incorrect message',
  96: 'invalid mandatory information',
  97: 'message type non-existent or not implemented',
  111: 'protocol error, unspecified',
};

/** Causes of call control (TS 24.008 section 10.5.4.11, annex H). */
export const CALL_CAUSES: Readonly<Record<number, string>> = {
  1: 'unassigned number',
  3: 'no route to destination',
  16: 'normal call clearing',
  17: 'user busy',
  18: 'no user responding',
  21: 'call rejected',
  27: 'destination out of order',
  31: 'normal, unspecified',
  34: 'no circuit available',
  38: 'network out of order',
  41: 'temporary failure',
  47: 'resources unavailable',
};

/** Causes of a short message's relay (3GPP TS 24.011 section 8.2.5.4, table 8.4). */
export const RELAY_CAUSES: Readonly<Record<number, string>> = {
  1: 'unassigned number',
  8: 'operator determined barring',
  10: 'call barred',
  21: 'short message transfer rejected',
  27: 'destination out of service',
  28: 'unidentified subscriber',
  29: 'facility rejected',
  30: 'unknown subscriber',
  38: 'network out of order',
  41: 'temporary failure',
  42: 'congestion',
  47: 'resources unavailable',
  69: 'requested facility not implemented',
};
