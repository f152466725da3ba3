import type { Outcome, Result, RowFault, ShownState } from '../../domain/campaigns/campaign.ts';

const reasonsOfNumber: Readonly<Record<string, string>> = {
  not_a_digit: 'there is something else than digits in it',
  too_short: 'it is too short',
  too_long: 'it is too long',
  country_code: 'no country has this code',
  trunk_zero: 'a 0 stands behind the country code',
  national_form: 'no mobile number of this country looks like this',
  not_international: 'the country code is missing',
  empty: 'it is empty',
};
const damages: Readonly<Record<string, string>> = {
  spreadsheet_number: 'it was shortened, as in 8.6E+12',
  decimal_number: 'it has a decimal mark',
  rounded_number: 'its last digits were made zeros',
};

/** What operations reads of campaigns. */
export const campaignDesk = {
  /** What a column of numbers is called in files, in lower case. */
  numberColumns: ['mobile number', 'phone number', 'telephone number'] as readonly string[],
  title: 'Campaigns',
  lead: 'Many lines that end together: a network that is switched off, an MVNO that closes.',
  one: (name: string) => `Campaign ${name}`,
  none: 'There is no campaign yet.',
  name: 'Name',
  nameHint: 'As it stands in the audit log, for example “3G switch-off, Beijing”.',
  state: 'State',
  rows: 'Rows',
  made: 'Made',
  madeBy: 'Made by',
  older: 'Older ones',
  states: {
    at_once: 'Started at once',
    draft: 'Draft',
    validated: 'Validated',
    awaiting_approval: 'Waits for a second person',
    running: 'Running',
    paused: 'Paused',
    finished: 'Finished',
    stopped: 'Stopped',
  } satisfies Record<ShownState, string> as Readonly<Record<ShownState, string>>,
  make: {
    title: 'New campaign',
    again: 'Upload the rows again',
    file: 'File',
    fileHint: (megabytes: number, rows: string) =>
      `CSV with a column line_id or number, or one of them in each row. At most ${megabytes} MB and ${rows} rows.`,
    encoding: 'Encoding',
    encodings: {
      'utf-8': 'UTF-8',
      gb18030: 'GB 18030 (Chinese Excel)',
      'utf-16le': 'UTF-16',
    },
    go: 'Upload and check',
    replaces: 'The file takes the place of the rows that are there. The same file changes nothing.',
    fileMissing: 'Choose a file',
    nameMissing: 'Give the campaign a name',
    nameTaken: 'There is a campaign of this name',
    nameTakenHint: 'It has rows already. Open it to put another file in their place, or choose another name.',
  },
  unchanged: 'The file has just the rows that were there. Nothing changed.',
  incomplete: (rows: string, at: string) =>
    `The upload is not complete: ${rows} rows came, the last at ${at}. If nobody is uploading, upload the file again.`,
  notDone: 'It does not get on. It is tried again every few seconds.',
  incompleteWhy: (why: string) => `It stopped: ${why}`,
  refusedFile: 'The last file was refused.',
  refusedFileKept: 'The last file was refused. The rows of before are still there.',
  noRows: 'No rows yet. Upload the file.',
  validation: 'Rows',
  valid: 'Can be previewed',
  failed: 'Wrong',
  uploadedAt: 'Uploaded',
  digest: 'Check value of the rows',
  digestHint: 'SHA-256. Whoever agrees sees the same.',
  allFailed: 'See wrong rows',
  failedCsv: 'Wrong rows as CSV',
  fault: 'What is wrong',
  how: 'How many',
  see: 'See rows',
  faults: {
    columns: 'Wrong number of columns',
    empty: 'No value in the row',
    too_long: 'Too long',
    control_characters: 'Control characters in it',
    number_damaged: 'Damaged by a spreadsheet',
    number_ambiguous: 'Not clear which line is meant',
    number_invalid: 'No number',
    number_of_nobody: 'A number that nobody has',
    unknown_line: 'Unknown line',
    duplicate: 'Named twice',
    ended_already: 'Ended already',
    open_already: 'Ending already',
  } satisfies Record<RowFault, string> as Readonly<Record<RowFault, string>>,
  faultOf: (fault: RowFault, detail: string | null): string => {
    const text = detail ?? '';
    switch (fault) {
      case 'columns':
        return `The row has ${text.split('/')[0]} columns, the header ${text.split('/')[1]}.`;
      case 'empty':
        return 'The column has no value in this row.';
      case 'too_long':
        return `It may have ${text} characters at most.`;
      case 'control_characters':
        return 'It has characters that nobody sees. Take them out.';
      case 'number_damaged':
        return `A spreadsheet changed it: ${damages[text] ?? 'it is no text'}. Export it as text.`;
      case 'number_ambiguous':
        return text === 'line_too'
          ? 'It is the number of one line and the name of another. Use a header that says which is meant.'
          : 'It can be read in two ways. Write it with + and the country code.';
      case 'number_invalid':
        return `It is no mobile number: ${reasonsOfNumber[text] ?? 'check it for slips'}.`;
      case 'number_of_nobody':
        return 'No line has this number now.';
      case 'unknown_line':
        return 'There is no such line.';
      case 'duplicate':
        return `Row ${text} names the same line.`;
      case 'ended_already':
        return 'The line has ended.';
      case 'open_already':
        return 'A case of this line is open.';
    }
  },
  preview: {
    title: 'Preview',
    none: 'Nobody asked yet what would become of the rows.',
    go: 'Make a preview',
    again: 'Make it anew',
    running: (done: string, all: string) => `${done} of ${all} rows are decided.`,
    at: (moment: string) => `As of ${moment}. Each row is decided again when its turn comes.`,
    blockers: 'What stands in the way',
    outcome: 'Outcome',
  },
  outcomes: {
    would_start: 'Would start',
    blocked: 'Blocked',
    cannot_tell: 'Cannot tell',
    open_already: 'Ending already',
    ended_already: 'Ended already',
    unknown: 'Unknown, or the number moved on',
  } satisfies Record<Outcome, string> as Readonly<Record<Outcome, string>>,
  approval: {
    title: 'Second person',
    lead: 'A campaign runs only when another person agrees to it. Both see its name, rows, outcomes and check value.',
    ask: 'Ask a second person',
    waits: (who: string, until: string) => `${who} asked. It waits until ${until}.`,
    open: 'Open the request',
    agreed: 'Agreed to by',
  },
  run: {
    title: 'Progress',
    done: (done: string, all: string) => `${done} of ${all} rows are done.`,
    began: 'Began',
    ended: 'Ended',
    by: 'In the name of',
    pause: 'Pause',
    resume: 'Resume',
    stop: 'Stop for good',
    stopLead: 'No further case begins. Cases that have begun go on; each can be withdrawn for itself.',
    paused: 'It waits. No case begins until somebody resumes it.',
    stopped: 'No further case begins. Cases that had begun go on.',
    result: 'Result',
    report: 'Report as CSV',
  },
  results: {
    started: 'Started',
    blocked: 'Blocked',
    cannot_tell: 'Could not tell',
    open_already: 'Was ending already',
    ended_already: 'Had ended already',
    unknown: 'Unknown, or the number had moved on',
  } satisfies Record<Result, string> as Readonly<Record<Result, string>>,
  list: {
    title: (name: string) => `Rows of ${name}`,
    all: 'All rows',
    row: 'Row',
    given: 'As given',
    line: 'Line',
    what: 'What is known',
    case: 'Case',
    more: 'Next rows',
    none: 'No such rows.',
    csv: 'These rows as CSV',
  },
};
