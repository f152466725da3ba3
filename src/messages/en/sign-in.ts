export const start = {
  title: 'Close your number. About 5 minutes.',
  lead: 'Check what still stands in the way, choose to go on, and follow it to the end. You get a certificate that anyone can verify.',
  needTitle: 'What you need',
  need: ['The phone with this number, for a code by text message', 'Your identity document, for its number'],
  whatTitle: 'What happens',
  what: [
    'You see every cost and every date before you decide.',
    'You can withdraw until the line is cut off.',
    'The line is cut off, taken out of the network and billed for the last time, and you get the proof.',
  ],
  number: 'Mobile number',
  numberHint: 'The number that you want to close. Spaces do not matter.',
  send: 'Send me a code',
  otherTitle: 'Another way',
  other: {
    lost: 'Phone lost or stolen',
    lostHint: 'Bar the line at once, without the phone.',
    declare: 'Close without signing in',
    declareHint: 'Hand in a declaration; you get a receipt with its time at once.',
    receipt: 'I have a receipt',
    receiptHint: 'Follow a request with its reference and secret.',
    verify: 'Verify a certificate',
    verifyHint: 'For anyone who was shown one.',
  },
  channels: (hotline: string | null) =>
    `By phone or in a store: call ${hotline ?? 'the number on your bill'}, or bring your identity document to any store.`,
};

export const code = {
  title: 'Enter the code',
  sent: (number: string) => `If ${number} is one of our numbers, a code is on its way to it.`,
  valid: (minutes: number) => `The code has 6 digits and is good for ${minutes} minutes.`,
  label: 'Code from the message',
  mailLabel: 'Code from the e-mail',
  warn: 'Nobody from us will ever ask you for this code. Give it to no one.',
  submit: 'Sign in',
  again: 'Send another code',
  againAt: (at: string) => `You can ask for another code from ${at}.`,
  againIn: 'You can ask for another code in {s} s.',
  resent: 'Another code is on its way.',
  other: 'Use another number',
  ended: 'The number is closed already? Its receipt opens the request and the certificate.',
  cannot: 'No message? If the phone is lost, use the way for lost phones.',
};

export const lost = {
  title: 'Phone lost or stolen',
  lead: 'Three things that only the holder knows take the place of the code. Then you can bar the line at once.',
  number: 'Mobile number',
  document: 'Identity document number',
  documentHint: 'As printed on the document with which the line was opened.',
  opened: 'Day the line was opened',
  openedHint: 'It is on the contract and on the first bill.',
  submit: 'Continue',
  wrong: 'Which of the three did not match is not told, for your safety.',
  barTitle: 'Bar this line at once',
  barLead:
    'From this moment nobody can call, text or use data with the line. You can undo it until you confirm the closing and the line is removed.',
  what: 'What happened?',
  kinds: { lost: 'It is lost', stolen: 'It was stolen', misused: 'Somebody misuses it' },
  choose: 'Choose what happened.',
  bar: 'Bar the line now',
  stay: 'Not now',
  otherNumber: 'Also: lock the phone through its maker, and tell your bank.',
};

export const document = {
  title: 'Prove your document number',
  lead: 'With it we show all lines that are in your name.',
  recordsLead: 'With it we show what we hold of you, why and until when.',
  label: 'Identity document number',
  hint: 'Spaces and capitals do not matter.',
  submit: 'Continue',
};
