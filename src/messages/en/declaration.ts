export const declare = {
  title: 'Close without signing in',
  lead: 'You get a receipt with its time at once. We then ask the holder for proof; until then nothing changes on the line.',
  number: 'Mobile number to close',
  name: 'Name of the holder',
  nameHint: 'As on the contract.',
  contact: 'How we reach you',
  contactHint: 'E-mail or another mobile number. Leave it empty if the receipt is enough.',
  reason: 'Reason',
  reasonHint: 'You need not give one.',
  noReason: 'No reason given',
  endOn: 'Last day of service you want',
  endOnHint: 'Leave it empty for as soon as possible.',
  nameMissing: 'Enter the name of the holder.',
  submit: 'Hand in the declaration',
  receiptTitle: 'Received',
  receiptLead: 'Your declaration is received. Keep this receipt: the secret is shown only now.',
  reference: 'Reference',
  secret: 'Receipt secret',
  receivedAt: 'Received at',
  expiresAt: 'Proof of identity until',
  next: 'What comes next',
  nextSteps: [
    'If this is one of our lines, its holder gets a message.',
    'The holder signs in, or calls us, and proves who they are.',
    'Without proof by the time above, the declaration expires without effect.',
  ],
  signIn: 'Sign in and prove it now',
};

/** The holder says whether a form that anybody could have sent was theirs. */
export const takeUp = {
  title: 'Did you ask for this?',
  lead: 'Somebody asked to close this number with the public form. Nothing has changed, and nothing will unless you say so.',
  which: 'Which request was yours?',
  choose: 'Choose the request that was yours.',
  endOn: 'Last day of service you want',
  endOnHint: 'Leave it empty for as soon as possible.',
  endOnSaid: (date: string) => `The form said ${date}. Leave it empty for as soon as possible.`,
  mine: 'Yes, it was me',
  notMineTitle: 'It was not you?',
  notMineLead:
    'The request is set aside. For a while, further forms for this number get a receipt and nothing more; you can still close it yourself at any time.',
  notMine: 'No, it was not me',
};

export const receipt = {
  title: 'Open a receipt',
  lead: 'The reference and the secret open one request, also when the number is gone.',
  reference: 'Reference',
  referenceHint: 'Like HB-7K3F9QXM or SR-7K3F9QXM',
  secret: 'Receipt secret',
  secretHint: 'Six groups of four. Capitals and dashes do not matter.',
  submit: 'Open',
  stateTitle: 'Your declaration',
  states: {
    waits_for_proof: 'Received. It waits for the holder to prove who they are.',
    taken_up: 'The holder took it up, and follows it with a receipt of their own.',
    expired: 'Expired without effect.',
  },
  received: 'Received at',
  expires: 'Proof of identity until',
};
