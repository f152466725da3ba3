import type { AccountTableName } from '../../domain/accounts/account-content.ts';
import type { ExportState } from '../../domain/accounts/export-state.ts';

/** The archive of an account: its pages, and the page that lies in it. */
export const accountExport = {
  title: 'Take your account with you',
  link: 'Take your account with you',
  linkHint: 'Bills, usage, messages and certificates, in one encrypted file.',
  lead: 'One file with what we hold of you and your lines: bills, calls and data, consents, messages, requests, certificates. You set the passphrase, and only it opens the file.',
  passphrase: 'Your passphrase',
  passphraseHint: (example: string) =>
    `At least 12 letters, digits or signs of a plain keyboard. Write it down: we forget it, and nobody can open the file without it. For example ${example}`,
  submit: 'Make the file',
  told: 'We tell all your contacts that the file was asked for. When it is ready they get its address; it stays there for a week.',
  before: 'Earlier files',
  states: {
    waiting: 'Waiting its turn',
    making: 'Being made',
    ready: 'Ready',
    failed: 'Not made',
    expired: 'Deleted',
  } satisfies Record<ExportState, string> as Readonly<Record<ExportState, string>>,
  stateText: {
    waiting: 'It begins in a moment. You can leave this page: a message tells you when it is ready.',
    making: 'You can leave this page: a message tells you when it is ready.',
    ready: 'Save it where you keep important things. Your passphrase opens it.',
    failed: 'Something of it could not be read. Ask for it again later.',
    expired: 'Its week is over, and we keep no copy.',
  } satisfies Record<ExportState, string> as Readonly<Record<ExportState, string>>,
  progress: (percent: number) => `${percent} %`,
  size: 'Size',
  until: 'Here until',
  download: 'Download the file',
  open: 'It is a ZIP encrypted with AES-256. 7-Zip, WinZip, Keka and most archive apps on phones open it; what comes with Windows and macOS does not.',
  indexTitle: (operator: string) => `Your account with ${operator}`,
  indexLead: (on: string, reference: string) => `As of ${on}. File ${reference}.`,
  what: 'What',
  rows: 'Rows',
  files: 'Files',
  certificate: 'Certificate',
  tables: {
    person: { title: 'You', about: 'As we recorded you.' },
    contacts: { title: 'Contacts', about: 'How we reach you.' },
    lines: { title: 'Lines', about: 'Your lines with their cards and eSIM profiles.' },
    numbers: { title: 'Numbers', about: 'Which number each line had, from when to when.' },
    requests: { title: 'Requests', about: 'What you asked us to close.' },
    messages: { title: 'Messages', about: 'What we wrote to you lately. Codes are left out.' },
    bills: { title: 'Bills', about: 'Every bill that we still hold.' },
    usage: { title: 'Calls, texts and data', about: 'Every record that we still hold.' },
    consents: { title: 'Consents', about: 'What you agreed to, and what you took back.' },
  } satisfies Record<AccountTableName, { title: string; about: string }> as Readonly<
    Record<AccountTableName, { readonly title: string; readonly about: string }>
  >,
  noRecords: (operator: string) =>
    `Bills, usage and consents are not in this file: they are held in other systems of ${operator}. Ask for them there.`,
  csvOrJson:
    'CSV opens in any spreadsheet; JSON is for programs. Times are in UTC. Keep the file safe: whoever has it knows whom you called.',
  verifyAt: (address: string) => `Anyone can check the certificates at ${address}.`,
  questions: (hotline: string | null) =>
    hotline === null ? 'Questions? Ask us in a store.' : `Questions? Call ${hotline}.`,
};
