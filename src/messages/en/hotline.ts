import type { DeskAction, DeskObstacle } from '../../domain/desks/desk-actions.ts';
import type { Question } from '../../domain/desks/questions.ts';
import type { LineStatus } from '../../domain/lines/line.ts';
import type { LineRisk } from '../../domain/lines/line-risk.ts';

/** The hotline desk: what an agent sees, and what they read out. */
export const hotline = {
  title: 'Hotline',
  waiting: {
    lead: 'A call opens here by itself. A number on the telephone is a hint and proves nothing.',
    calls: 'Calls',
    noCalls: 'No call is waiting.',
    events: { ring: 'Ringing', answered: 'Answered', ended: 'Ended' },
    hidden: 'Number withheld',
    since: (at: string) => `since ${at}`,
    open: 'Open',
    take: 'Take the call',
    goOn: 'Go on with this call',
    number: 'Number that the caller is calling about',
    numberHint: 'As the caller says it. Leave it as it is to take the number of the telephone.',
    look: 'Attend to this number',
    seat: 'Where you sit',
    noSeat: 'Say at which extension you sit, so that calls come to this desk.',
    extension: 'Extension',
    extensionHint: 'As the telephone system names it. Whoever sat there before gets no more calls.',
    sit: 'Sit here',
  },
  caller: {
    title: 'Caller',
    ours: 'The number is of this line.',
    not_ours: 'None of our lines has this number. Ask which number the call is about.',
    foreign: 'A number from abroad, and none of ours. Ask which number the call is about.',
    withheld: 'The caller shows no number. Ask which number the call is about.',
    malformed: 'The telephone shows no number that can be read. Ask which number the call is about.',
    hint: 'A number on the telephone can be made up. Only answers prove who calls.',
  },
  line: {
    title: 'Line',
    number: 'Number',
    noNumber: 'no number',
    status: 'State',
    statuses: { active: 'In service', barred: 'Barred', ended: 'Ended' } satisfies Record<LineStatus, string>,
    openCase: 'Open case',
    noCase: 'None',
    urgent: 'Reported lost, stolen or misused',
    flags: 'Take care',
    noFlags: 'Nothing unusual.',
    risks: {
      contact_changed: 'Another contact was changed lately',
      opened_lately: 'The line was opened lately',
      locked_out: 'Too many wrong answers lately',
      disputed: 'A finding was disputed lately',
    } satisfies Record<LineRisk, string>,
    review: { open: 'The fraud desk is looking at this line', held: 'The fraud desk holds this line' },
    others: (names: string) => `Also with this line now: ${names}`,
    end: 'End the call',
    ringing: 'Another call is ringing.',
  },
  agentCode: {
    title: 'Your code in this call',
    lead: 'Read it out where the caller doubts that you are one of us. They check it at',
  },
  proof: {
    title: 'Who is calling',
    progress: (proven: number, needed: number) => `${proven} of ${needed} answers`,
    why: 'More is asked than usual: see the line on the left.',
    enough: 'Enough is proven.',
    barOnly: 'Enough to report a loss, and for nothing else yet.',
    asked: 'Questions',
    states: { passed: 'Passed', open: 'Open', now: 'Asking' },
    questions: {
      document_number: {
        name: 'Document number',
        label: 'Document number, as the caller says it',
        hint: 'The whole number. An old one of 15 digits is taken too.',
      },
      opening_date: {
        name: 'Day or month of joining',
        label: 'Day or month of joining, as the caller says it',
        hint: 'For example 2018-03-09 or March 2018.',
      },
      plan_name: {
        name: 'Name of the plan',
        label: 'Name of the plan, as the caller says it',
        hint: 'Capitals and spaces do not matter.',
      },
      recent_top_up: {
        name: 'A recent top-up',
        label: 'Amount or day of a recent top-up',
        hint: 'For example 50 or 2 November as 11-02.',
      },
    } satisfies Record<Question, { name: string; label: string; hint: string }>,
    submit: 'Check the answer',
    ask: (name: string) => `Ask: ${name}`,
    passed: 'Passed.',
    failed: (left: number) => `Not passed. ${left === 1 ? '1 try' : `${left} tries`} left.`,
    cannotTell: 'This cannot be told at the moment. It cost no try; ask something else.',
    locked: (at: string) =>
      `Too many wrong answers. This call goes to the fraud desk; no answer is taken before ${at}.`,
    none: 'No further question can be asked. The caller can prove who they are in a store, or with a code to another contact.',
    presence: 'The caller has a page or a phone of this line before them',
    presenceHint:
      'Signed in to our site, the caller opens “Call us” and reads out four digits. They prove what opened that page, and nothing more.',
    presenceLabel: 'The digits that the caller reads out',
    presenceCheck: 'Check the digits',
    presenceSend: 'Send four digits to the line',
    contactSend: 'Send six digits to another contact',
    presenceSent: 'The digits are on their way. They are good for five minutes.',
    presencePassed: 'The digits are right.',
    presenceHeld: (list: string) => `Shown so far: ${list}`,
  },
  script: {
    title: 'Read out',
    next: 'Next',
    back: 'Back',
    of: (n: number, all: number) => `${n} of ${all}`,
    greet: (house: string) =>
      `Good day, this is ${house}. How can I help you? I will ask you for some details first, so that nobody else can speak for you.`,
    which_number: () => 'Which number are you calling about?',
    ask: {
      document_number: () =>
        'Please tell me the number of the identity document that the line is registered with.',
      opening_date: () => 'When did you open this line? The month is enough.',
      plan_name: () => 'What is the name of your plan?',
      recent_top_up: () => 'When did you last top up, or with how much?',
    } satisfies Record<Question, () => string>,
    no_question_left: () =>
      'I cannot confirm by telephone who you are. In a store your identity document is enough. I can note that you called.',
    locked: () =>
      'I cannot go on in this call. A colleague looks at it and will reach you at the contact that we know. Your line stays as it is.',
    held: () =>
      'This line is with our fraud desk at the moment. I cannot end it before they have decided; I can bar it if your phone is lost.',
    offer: () => 'Thank you, that is enough. Do you want to end this line, or is your phone lost or stolen?',
    clear: () => 'Nothing stands in the way of ending this line.',
    in_the_way: (count: number) =>
      count === 1
        ? 'One thing stands in the way. Your request is received all the same and keeps its time.'
        : `${count} things stand in the way. Your request is received all the same and keeps its time.`,
    dates: (f: { coolingOff: string; service: string; billing: string; release: string | null }) =>
      `You can take this back until ${f.coolingOff}, free of charge. Service ends on ${f.service}; you are billed until ${f.billing}.${f.release === null ? '' : ` The number is given to nobody before ${f.release}.`}`,
    money: {
      owed: (amount: string) => `As of today you would pay ${amount} with the final bill.`,
      refund: (amount: string, days: number) =>
        `As of today we would pay you back ${amount}, within ${days} days of the final bill.`,
      even: () => 'As of today there is nothing to pay and nothing to pay back.',
      unknown: () => 'I cannot see the final bill at the moment. It follows the dates that I read out.',
    },
    lose: () =>
      'After that the number receives nothing any more, no codes of banks and apps either. Please change those first.',
    confirm: () => 'Shall I submit it with these dates?',
    not_yet: () =>
      'Once that is cleared, call us again or confirm it on our site. I am sending you a receipt now.',
    receipt: () => 'Shall I send the receipt by message, or by letter?',
    devices: (count: number) =>
      count === 1
        ? 'One device still holds an eSIM of this line. Please delete it while it is online; the message that you get says how.'
        : `${count} devices still hold an eSIM of this line. Please delete it on each while it is online; the message that you get says how.`,
    progress: (f: { service: string | null; mayWithdraw: boolean }) =>
      `${f.service === null ? 'The request is under way.' : `Service ends on ${f.service}.`} ${f.mayWithdraw ? 'Until then you can take it back: call us, or use the receipt.' : 'It can no longer be taken back.'}`,
    ended: () => 'This line has ended. With the receipt you can open the certificate on our site.',
    goodbye: () => 'Is there anything else? Thank you for calling.',
  },
  work: {
    title: 'The matter',
    findings: 'What stands in the way',
    nothing: 'Nothing stands in the way.',
    dates: 'Dates',
    money: 'Money',
    reason: 'Reason, if the caller gives one',
    what: 'What happened',
    choose: 'Choose what happened.',
    contact: 'Another number or e-mail address of the caller',
    contactHint: 'For the certificate; the line will be off by then.',
    address: 'Name and address, as on an envelope',
    addressHint: 'At most six lines. Nobody here sees the secret of the receipt; the post room prints it.',
    account: 'Bank account',
    accountName: 'Name on the account',
    asPaid: 'Back as it was paid',
    disputeLabel: 'What the caller says is wrong',
    deletedOn: (device: string) => `The caller says it is deleted on ${device}`,
    noDevice: 'a device without a name',
  },
  timeline: { title: 'Timeline', none: 'No case is open.' },
  actions: {
    title: 'What you can do',
    names: {
      declare: 'Receive the request to end the line',
      report: 'Report a lost or stolen phone',
      confirm: 'Submit the request',
      send_receipt: 'Send the receipt by message',
      write_letter: 'Send the receipt by letter',
      refund: 'Say where a refund goes',
      dispute: 'Note that a finding is wrong',
      said_deleted: 'Note that an eSIM was deleted',
      stop_waiting: 'Stop waiting for devices',
      withdraw: 'Take the request back',
    } satisfies Record<DeskAction, string>,
    obstacles: {
      locked: 'This call is locked after wrong answers.',
      not_proven: 'The caller has not proven enough.',
      held: 'The fraud desk holds this line.',
      line_ended: 'The line has ended.',
      case_open: 'A request is open already.',
      no_case: 'No request is open.',
      in_the_way: 'Something stands in the way.',
      confirmed: 'It is submitted already.',
      awaits_second: 'A second person was asked to agree, and has not decided yet.',
      reported: 'It is reported already.',
      not_confirmed: 'The request is not submitted yet.',
      no_receipt: 'No receipt waits to be sent.',
      nothing_to_refund: 'It can be said once the request is submitted.',
      nothing_found: 'Nothing was found that could be wrong.',
      no_devices: 'No device is waited for.',
      too_late: 'It is too late for that.',
    } satisfies Record<DeskObstacle, string>,
  },
  done: {
    seated: 'Calls to this extension come to this desk.',
    declare: 'The request is received.',
    report: 'The line is being barred.',
    confirm: 'The request is submitted.',
    ask_second: 'A second person must agree to this ending. They are asked; it is submitted when they do.',
    send_receipt: (to: string) => `The receipt is on its way to ${to}.`,
    write_letter: 'The post room prints the letter.',
    refund: 'It is noted where a refund goes.',
    dispute: (reference: string) => `Noted. The receipt number is ${reference}.`,
    said_deleted: 'Noted. It proves nothing until the device says so itself.',
    stop_waiting: 'Nothing is waited for any more.',
    withdraw: 'The request is taken back.',
    ended: 'The call is over. What was proven in it is gone.',
  },
  keys: {
    title: 'Keyboard',
    lead: 'Enter presses the button that is marked. With Alt:',
    names: {
      KeyA: 'Answer field',
      KeyN: 'Next to read out',
      KeyB: 'Back',
      KeyG: 'Go on: the marked button',
      KeyW: 'What you can do',
      KeyL: 'The caller and the line',
      KeyE: 'End the call',
      KeyR: 'The call that rings',
      KeyK: 'This list',
    },
  },
};

