/** What the certificate says on paper. */
export const paper = {
  title: 'Certificate of termination',
  /** Of a line of which it is not known everywhere that it is off. */
  titleUnconfirmed: 'Record of termination, not fully confirmed',
  codePointNote: '〔U+…〕 is the Unicode code point of a character that the font of this page lacks.',
  evidenceNote:
    'Each answer is sealed in the certificate as a salted SHA-256 hash; the answers and their salts are only in the copy of the holder.',
  label: {
    number: 'Number',
    holder: 'Holder',
    reference: 'Reference',
    certificate: 'Certificate',
    replaces: 'Replaces certificate',
    declared: 'Requested',
    confirmed: 'Confirmed',
    issued: 'Issued',
    rules: 'Rules applied',
    dates: 'The three dates',
    serviceEnd: 'Service ended',
    serviceEndUnconfirmed: 'Taken as its end',
    billingEnd: 'Billing ended',
    release: 'Number release',
    signed: 'Signed',
    command: 'Offline command',
    accesses: 'Disconnection from the network',
    profiles: 'eSIM profiles',
    evidence: 'Annex: answers of the network',
    bill: 'Final bill',
    invoice: 'Invoice',
    refund: 'Refund',
    verify: 'How to verify',
    scan: 'Scan to verify',
    key: 'Signing key',
    stage: 'Step',
    meaning: 'What it means',
    element: 'Element',
    time: 'Time',
    hash: 'Hash prefix',
    noNumber: 'None (data line)',
    hiddenNumber: 'Not shown in this copy',
    notApplicable: 'Not applicable',
    noEvidence: 'No answer of the network is on record.',
  },
  dateNote: {
    serviceEnd: 'No service from this moment',
    serviceEndUnconfirmed: 'Not confirmed by every serving node',
    billingEnd: 'The last day that is billed',
    release: 'May be reassigned from this day',
    returned: 'Back with its range holder from this day',
  },
  numberFate: {
    quarantined: 'The number is in quarantine',
    returned_to_range_holder: 'The number goes back to its range holder',
  },
  accessKind: { sim: 'SIM card', esim: 'eSIM profile', companion: 'Companion device' },
  notProvenAbsent: 'Disconnected, removal not proven',
  absent: {
    true: 'Asked again at the end: the network no longer knows it.',
    false: 'Asked again at the end: its absence is not proven.',
  },
  certifies: (issuer: string, timeZone: string) =>
    `${issuer} certifies that service on the line below has ended. The dates, the disconnection from the network and the final bill follow; times are local (${timeZone}).`,
  states: (issuer: string, timeZone: string) =>
    `${issuer} states what was done to end the line below, and what is not known: part of the network has not confirmed that the line is off. What each element answered is in the annex; times are local (${timeZone}).`,
  balance: {
    owed: (amount: string) => `${amount} open on the account`,
    owing: (amount: string) => `${amount} owed to the customer`,
    settled: (amount: string) => `Nothing owed, balance ${amount}`,
  },
  verifySteps: {
    online: (url: string) =>
      `Online: scan the code on page 1, or open ${url}, and compare the key shown there with the one on this page.`,
    offline:
      'Offline: run the command below on this PDF. It checks the PDF signature and the attached certificate.json without a network.',
    evidence: 'eSIM deletions: --evidence after the command verifies the signatures of the eUICCs again.',
    print:
      'A print proves nothing by itself: verify as above. The attached data can reveal the full number; share it with care.',
  },
  profile: 'Profile',
  attachment: 'The signed certificate for machines',
};
