export interface SettingDoc {
  readonly name: string;
  readonly fallback: string;
  readonly about: string;
}

/** Every environment variable that Handback reads; docs/reference/configuration.md is made from this list. */
export const SETTINGS = [
  {
    name: 'HANDBACK_DATA',
    fallback: '.handback',
    about: 'Folder for keys, the embedded database and the run lock.',
  },
  {
    name: 'DATABASE_URL',
    fallback: '',
    about: 'A PostgreSQL 18 server; without it an embedded one is started in the data folder.',
  },
  { name: 'HANDBACK_HOST', fallback: '127.0.0.1', about: 'Address that the HTTP server binds.' },
  {
    name: 'HANDBACK_PORT',
    fallback: '8080',
    about:
      'Port of the HTTP server; 0 picks a free one. `handback demo` moves on to a free one when it is taken.',
  },
  {
    name: 'HANDBACK_URL',
    fallback: '',
    about: 'The public address, as printed in messages and certificates; default: where the server listens.',
  },
  {
    name: 'HANDBACK_TRUSTED_PROXIES',
    fallback: '',
    about:
      'The proxies whose X-Forwarded-For is believed: addresses and networks with commas between them (10.0.0.0/8,2001:db8::7), or the number of proxies on the way (1). Empty: nobody is believed, and all who come through a proxy count as one client.',
  },
  {
    name: 'HANDBACK_TLS_CERT',
    fallback: '',
    about:
      'File with the certificate chain in PEM for TLS of our own, together with HANDBACK_TLS_KEY; read again when it changes and at SIGHUP. Empty: plain HTTP, for a proxy in front.',
  },
  { name: 'HANDBACK_TLS_KEY', fallback: '', about: 'File with the private key in PEM of HANDBACK_TLS_CERT.' },
  {
    name: 'HANDBACK_METRICS',
    fallback: '',
    about:
      'HOST:PORT at which /metrics is served to the own monitoring, in plain HTTP; it is never served with the pages. Empty: nowhere.',
  },
  {
    name: 'HANDBACK_CODES_PER_MINUTE',
    fallback: '300',
    about:
      'Codes by text message that all clients together can ask for in a minute; a fifth of it is kept for who has signed in, or asked for fewer than three within the hour.',
  },
  {
    name: 'HANDBACK_CODES_PER_HOUR',
    fallback: '6000',
    about: 'The same in an hour.',
  },
  {
    name: 'HANDBACK_CODES_PER_CLIENT',
    fallback: '120',
    about:
      'Codes that one client can ask for in an hour, and a quarter of them in a minute. A client is an IPv4 address or an IPv6 network of 64 bits.',
  },
  {
    name: 'HANDBACK_CAMPAIGN_ROW_DAYS',
    fallback: '90',
    about:
      'Days after which nothing is left of what the file of a campaign gave: of its rows after the campaign ended, of wrong rows after they came in. The line that was meant, and what became of it, stay.',
  },
  {
    name: 'HANDBACK_BACKUP_DAYS',
    fallback: '35',
    about:
      'Days for which backups of the database are kept. A key of an old epoch is not destroyed before that: these backups need it.',
  },
  {
    name: 'HANDBACK_APPOINTMENT_DAYS',
    fallback: '30',
    about: 'Days after which an appointment at a store is forgotten.',
  },
  {
    name: 'HANDBACK_APPOINTMENTS_PER_CLIENT',
    fallback: '20',
    about:
      'Appointments that one client can make in 24 hours without signing in. A client is an IPv4 address, behind which many people may be, or an IPv6 network of 64 bits.',
  },
  {
    name: 'HANDBACK_OPERATOR_FILE',
    fallback: '',
    about:
      'What pages, messages and certificates say of the operator: name, logo, colour, hotline, links; as in examples/operator.yaml, and checked by `handback operator check FILE`.',
  },
  {
    name: 'HANDBACK_OPERATOR_NAME',
    fallback: 'Handback Demo Mobile',
    about: 'The name of the operator where there is no operator file.',
  },
  {
    name: 'HANDBACK_OPERATOR_ID',
    fallback: 'demo.handback.example',
    about: 'The operator as identified in certificates: a domain name of its own.',
  },
  {
    name: 'HANDBACK_CERTIFICATE_CHAIN',
    fallback: 'off',
    about:
      "`on`: certificates carry the X.509 chain of their key (x5c), so that whoever has only the operator's root can verify them; 2 kB more each.",
  },
  {
    name: 'HANDBACK_LOG_ORIGIN',
    fallback: '',
    about:
      'The name of the public log of certificates, an address without its scheme; it never changes. Another name begins another log, whose monitors begin anew. Empty: HANDBACK_OPERATOR_ID and /log.',
  },
  {
    name: 'HANDBACK_WITNESSES',
    fallback: '',
    about:
      'File with the witnesses of the public log, one a line: its key (vkey) and its address; `quorum N` for how many must have seen a head before it is shown. See docs/reference/log.md. Empty: none is asked.',
  },
  {
    name: 'HANDBACK_CHANNELS_FILE',
    fallback: '',
    about:
      'By what the operator and others can be reached: domains, numbers, senders, apps and accounts, as in examples/channels.yaml, and checked by `handback channels check FILE`. The website, the portal, the hotline and the sender of text messages are known without it.',
  },
  {
    name: 'HANDBACK_SCAM_REPORT_DAYS',
    fallback: '90',
    about:
      'Days for which a text that somebody reported as fraud is kept, encrypted. Each is kept for as long as was said when it was reported.',
  },
  {
    name: 'HANDBACK_SCAM_REPORTS_PER_DAY',
    fallback: '20',
    about:
      'Reports of frauds that one client can make in 24 hours. A client is an IPv4 address or an IPv6 network of 64 bits.',
  },
  {
    name: 'HANDBACK_CALLING_CODE',
    fallback: '86',
    about: 'Country calling code for numbers given in national form.',
  },
  {
    name: 'HANDBACK_RULEBOOK_OVERLAY',
    fallback: '',
    about: 'A file that overrides rules, e.g. rulebook/demo.yaml with its short clocks.',
  },
  {
    name: 'HANDBACK_KEYS',
    fallback: '',
    about: 'Key-encryption keys as JSON; default: the file keys/vault.json in the data folder.',
  },
  {
    name: 'HANDBACK_HLR',
    fallback: 'simulator',
    about:
      '`simulator`, or the address of the HLR, whose scheme names the driver: osmo-hlr://HOST, with ?ctrl=4259&vty=4258&gsup=4222 where its ports are others, and &element=NAME to name it in evidence; pyhss://:PROVISIONING_KEY@HOST:8080, or pyhss+https://; s6a://HOST:3868?origin-host=FQDN for Diameter to the serving nodes, or s6as://HOST:5658 over TLS, together with HANDBACK_HLR_PROVISIONING.',
  },
  {
    name: 'HANDBACK_HLR_PROVISIONING',
    fallback: '',
    about:
      'Where HANDBACK_HLR reaches serving nodes only (s6a://, s6as://): the address of the register that keeps the subscribers, pyhss:// or osmo-hlr://. Empty otherwise.',
  },
  {
    name: 'HANDBACK_SERVING_NODES',
    fallback: '',
    about:
      'File with the serving nodes that can be asked whether they still have a line, by the names that the HLR gives them; see docs/guides/connect-your-hlr.md. Empty: none can, and their acknowledgement is the best proof.',
  },
  {
    name: 'HANDBACK_SMPP',
    fallback: 'simulator',
    about:
      '`simulator`, or the address of the message centre, whose scheme names the driver: smpp://SYSTEM_ID:PASSWORD@HOST:PORT; or that of Kannel, kannel+http://USER:PASSWORD@HOST:13013?listen=HOST:PORT&token=TOKEN, or kannel+https://.',
  },
  {
    name: 'HANDBACK_SMTP',
    fallback: '',
    about:
      'The address of the mail server for e-mail to other contacts: smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS, or smtps://. Empty: no e-mail, and only numbers are taken as other contacts; `handback demo` brings a simulator.',
  },
  { name: 'HANDBACK_SMS_SENDER', fallback: '10690000', about: 'The source address of text messages.' },
  {
    name: 'HANDBACK_TEXT_WEBHOOK',
    fallback: '',
    about:
      'The secret with which a gateway signs the texts of phones that it hands over at POST /api/v1/texts/inbound, 32 signs or more; two with a comma between them while one takes the place of the other. Empty: none are taken there. See docs/guides/text-messages.md.',
  },
  {
    name: 'HANDBACK_RSP',
    fallback: '',
    about:
      'Folder with the certificates of remote SIM provisioning: trusted CIs, revocation lists, TLS for ES2+ and ES9+; default: rsp in the data folder.',
  },
  {
    name: 'HANDBACK_ES9PLUS',
    fallback: '',
    about: 'HOST:PORT at which phones deliver what their eUICC signed (ES9+); empty: nowhere.',
  },
  {
    name: 'HANDBACK_SMDP',
    fallback: '',
    about:
      'https:// address of the SM-DP+ whose profiles are ours (ES2+); ?requester=OID names us to it, ?version=3 speaks SGP.22 v3, ?element=NAME names it in evidence. Empty: none, and profiles that no device has are left to staff.',
  },
  {
    name: 'HANDBACK_ES2PLUS_INBOUND',
    fallback: '',
    about:
      'HOST:PORT at which SM-DP+s tell of downloads and forward notifications, over mutual TLS; empty: nowhere.',
  },
  {
    name: 'HANDBACK_STAFF_ISSUER',
    fallback: '',
    about:
      "The operator's OpenID Connect issuer, where its people sign in to the desks: https://ISSUER. Together with the next two. Empty: there are no desks; `handback demo` brings an issuer.",
  },
  {
    name: 'HANDBACK_STAFF_CLIENT',
    fallback: '',
    about:
      'CLIENT_ID:CLIENT_SECRET of Handback at that issuer; the redirect address to register is HANDBACK_URL/desk/callback.',
  },
  {
    name: 'HANDBACK_STAFF_FILE',
    fallback: '',
    about:
      'Which groups of the issuer are which roles, and how long sessions last; as in examples/staff.yaml, see docs/guides/staff-sign-in.md.',
  },
  {
    name: 'HANDBACK_ACCOUNT_FACTS',
    fallback: '',
    about:
      'The address of the account system that knows recent top-ups, for questions at the hotline: https://:TOKEN@HOST/PATH, or https://HOST/PATH?token-file=FILE; see docs/reference/account-facts.md. Empty: none, and top-ups are not asked about; `handback demo` brings a simulator.',
  },
  {
    name: 'HANDBACK_CUSTOMER_RECORDS',
    fallback: '',
    about:
      'Where bills, usage and consents of customers are read for the archive of their account: file:///FOLDER, or postgresql://USER:PASSWORD@HOST/DATABASE with views; see docs/reference/customer-records.md. Empty: nowhere, and the archive holds what Handback itself holds.',
  },
  {
    name: 'HANDBACK_SWITCHING_CODES',
    fallback: '',
    about:
      'The address of the system between operators that registers codes for leaving (UK: STAC): https://:TOKEN@HOST/PATH, or https://HOST/PATH?token-file=FILE; see docs/reference/switching-codes.md. Empty: none, and no codes are given.',
  },
  {
    name: 'HANDBACK_CHARGE_CONTROL',
    fallback: '',
    about:
      'The address of the billing system that takes charges back and lists the lines that it charges: https://:TOKEN@HOST/PATH, or https://HOST/PATH?token-file=FILE; see docs/reference/charge-control.md. Empty: the ledger that comes with Handback.',
  },
  {
    name: 'HANDBACK_RECONCILIATION_RATE',
    fallback: '500',
    about: 'Look-ups a second that the nightly comparison may ask of the HLR; 0: as many as it answers.',
  },
  {
    name: 'HANDBACK_TEXT_COUNTS',
    fallback: '',
    about:
      'The address of the message centre that counts texts for numbers that rest: https://:TOKEN@HOST/PATH, or https://HOST/PATH?token-file=FILE; see docs/reference/text-counts.md. Empty: none is asked; counts can be handed in by POST /api/v1/number-texts.',
  },
  {
    name: 'HANDBACK_FEEDS',
    fallback: '',
    about:
      'The lists of numbers that the operator hands in each month, with commas between them: rnd (Reassigned Numbers Database, USA), mnrl (revoked numbers, India), range_holder (ported-in numbers that go back). Empty: none.',
  },
  {
    name: 'HANDBACK_RND_COMPANY_ID',
    fallback: '',
    about: 'The company identifier at the Reassigned Numbers Database: three to ten letters and digits.',
  },
  {
    name: 'HANDBACK_RND_HEADERS',
    fallback: 'CompanyID,TelephoneNumber,DisconnectDate,BatchID',
    about:
      'The columns of its file, in this order: company, number, date, batch. The official names were not found: set what the database asks for.',
  },
  {
    name: 'HANDBACK_RND_DATE_FORM',
    fallback: 'YYYY-MM-DD',
    about: 'How its dates are written: YYYY-MM-DD, MM/DD/YYYY or YYYYMMDD.',
  },
  {
    name: 'HANDBACK_VOICE_JAMBONZ',
    fallback: '',
    about:
      'The webhook secret of jambonz, for the voice menu; two with a comma between them while one replaces the other. Empty: no voice menu there.',
  },
  {
    name: 'HANDBACK_VOICE_TWILIO',
    fallback: '',
    about: 'The auth token of Twilio, for the voice menu. Empty: requests that it signs are refused.',
  },
  {
    name: 'HANDBACK_VOICE_TWILIO_KEY',
    fallback: '',
    about:
      'A shared key of Twilio (KEY_ID:SECRET), for requests that are signed with SHA-256. Empty: they are refused.',
  },
  {
    name: 'HANDBACK_VOICE_PERSON',
    fallback: '',
    about:
      'Where the voice menu connects a caller with a person: a number (+861012345678) or an address (sip:hotline@pbx.example). Needed with any of the above.',
  },
  { name: 'HANDBACK_LOG', fallback: 'info', about: 'Log level: trace, debug, info, warn, error, silent.' },
  {
    name: 'HANDBACK_FAULT',
    fallback: '',
    about: 'For crash tests: STAGE:MOMENT at which the worker ends itself as if the power went.',
  },
] as const satisfies readonly SettingDoc[];

export type SettingName = (typeof SETTINGS)[number]['name'];

/** What only the tests of Handback read. A shell in which they are set may run Handback too. */
export const TEST_SETTINGS = [
  {
    name: 'HANDBACK_CAMPAIGN_LINES',
    about: 'How many lines the campaign has that is paused, killed and resumed; 100000 for the large one.',
  },
  {
    name: 'HANDBACK_CAMPAIGN_ROWS',
    about: 'How many rows the large upload has; 1000000 for the large one.',
  },
  {
    name: 'HANDBACK_TEXTS',
    about: 'How many texts the one sender sends who sends many; 10000 for the large one.',
  },
  {
    name: 'HANDBACK_FULL_AXE',
    about: '`1`: the accessibility test looks at every scene in every appearance.',
  },
  { name: 'HANDBACK_SHOTS', about: 'Folder for pictures of the pages.' },
  { name: 'HANDBACK_SHOTS_ONLY', about: 'Names of the pictures to take, with commas between them.' },
  { name: 'HANDBACK_SPEED', about: '`1`: measure how fast the pages are.' },
  { name: 'HANDBACK_TEST_LOG', about: 'Anything: the portal of a test logs its errors.' },
] as const;