/** Where somebody who is called sees whether it is really us. */
export const agentCheck = {
  title: 'Is this really our hotline?',
  lead: 'Somebody on the telephone says that they are from us. Ask for their code and enter it here while you talk.',
  number: 'Your number that the call is about',
  code: 'Code that the agent reads out',
  codeHint: 'Six digits.',
  submit: 'Check the code',
  real: {
    title: 'Real',
    text: 'One of our agents reads out this code in a call about this number now. Our agents never ask for passwords or for codes from text messages of banks.',
  },
  not_real: {
    title: 'Not real',
    text: 'No agent of ours reads out this code in a call about this number. Hang up.',
  },
  cannot_tell: {
    title: 'Cannot tell',
    text: 'We cannot check codes for this number at the moment. Hang up and call us yourself.',
  },
  call: 'Our own number, to dial yourself:',
  noNumber: 'Dial the number on your bill yourself.',
};

/** Four digits for a caller who is signed in. */
export const callCode = {
  title: 'Digits for our hotline',
  lead: 'You are on the telephone with our hotline, and have called it yourself. The agent asks for four digits: they show that you are signed in here.',
  warn: 'Did somebody call you and ask for these digits? Then hang up.',
  show: 'Show me the digits',
  read: 'Read these out',
  valid: (minutes: number) => `Good for ${minutes} minutes, and once.`,
  again: 'Show other digits',
};

/** What the post room prints. */
export const letters = {
  title: 'Letters',
  lead: 'Receipts that callers want by letter. Each holds a secret: print it, put it into an envelope, and leave no copy.',
  none: 'No letter waits.',
  asked: 'Asked for',
  state: 'State',
  waiting: 'Waiting',
  printed: (at: string) => `Printed ${at}`,
  print: 'Open to print',
  letter: {
    subject: 'Receipt for closing a line',
    line: 'Line',
    reference: 'Reference',
    secret: 'Receipt secret',
    text: (portal: string) =>
      `With these two you can follow the request and take it back, without the number: ${portal}/receipt. Show them to nobody.`,
    call: (hotline: string) => `Questions: ${hotline}.`,
  },
};
