/** The page that verifies without a connection, as it is downloaded. */
export const verifyOffline = {
  title: 'Verify a certificate offline',
  lead: 'Everything that is needed is in this file. Nothing is sent, and nothing is fetched.',
  keys: (operator: string, at: string) => `With the keys of ${operator} as of ${at}.`,
  file: 'Certificate file',
  fileHint: 'PDF, .sdjwt or JSON. You can also drop it anywhere on this page.',
  number: 'Mobile number to compare',
  numberHint: 'Only if you want to know whether the certificate is about this number.',
  numberWrong: 'This is not a mobile number that can be compared. Write it with its country code.',
  more: 'More files',
  status: 'Status list',
  statusHint: 'It says whether a certificate was revoked, as of its own date. You get it at:',
  statusNone:
    'It says whether a certificate was revoked, as of its own date. Its address is in the certificate.',
  trust: 'Trust documents of other operators',
  trustHint:
    'From the operator itself, and from nobody else: whoever gives you one decides what you believe.',
  trustWrong: 'This is not a trust document, or it does not hold together. It was not taken.',
  noCrypto: 'This browser cannot verify signatures. Take a newer one.',
  noScript: 'This page needs JavaScript: the verification runs in your browser.',
  optional: 'optional',
  language: 'Language',
};
