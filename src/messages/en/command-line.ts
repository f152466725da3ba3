import type { GivenUpFor } from '../../domain/notices.ts';
import type { Role } from '../../domain/rules/role.ts';

const GIVEN_UP: Readonly<Record<GivenUpFor, string>> = {
  deadline: 'its time was over',
  refused: 'it will never be taken',
  person_erased: 'the person is erased',
  contact_gone: 'the contact is gone',
  outdated: 'what it says is no longer so',
};

interface GroupState {
  readonly all: number;
  readonly left: number;
  readonly trying: number;
  readonly wentOn: number;
  readonly stuckAgain: number;
  readonly notRetried: number;
}

/** What the commands say of what they did. Their help is English: it names options, as a manual does. */
export const commandLine = {
  import: {
    /** One bad row in the list of them. */
    badRow: (title: string, detail: string) => `${title}. ${detail}`,
    counts: (f: ImportCounts) =>
      `${f.rows} rows: ${f.created} created, ${f.updated} updated, ${f.unchanged} unchanged, ${f.duplicates} duplicate, ${f.failed} bad`,
    /** Of a dry run, and of a strict one that found a bad row. */
    wouldBe: (f: ImportCounts) =>
      `${f.rows} rows: would create ${f.created}, would update ${f.updated}, ${f.unchanged} unchanged, ${f.duplicates} duplicate, ${f.failed} bad`,
    speed: (seconds: string, rate: number) => `${seconds} s, ${rate} rows/s`,
    progress: (rows: number, rate: number, failed: number) => `${rows} rows, ${rate}/s, ${failed} bad`,
    notWritten: 'Nothing was written.',
    badRowsIn: (path: string) => `Bad rows: ${path}`,
  },
  /** What a command that is not undone asks, and says where nobody can answer. */
  consent: {
    needed:
      'this is not undone, and there is no terminal to ask at. Look at what it will do, then add --yes.',
    ask: (question: string) => `${question} [y/N] `,
    yes: ['y', 'yes'],
    declined: 'Nothing was changed.',
    adoptRulebook: (book: string) => `Put ${book} in force, alone and at once?`,
    startCampaign: (list: string, name: string) => `Start ending the lines of ${list} as campaign "${name}"?`,
    skip: (reference: string, stage: string) =>
      `Let ${reference} go on without ${stage}? It stays unproven for good.`,
    rollForward: (reference: string, stage: string) =>
      `Stop waiting for a serving node in ${reference} (${stage})? The certificate will say "unconfirmed".`,
    revokeCertificate: (certificateId: string, reason: string) =>
      `Revoke certificate ${certificateId} for everybody (${reason})?`,
    revokeToken: (name: string) => `End the token ${name} at once?`,
    dismiss: (notificationId: string) => `Dismiss notification ${notificationId} for good?`,
    revokeKey: (keyId: string) =>
      `Revoke the key ${keyId}? Every certificate that it signed will be refused by everybody, for good.`,
    rotateKey: 'Make a new signing key and destroy the private half of the old one?',
  },
  cases: {
    noneStuck: 'No case is stuck.',
    wouldRetry: (count: number) => `${count} would be tried again.`,
    groupRetried: (count: number, retry: string) =>
      `${count} are tried again by the workers that run, a few first. How far: handback cases retry --show ${retry}`,
    groupState: (n: GroupState) =>
      `${n.all} in all: ${n.wentOn} went on, ${n.stuckAgain} stuck again, ${n.trying} tried, ${n.left} not tried yet, ${n.notRetried} left alone`,
    causeStillThere: 'The cause is still there.',
    none: 'There is no such case.',
    more: (command: string) => `More: ${command}`,
    done: {
      retry: (reference: string) => `${reference}: the stage is tried again.`,
      skip: (reference: string) => `${reference}: it goes on without the stage.`,
      'roll-forward': (reference: string) => `${reference}: it waits no longer for a serving node.`,
    },
    labels: {
      case: 'Case',
      line: 'Line',
      stage: 'Stage',
      waitingFor: 'Waits for',
      problem: 'Problem',
      declared: 'Declared',
      confirmed: 'Confirmed',
      due: 'Next step',
      serviceEnd: 'Service ended',
      billingEnd: 'Billing ends',
      release: 'Number free from',
      detach: 'Detach',
      bill: 'Final bill',
      certificate: 'Certificate',
      withdrawal: 'Withdrawal now',
      rulebook: 'Rulebook',
      closed: 'Closed',
    },
    withdrawal: { at_once: 'takes effect at once', undo: 'is undone step by step', refused: 'is refused' },
    noEvidence: 'The network was not asked yet.',
    noDisputes: 'Nobody disputes a finding.',
    noDecisions: 'No decision is kept.',
    erased: 'what was said cannot be read any more: the person is erased',
    signed: (event: string, seqNumber: number) => `signed by the eUICC: ${event}, number ${seqNumber}`,
    sent: 'sent',
    delivered: (at: string) => `delivered ${at}, says the message centre`,
    undeliverable: (at: string, said: string) => `did not arrive, says the message centre ${at}: ${said}`,
    /** `failed`: what the peer said last; null where it was not asked yet. */
    waits: (nextTryAt: string, deadlineAt: string, failed: string | null) =>
      `waits: next try ${nextTryAt}, until ${deadlineAt}${failed === null ? '' : `, last answer ${failed}`}`,
    givenUp: (at: string, why: GivenUpFor, failed: string | null) =>
      `given up ${at}: ${GIVEN_UP[why]}${failed === null || failed === why ? '' : `, last answer ${failed}`}`,
    noNotices: {
      waiting: 'No message waits to be sent.',
      undeliverable: 'No message centre said that a message did not arrive.',
      given_up: 'No message was given up.',
    },
    retried: (n: number) => `${n} message(s) wait to be sent again.`,
    ruledBy: (book: string, on: string) => `${book}, as of ${on}`,
    ruledByBoth: (book: string, on: string, running: string, runningOn: string) =>
      `${book}, as of ${on}; running rules of ${running}, as of ${runningOn}`,
    finding: (check: string, effect: string, rule: string, version: number) =>
      `${check}: ${effect} (${rule} v${version})`,
    factsOf: (facts: string) => `from: ${facts}`,
    nothingFound: 'nothing found',
  },
  campaign: {
    progress: (lines: number) => `${lines} lines ...`,
    emptyList: 'The list is empty.',
    wouldStart: 'would start',
  },
  esim: {
    nothingToReview: 'Nothing waits for review.',
    proven: 'Proven.',
    notProven: 'It still proves nothing.',
    dismissed: 'Dismissed.',
    counts: (unreachable: number, unproven: number, notPossible: number) =>
      `(unconfirmed ${unreachable}, unproven ${unproven}, no proof possible ${notPossible})`,
  },
  rules: {
    proposed: (book: string, state: string) =>
      state === 'proposed' ? `${book}: proposed; two people put it in force` : `${book}: known already`,
    adopted: (book: string) => `${book} is in force.`,
    good: (book: string, from: string) => `${book}: good, meant from ${from}`,
    unread: (files: readonly string[]) =>
      `Not read, because a rulebook is called by its jurisdiction, such as cn.yaml: ${files.join(', ')}`,
    under: (overlay: string) => `All of them under ${overlay}.`,
    decision: (book: string, on: string, verdict: string) => `${book}, on ${on}: ${verdict}`,
    verdicts: { eligible: 'eligible', blocked: 'blocked', cannot_tell: 'cannot_tell' },
    noDecision: 'no decision asked',
    notAsked: 'not asked',
    setting: 'setting',
    rule: (id: string, version: number, from: string, value: string) =>
      `${id} v${version}, from ${from}: ${value}`,
    ruleOfAnother: (
      id: string,
      version: number,
      whose: string,
      instead: string,
      from: string,
      value: string,
    ) => `${id} v${version} (${whose} in place of ${instead}), from ${from}: ${value}`,
    source: (parts: readonly string[]) => `source: ${parts.join('; ')}`,
  },
  database: {
    starting: 'starting the database ...',
    gone: 'The embedded database ended unexpectedly, so Handback ends too. Nothing that was committed is lost; start it again.',
    nothingToDo: 'Nothing to do.',
    applied: (migrations: readonly string[]) => `Applied: ${migrations.join(', ')}`,
  },
  channels: {
    good: (file: string) => `${file}: good`,
    authentic: (issuer: string, asOf: string) => `Signed by ${issuer}, as of ${asOf}:`,
    faults: {
      list_unreadable: 'This is no signed registry of channels.',
      list_altered: 'Somebody changed it.',
      list_of_unknown_issuer: 'No key of the trust document signed it, or the key was revoked.',
    },
    added: (added: number, rows: number) => `${added} of ${rows} rows are new.`,
    wrong: (rows: string) => `Left out, because they name nothing that can be blocked: rows ${rows}`,
  },
  operator: {
    good: (file: string) => `${file}: good`,
    certificate: (name: string) => `On certificates: ${name}`,
    has: (logo: boolean, colour: boolean, hotline: string | null, links: number) =>
      `Logo: ${logo ? 'yes' : 'none'}. Colours: ${colour ? 'yes' : "Handback's"}. Hotline: ${hotline ?? 'none'}. Links that clear something away: ${links}.`,
    wear: (file: string) => `See it in the demo: HANDBACK_OPERATOR_FILE=${file} npm start, then /demo/house`,
  },
  lines: {
    none: 'No line has this number, or had it.',
    hasIt: 'has it now',
    until: (day: string) => `until ${day}`,
    labels: {
      line: 'Line',
      status: 'Status',
      number: 'Number',
      access: 'Access',
      holder: 'Holder',
      account: 'Account',
      plan: 'Plan',
      jurisdiction: 'Jurisdiction',
      opened: 'Opened',
      contract: 'Contract until',
      tie: 'Tie',
      hold: 'Hold',
      portOut: 'Port-out',
      rangeHolder: 'Number goes back to',
      openCase: 'Open case',
    },
  },
  certificates: {
    revoked: (certificateId: string) => `Revoked: ${certificateId}`,
    revokedBefore: (certificateId: string) =>
      `${certificateId} had been revoked before; its first reason stays.`,
    labels: {
      certificate: 'Certificate',
      issued: 'Issued',
      serviceEnd: 'Service ended',
      billingEnd: 'Last day billed',
      release: 'Number free from',
      key: 'Key',
      state: 'State',
      supersededBy: 'Replaced by',
    },
    stands: 'stands',
    superseded: 'replaced by a newer one',
    revokedAt: (at: string, reason: string) => `revoked ${at}: ${reason}`,
  },
  keys: {
    made: (key: string) => `New key: ${key}`,
    revoked: (key: string, signer: string) => `Revoked: ${key}\nKey that signs now: ${signer}`,
  },
  audit: {
    sound: (rows: number) => `The chain holds: ${rows} rows are as they were sealed.`,
    noHead:
      'Without a head that was kept elsewhere (--head) a log that was cut off and sealed anew looks whole.',
    broken: {
      missing: (first: number, last: number) => `A row is missing among those numbered ${first} to ${last}.`,
      twice: (first: number, last: number) =>
        `A number stands twice among those numbered ${first} to ${last}.`,
      changed: (first: number, last: number) =>
        `Among the rows numbered ${first} to ${last} one does not say what was sealed.`,
    },
    beyond: (rows: number) => `${rows} rows have numbers that nobody sealed, or their seals were taken out.`,
    headHolds: 'The head that you kept is part of this chain.',
    headGone: 'The head that you kept is not part of this chain: it was cut off or made anew.',
    unsealed: (rows: number) => `${rows} rows wait to be sealed; a running worker does that once a second.`,
    head: (head: string) => `head ${head}`,
  },
  attempts: {
    reset: (counters: number): string =>
      counters === 0
        ? 'Nothing was counted for this number.'
        : 'Reset: the holder can try again, at every door.',
  },
  tokens: {
    none: 'There is no token.',
    inUse: 'in use',
    revoked: (at: string) => `revoked ${at}`,
    ended: (name: string) => `Revoked: ${name}`,
    unknown: (name: string) => `no token in use is named ${name}`,
    taken: (name: string) => `a token named ${name} was made before; a name is used once`,
  },
  serve: {
    worker: 'worker is running',
    serving: (address: string) => `serving ${address}`,
  },
  running: {
    already: (pid: number, address: string) =>
      `Handback is running already (process ${pid}${address === '' ? '' : `, ${address}`}). Stop it first, or set HANDBACK_DATA to another folder.`,
    inBetween: (pid: number) =>
      `Handback is just starting or stopping (process ${pid}); try again in a moment.`,
    portTaken: (host: string, port: number) =>
      `Port ${port} of ${host} is taken by another program. Set HANDBACK_PORT to another one, or to 0 for any that is free.`,
    cannotListen: (host: string, port: number, cause: string) =>
      `Cannot listen on port ${port} of ${host} (${cause}). See HANDBACK_HOST and HANDBACK_PORT.`,
    databaseInUse: (pid: number) =>
      `The embedded database of this data folder is in use (process ${pid}). Try again when that has ended. Several processes at once need a PostgreSQL server: set DATABASE_URL.`,
  },
  unreadable: (path: string, cause: string) =>
    cause === 'EEXIST'
      ? `${path} is there already, and was left as it is`
      : `${path} cannot be opened (${cause})`,
  fileWritten: (path: string) => `Written: ${path}`,
  demo: {
    made: (lines: number) => `made ${lines} fictional lines`,
    emptied: 'the old demo is gone; a fresh one is made',
    notTheDemo:
      'This database holds lines that are not of the demo operator, so it stays as it is. Set HANDBACK_DATA to another folder, and the demo is made there.',
    notAServers:
      '--fresh makes only the embedded database of the data folder anew, never that of DATABASE_URL. Leave DATABASE_URL away, or empty that database yourself.',
    guide: 'Begin here:',
    allUsed: 'all are used up; npm start -- --fresh makes them anew',
    ended: '   (used up: its line has ended)',
    open: (reference: string) => `   (used up: open case ${reference})`,
    running: 'Handback is running:',
    number: 'Demo number:',
    messages: 'Its text messages:',
    desks: 'Desks:',
    accounts: 'Sign in to the desks as one of these; no password is asked for:',
    deskOf: (role: Role) =>
      ({
        agent: 'hotline agent    /desk/hotline',
        clerk: 'store clerk      /desk/counter, /desk/cards',
        supervisor: 'supervisor       /desk/operations, and agrees to what others ask for',
        fraud: 'fraud desk       /desk/fraud',
        operations: 'operations       /desk/operations, /desk/cards',
        auditor: 'auditor          /desk/operations: sees, and changes nothing',
      })[role],
    esim: 'Number with an eSIM:',
    phone: 'Its phone:',
    document: (number: string) => `(ID number ${number})`,
    others: 'Other numbers to try:',
    othersWithEsim: 'and with eSIMs:',
    fictional:
      'Everything here is fictional. Ctrl+C stops it; the next start finds it as it was, and npm start -- --fresh makes it anew.',
  },
};

interface ImportCounts {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly failed: number;
}
