import type { Check, FindingCode, FindingState, FindingText } from '../../domain/findings.ts';
import { erasureFindings } from './erasure-findings.ts';
import { logFindings } from './log-findings.ts';
import { systemFindings } from './system-findings.ts';

const checks: Readonly<Record<Check, string>> = {
  settings: 'Settings',
  versions: 'Versions',
  database: 'Database',
  clocks: 'Clocks',
  files: 'File modes',
  keys: 'Keys',
  tls: 'TLS and RSP certificates',
  rulebooks: 'Rulebooks',
  operator: 'Operator',
  public_url: 'Public address',
  hlr: 'HLR',
  serving_nodes: 'Serving nodes',
  smpp: 'Message centre',
  mail: 'Mail server',
  smdp: 'SM-DP+',
  account_facts: 'Account system',
  customer_records: 'Records of customers',
  switching_codes: 'Codes for leaving',
  charge_control: 'Charges at billing',
  text_counts: 'Counts of texts',
  disk: 'Disk',
  audit: 'Audit log',
  log: 'Public log',
  erasure: 'Erasure',
  worker: 'Worker',
  messages: 'Messages',
};

const states: Readonly<Record<FindingState, string>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'FAILED',
  skipped: 'skipped',
};

const named = (omitted: string | number | undefined): string =>
  String(omitted)
    .split(', ')
    .map((check) => checks[check as Check])
    .join(', ');

