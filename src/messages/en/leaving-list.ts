/** What to move and to delete before a number ends. Kinds of services, never names of them. */
export const leavingList = {
  title: 'Before you go',
  lead: 'Codes and calls for many services still come to this number. Move them first, then end the line: afterwards somebody else may get it.',
  link: 'What must I move first?',
  linkHint: 'Services by kind, what to delete, and a reminder.',
  device: 'Your ticks stay on this device. We never get them.',
  clear: 'Remove my ticks',
  cleared: 'Your ticks are removed.',
  moveTitle: 'Move first',
  moveLead: 'Change the number there, then sign in once with the new one to see that it works.',
  move: {
    bank: { title: 'Banks, cards and securities', hint: 'The number for codes, and the one for calls.' },
    payments: {
      title: 'Payment apps and wallets',
      hint: 'Change the number, or move the money out and close the wallet.',
      hintInChina: 'Change the number, or move the money out. End automatic payments by phone bill.',
    },
    email: {
      title: 'E-mail',
      hint: 'First of all sign-ins: it opens the others. Change the number for recovery too.',
    },
    two_factor: {
      title: 'Two-step codes',
      hint: 'Move them to an app, a key or the new number, and print new recovery codes.',
    },
    government: {
      title: 'Public services',
      hint: 'Tax, social security, health insurance, the register of residents.',
      hintInChina: 'Tax, social security, housing fund, medical insurance, traffic police, railway tickets.',
    },
    chat: { title: 'Chat and social accounts', hint: 'Change the number in the account; tell your groups.' },
    work: { title: 'Work and school', hint: 'Sign-ins, staff records, a second number for emergencies.' },
    health: { title: 'Doctors and insurance', hint: 'Appointments, reports, emergency contacts.' },
    shopping: {
      title: 'Shopping, travel and deliveries',
      hint: 'Accounts, orders on their way, memberships with points.',
    },
    home: { title: 'Home and car', hint: 'Energy, internet, alarm, locks, parking, toll.' },
    people: {
      title: 'People who must reach you',
      hint: 'Family, neighbours, and whoever has this number for emergencies.',
    },
  },
  chinaCheck:
    'The public query of accounts by number (一证通查) tells which internet accounts hang on a number. It is free of charge.',
  deleteTitle: 'Then delete what is sensitive',
  deleteLead: 'Back up first. What is deleted here does not come back.',
  delete: {
    backup: { title: 'Back up what matters', hint: 'Contacts and messages, also those on the card itself.' },
    passwords: { title: 'Saved passwords', hint: 'On a phone that you give away.' },
    keys: {
      title: 'Passkeys and certificates',
      hint: 'Remove the old phone from each account that lists it.',
    },
    seeds: { title: 'Seeds of two-step codes', hint: 'Only after the new app gives codes that work.' },
    scans: {
      title: 'Scans of documents',
      hint: 'Identity cards, contracts, photographs of cards; also in the folder of deleted pictures.',
    },
  },
  how: (what: string) => `How: ${what}`,
  howTitle: 'How it is done',
  steps: {
    backup: [
      'In the phone: export contacts to a file, and save it where the phone is not.',
      'From the card: put it into a card reader, or take it to a counter. The card is read and not changed.',
      'Open the copy once before you delete anything.',
    ],
    passwords: [
      'Open the list of saved passwords in the settings of the phone and of each browser.',
      'See that you have them on your other device.',
      'Delete them here, or sign out of the account that keeps them in step, and choose to remove them from this phone.',
    ],
    keys: [
      'In each account open the list of devices and passkeys.',
      'Add a passkey on the new device, and sign in with it.',
      'Then remove the old device from the list.',
    ],
    seeds: [
      'Set up the new app in each account by a new code picture, or move the seeds within the app.',
      'Sign in once with a code of the new app.',
      'Print new recovery codes, and destroy the old ones.',
      'Then delete the old app with its data.',
    ],
    scans: [
      'Look through pictures, downloads, files and chats.',
      'Delete what shows a document, and empty the folder of deleted things.',
      'A phone that you give away: reset it to its state of delivery, last of all.',
    ],
  },
  takeTitle: 'Take it along',
  print: 'Print',
  text: 'Save as text',
  textNote: 'Saved and printed lists have empty boxes: tick them by hand.',
  reminderTitle: 'A reminder that outlives the number',
  reminderLead:
    'A file for your calendar: it reminds you also when this number is off. Choose a day before the line ends.',
  day: 'Day',
  dayHint: 'For example 2026-12-31',
  dayWrong: 'This is no day ahead.',
  dayWrongText: 'Give a day from today on, at most a year ahead.',
  calendar: 'Put into the calendar',
  byUs: {
    link: 'Remind me before it ends',
    title: 'A message before it ends',
    lead: (until: string) => `Service ends ${until}. We can write to your other contact before then.`,
    none: 'We know no other contact that is confirmed. Put a day into your own calendar instead.',
    over: 'There is no day left on which we could write. Move what hangs on the number today.',
    to: 'To',
    day: 'Day',
    dayHint: (first: string, last: string) => `From ${first} to ${last}; we write at nine in the morning.`,
    submit: 'Remind me',
    set: (at: string, to: string | null) =>
      `A message leaves ${at}${to === null ? '' : `, to ${to}`}. Choosing again replaces it.`,
    linkHint: 'A message to your other contact, on a day before the end.',
  },
  event: 'Before the number ends: move what hangs on it',
};