const findings: Readonly<Record<FindingCode, FindingText>> = {
  ...systemFindings,
  settings_good: { says: () => 'all can be read', todo: null },
  settings_bad: {
    says: ({ problems }) => `${problems}`,
    todo: () =>
      'Correct the setting; docs/reference/configuration.md lists them. Nothing else could be checked.',
  },
  node_good: { says: ({ version }) => `Node ${version}`, todo: null },
  node_old: {
    says: ({ version, needed }) => `Node ${version} is older than ${needed}`,
    todo: () => 'Start Handback with bin/handback.mjs: it brings the right Node.',
  },
  postgres_good: { says: ({ version }) => `PostgreSQL ${version}`, todo: null },
  postgres_old: {
    says: ({ version }) => `PostgreSQL ${version} is older than 18`,
    todo: () => 'Upgrade the server to PostgreSQL 18 or newer.',
  },
  database_good: { says: () => 'reached', todo: null },
  database_away: {
    says: ({ cause }) => `cannot be reached: ${cause}`,
    todo: () =>
      'Check DATABASE_URL, that the server runs, and that it lets this machine in (pg_hba.conf). See docs/runbooks/README.md.',
  },
  database_embedded: {
    says: () => 'the embedded one, which one machine has for itself',
    todo: () => 'For production set DATABASE_URL to a PostgreSQL 18 server that is backed up.',
  },
  database_absent: {
    says: ({ path }) => `there is none yet in ${path}`,
    todo: () => 'Set DATABASE_URL, or start Handback once; then ask the doctor again.',
  },
  database_pooled: {
    says: () =>
      'a pooler in transaction mode is in front of the server: nobody is woken, and cases stand still',
    todo: () =>
      'Let DATABASE_URL lead to the server itself, or to a pool in session mode. See docs/guides/production.md.',
  },
  schema_good: { says: () => 'its schema is up to date', todo: null },
  schema_behind: {
    says: ({ migrations }) => `its schema lacks ${migrations}`,
    todo: () => 'Run: handback migrate',
  },
  schema_foreign: {
    says: ({ migrations }) => `another version of Handback made it (${migrations})`,
    todo: () => 'Run the version that made it, or name another database.',
  },
  clock_good: { says: () => "the database's clock and ours agree", todo: null },
  clock_apart: {
    says: ({ seconds }) => `the database's clock and ours are ${seconds} s apart`,
    todo: () => 'Let both machines follow a time server (chrony or systemd-timesyncd).',
  },
  clock_wrong: {
    says: ({ seconds }) => `the database's clock and ours are ${seconds} s apart`,
    todo: () =>
      'Let both machines follow a time server (chrony or systemd-timesyncd) before lines are ended: dates and codes depend on it.',
  },
  zones_good: { says: ({ zones }) => `time zones known: ${zones}`, todo: null },
  modes_good: { says: ({ path }) => `keys and ${path} are closed to others`, todo: null },
  mode_open: {
    says: ({ path, mode }) => `${path} is open to others than its owner (mode ${mode})`,
    todo: ({ path }) => `Run: chmod go-rwx ${path}   Exchange keys that somebody may have read.`,
  },
  data_folder_absent: {
    says: ({ path }) => `${path} is not there yet`,
    todo: () => 'The first start makes it. If you expected one, check HANDBACK_DATA.',
  },
  vault_good: { says: ({ path, epoch }) => `of the personal data: ${path}, epoch ${epoch}`, todo: null },
  vault_absent: {
    says: ({ path }) => `of the personal data: ${path} is not there yet`,
    todo: () => 'The first start makes it. Then back it up, apart from the database.',
  },
  vault_missing: {
    says: ({ path }) => `${path} is missing, and the database needs it`,
    todo: () => 'Restore it from its backup. See docs/guides/backup-and-restore.md.',
  },
  vault_differs: {
    says: ({ path, epochs }) => `${path} is not the one of this database (epoch ${epochs})`,
    todo: () => 'Restore the one that belongs to it. All machines of one set-up need the same file.',
  },
  vault_unusable: {
    says: ({ path }) => `${path} cannot be used`,
    todo: () => 'Restore it from its backup; it must be readable by its owner only (chmod 600).',
  },
  ring_good: {
    says: ({ key, since, until }) => `of certificates: ${key}, since ${since}, until ${until}`,
    todo: null,
  },
  ring_old: {
    says: ({ key, since }) => `of certificates: ${key} has signed since ${since}`,
    todo: () => 'Rotate it: handback keys rotate. See docs/guides/certificates-and-trust.md.',
  },
  ring_ends: {
    says: ({ key, until }) => `of certificates: ${key} ends on ${until}`,
    todo: () => 'Rotate it now: handback keys rotate. See docs/guides/certificates-and-trust.md.',
  },
  ring_absent: {
    says: ({ path }) => `of certificates: ${path} is not there yet`,
    todo: () => 'The first start makes it. Then back it up.',
  },
  ring_missing: {
    says: ({ path }) => `${path} is missing, and certificates were signed with it`,
    todo: () => 'Restore it from its backup. See docs/guides/backup-and-restore.md.',
  },
  ring_other: {
    says: ({ path, key }) => `${path} does not know the key ${key}, which signed last`,
    todo: () => 'All machines of one set-up need the same folder. Copy it from the one that signed.',
  },
  ring_unusable: {
    says: ({ path, cause }) => `${path} cannot be used: ${cause}`,
    todo: () => 'Restore it from its backup; it must be readable by its owner only (chmod -R go-rwx).',
  },
  tls_good: { says: ({ path, until }) => `${path}: until ${until}`, todo: null },
  tls_ends_soon: {
    says: ({ path, until, days }) => `${path}: ends on ${until}, in ${days} days`,
    todo: () => 'Renew it.',
  },
  tls_over: { says: ({ path, until }) => `${path}: ended on ${until}`, todo: () => 'Renew it now.' },
  tls_not_yet: {
    says: ({ path, from }) => `${path}: is valid from ${from} only`,
    todo: () => 'Check the clock of this machine, or use a certificate that is valid now.',
  },
  tls_unusable: {
    says: ({ path, problem }) => `${path} cannot be used: ${problem}`,
    todo: () => 'Put the right file there; docs/runbooks/README.md says what belongs where.',
  },
  tls_none: { says: () => 'none is configured', todo: null },
  rulebooks_good: { says: ({ books }) => `${books}`, todo: null },
  rulebooks_overlaid: {
    says: ({ books, file }) => `${books}, changed by ${file}`,
    todo: () => 'Is it meant? rulebook/demo.yaml makes all waiting times short: never in production.',
  },
  rulebooks_proposed: {
    says: ({ book, inForce }) => `the folder has ${book}; ${inForce} is in force and decides`,
    todo: () =>
      'Two people put it in force at the operations desk, under Rules; or take the file out of the folder.',
  },
  rulebooks_unread: {
    says: ({ files }) => `${files}: not read, because of the name`,
    todo: () =>
      'A rulebook is called by its jurisdiction, such as cn.yaml. Rename it, or take it out of the folder.',
  },
  rulebooks_bad: {
    says: ({ problems }) => `${problems}`,
    todo: () => 'Mend the file; handback rules check shows all problems.',
  },
  operator_good: { says: ({ name, file }) => `${name}, of ${file}`, todo: null },
  operator_plain: {
    says: ({ name }) => `no operator file; pages and certificates say "${name}"`,
    todo: () => 'Write one as examples/operator.yaml and name it in HANDBACK_OPERATOR_FILE.',
  },
  operator_bad: {
    says: ({ file, problems }) => `${file}: ${problems}`,
    todo: ({ file }) => `Mend it, then run: handback operator check ${file}`,
  },
  operator_id_of_demo: {
    says: ({ id }) => `certificates name the issuer ${id}, which is the demo's`,
    todo: () => 'Set HANDBACK_OPERATOR_ID to a domain name of yours, before the first start.',
  },
  url_good: { says: ({ url }) => `${url} answers, and is this Handback`, todo: null },
  url_unset: {
    says: ({ url }) => `HANDBACK_URL is empty: certificates name ${url}`,
    todo: () => 'Set it to the address that others use.',
  },
  url_plain: {
    says: ({ url }) => `${url} is not https`,
    todo: () => 'Documents and codes are typed there: use https. See docs/guides/proxies-and-tls.md.',
  },
  url_away: {
    says: ({ url, cause }) => `${url} does not answer: ${cause}`,
    todo: () =>
      'Is handback serve running? Check the proxy, the name and the firewall. This machine must reach the address too.',
  },
  url_not_ready: {
    says: ({ url, status }) => `${url} answers that it is not ready: ${status}`,
    todo: () => 'Read the log of handback serve.',
  },
  url_another: {
    says: ({ url }) => `${url} is another Handback: it trusts none of our keys`,
    todo: () => 'Check HANDBACK_URL and the proxy. All machines of one set-up need the same keys.',
  },
  url_not_handback: {
    says: ({ url, status }) => `something else answers at ${url} (status ${status})`,
    todo: () => 'Check where the proxy sends /readyz and /.well-known/handback/.',
  },
  proxies_good: { says: ({ proxies }) => `trusted proxies: ${proxies}`, todo: null },
  proxies_unnamed: {
    says: () => 'https by a proxy, and HANDBACK_TRUSTED_PROXIES names none: everybody counts as one client',
    todo: () => 'Set it to the addresses of the proxy. See docs/guides/proxies-and-tls.md.',
  },
  hlr_good: { says: ({ channel, address }) => `${channel} answers at ${address}`, todo: null },
  hlr_away: {
    says: ({ channel, address, cause }) => `${channel} at ${address}: ${cause}`,
    todo: () => 'Check HANDBACK_HLR, the firewall, and the HLR itself. See docs/guides/connect-your-hlr.md.',
  },
  hlr_simulated: {
    says: () => 'HANDBACK_HLR names none: a worker cannot start',
    todo: () => 'Set it to osmo-hlr://HOST. See docs/guides/connect-your-hlr.md.',
  },
  hlr_of_demo: { says: () => 'the simulated one of the demo', todo: null },
  hlr_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
  serving_node_good: { says: ({ address }) => `${address} answers`, todo: null },
  serving_node_away: {
    says: ({ address, cause }) => `${address}: ${cause}`,
    todo: () => 'Check the file of HANDBACK_SERVING_NODES and the node. See docs/guides/connect-your-hlr.md.',
  },
  serving_node_none: {
    says: () => 'none can be asked: its acknowledgement is the best proof that a line is off',
    todo: null,
  },
  serving_node_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
  smpp_good: { says: ({ address }) => `bound at ${address}, and answered`, todo: null },
  smpp_away: {
    says: ({ address, cause }) => `${address}: ${cause}`,
    todo: () => 'Check HANDBACK_SMPP: host, port, system id and password. See docs/guides/text-messages.md.',
  },
  smpp_simulated: {
    says: () => 'HANDBACK_SMPP names none: a worker cannot start',
    todo: () => 'Set it to smpp://SYSTEM_ID:PASSWORD@HOST:PORT. See docs/guides/text-messages.md.',
  },
  smpp_of_demo: { says: () => 'the simulated one of the demo', todo: null },
  smpp_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
  mail_good: { says: ({ address }) => `takes us in at ${address}`, todo: null },
  mail_away: {
    says: ({ address, cause }) => `${address}: ${cause}`,
    todo: () =>
      'Check HANDBACK_SMTP: host, port, user and password, and that the server is reached from here.',
  },
  mail_none: { says: () => 'none is configured: only numbers are taken as other contacts', todo: null },
  mail_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
  smdp_good: { says: ({ address }) => `answers at ${address}`, todo: null },
  smdp_away: {
    says: ({ address, cause }) => `${address}: ${cause}`,
    todo: () =>
      'Check HANDBACK_SMDP and the files in es2plus/; the SM-DP+ must trust our client certificate. See docs/runbooks/README.md.',
  },
  smdp_none: { says: () => 'none is configured', todo: null },
  smdp_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
  disk_good: { says: ({ path, freeGib }) => `${freeGib} GiB free at ${path}`, todo: null },
  disk_low: {
    says: ({ path, freeGib }) => `only ${freeGib} GiB free at ${path}`,
    todo: () => 'Make room soon.',
  },
  disk_full: {
    says: ({ path, freeGib }) => `only ${freeGib} GiB free at ${path}`,
    todo: () => 'Make room now: a full disk stops the database.',
  },
  audit_good: { says: ({ rows, at }) => `${rows} rows sealed, last at ${at}`, todo: null },
  audit_empty: { says: () => 'nothing to seal yet', todo: null },
  audit_late: {
    says: ({ rows, minutes }) => `${rows} rows wait to be sealed, the oldest for ${minutes} minutes`,
    todo: () => 'A running worker seals every second. Start one, or read its log.',
  },
  ...logFindings,
  ...erasureFindings,
  worker_good: { says: ({ cases }) => `running; ${cases} cases due`, todo: null },
  worker_none: {
    says: ({ cases }) => `none is connected to the database; ${cases} cases due`,
    todo: () => 'Start one: handback worker, or handback serve --worker.',
  },
  work_late: {
    says: ({ cases, minutes }) => `${cases} cases are due, the oldest for ${minutes} minutes`,
    todo: () => 'Read the log of the worker; start more workers if it is only slow.',
  },
  cases_stuck: {
    says: ({ cases }) => `${cases} cases wait for a person`,
    todo: () => 'Run: handback cases stuck',
  },
  connector_paused: {
    says: ({ name, reason }) => `${name} is left alone for a while after failures (${reason})`,
    todo: () => 'It is asked again by itself. See what is wrong with the peer.',
  },
  messages_good: { says: ({ messages }) => `${messages} wait to be sent`, todo: null },
  messages_late: {
    says: ({ messages, minutes }) => `${messages} wait to be sent, the oldest for ${minutes} minutes`,
    todo: () =>
      'Is a worker running, and does the message centre take messages? `handback cases notices` says what it answered.',
  },
  not_looked: {
    says: ({ omitted }) => `not checked without the database: ${named(omitted)}`,
    todo: null,
  },
};

export const doctor = {
  checks,
  states,
  findings,
  allWell: 'Nothing failed.',
  failed: (count: number): string => (count === 1 ? '1 check failed.' : `${count} checks failed.`),
};
