import type { Route, Wish } from '../../domain/rules/route.ts';
import type { Material } from '../../domain/rules/rulebook.ts';
import type { LineOutcome, RequestState } from '../../domain/special/special-request.ts';

/** What is said of one route: on the page of all routes, and above its own form. */
interface RouteTexts {
  readonly title: string;
  /** In the list of all ways: for whom it is. */
  readonly who: string;
  readonly meanwhile: string;
  /** Above the form. */
  readonly heading: string;
  readonly lead: string;
  readonly points: readonly string[];
  readonly holder: string;
  readonly requester: string;
  readonly numbers: string;
}

const routes: Record<Route, RouteTexts> = {
  bereavement: {
    title: 'The holder has died',
    who: 'You are family or an heir, and want their number to end.',
    meanwhile: 'The line stays as it is. Messages that matter can still arrive.',
    heading: 'End the number of somebody who has died',
    lead: 'Our condolences. You can do all of it here, once, in writing.',
    points: [
      'Their phone, their codes and their passwords are not needed.',
      'Before the line ends, save what hangs on the number: banks, insurance, photos, contacts.',
      'If something is still open on the account, we tell you how much. We do not ask the family to pay it.',
    ],
    holder: 'The person who died',
    requester: 'You',
    numbers: 'Their numbers',
  },
  guardian: {
    title: 'You are a guardian',
    who: 'You act for a child, or for an adult who cannot act.',
    meanwhile: 'The line stays as it is, and works.',
    heading: 'End a number as a guardian',
    lead: 'You show that you are the guardian; the person you care for has to do nothing.',
    points: [
      'If it is accepted, the number and the contacts of the holder are told, and it can be stopped until the line ends.',
      'Before the line ends, move what hangs on the number: banks, school, doctors.',
    ],
    holder: 'The person you act for',
    requester: 'You, the guardian',
    numbers: 'Numbers that shall end',
  },
  agent: {
    title: 'You were asked to act for somebody',
    who: 'The holder authorised you in writing.',
    meanwhile: 'The line stays as it is, and works.',
    heading: 'End a number for somebody who authorised you',
    lead: 'A signed letter that names you and the number takes the place of the holder.',
    points: [
      'If it is accepted, the number and the contacts of the holder are told, and it can be stopped until the line ends.',
    ],
    holder: 'The holder',
    requester: 'You, the agent',
    numbers: 'Numbers that shall end',
  },
  survivor: {
    title: 'You need to be safe from the holder',
    who: 'You use a line that belongs to somebody from whom you must be safe.',
    meanwhile: 'The line stays as it is. Nothing of your request can be seen on the account of the holder.',
    heading: 'A line apart from the holder',
    lead: 'The line can go on as yours alone, with its number kept. Or it can end. You choose.',
    points: [
      'Nothing of it reaches the holder: no notice, no page, no bill, no certificate.',
      'Once it is done, they may notice that the line is no longer on their account. We do not tell them why.',
      'You need not tell what happened, and you owe no fee for it.',
      'Use a device and a contact that they cannot get into. In a private window the browser keeps no history of this page.',
      'In danger, call the police first.',
    ],
    holder: 'The holder',
    requester: 'You',
    numbers: 'The numbers that you use',
  },
  not_mine: {
    title: 'A number in your name that you never opened',
    who: 'Somebody opened a line under your document. You can dispute one number, or all that you do not know.',
    meanwhile: 'The line stays as it is.',
    heading: 'Numbers that you never opened',
    lead: 'You need not know the numbers: we look for every line under your document.',
    points: [
      'Only your own document is needed.',
      'What such a line owes does not stand in the way.',
      'If you lost your document, report that to the police too.',
    ],
    holder: 'The holder',
    requester: 'You, as on your document',
    numbers: 'Numbers that you never opened',
  },
  company: {
    title: 'Numbers of a company',
    who: 'An organisation ends many numbers at once.',
    meanwhile: 'The lines stay as they are, and work.',
    heading: 'End numbers of a company',
    lead: 'One request with signed authority for up to 500 numbers.',
    points: [
      'The letter must name you, and bear the seal or the signature of who may sign for the company.',
      'Each line gets a case of its own. What stands in the way of one does not hold up the others.',
    ],
    holder: 'The company',
    requester: 'You, who act for it',
    numbers: 'Numbers that shall end',
  },
};

/** The ways for those who cannot ask as a holder does. */
export const special = {
  title: 'Another way to end a number',
  lead: 'For those who cannot sign in as the holder. Pictures of a few papers take the place of the code. People look at them, and you have a receipt at once.',
  link: 'You cannot sign in as the holder?',
  linkHint:
    'Somebody died, you act for somebody, you must be safe from the holder, or the number was never yours.',
  ready: 'Have ready',
  oneOf: 'One of these:',
  decided: 'Decided within',
  hours: (hours: number) => `within ${hours} hours`,
  days: (days: number) => (days === 1 ? '1 working day' : `${days} working days`),
  meanwhile: 'Until then',
  begin: 'Begin',
  beginAbout: (route: string) => `Begin: ${route}`,
  lostHint: 'The line is barred at once, without papers.',
  routes,
  wish: 'What shall happen?',
  wishes: {
    split_off: 'It becomes my own line, and I keep the number',
    end: 'It ends',
  } satisfies Record<Wish, string>,
  which: 'Which numbers?',
  whichOptions: {
    these: 'The numbers that I name below',
    all: 'Every number under my document, except mine',
  },
  oneALine: (most: number) => `One a line, at most ${most}. With or without spaces.`,
  mineLabel: 'Numbers that are yours',
  mineHint: 'Only if you choose every number: these are left alone. One a line.',
  tick: 'Lines under your document: tick those that you never opened',
  tooManyNumbers: (most: number) => `Name at most ${most} numbers`,
  numberWrong: (typed: string) => `This is no number that we can read: ${typed}`,
  name: 'Name',
  companyName: 'Name of the company',
  documentType: 'Kind of document',
  documentNumber: 'Document number',
  country: 'Country that issued it',
  countryHint: 'Two letters, such as GB. Only passports and other documents need it.',
  contact: 'Where can we tell you that it is decided?',
  contactHint: 'A mobile number or an e-mail address of yours. The message does not say what it is about.',
  contactSafe:
    'Only if nobody else reads it. Leave it empty otherwise: your receipt shows everything. The message does not say what it is about.',
  note: 'Something that we should know',
  noteSafe: 'You need not explain anything.',
  papers: 'Pictures of the papers',
  papersHint:
    'JPEG, PNG or WebP, up to 8 MB each, 24 MB together. Several pictures of one paper are fine; 12 in all. Place and time are taken out of each.',
  papersAgain: 'Choose the pictures again: a page cannot keep them.',
  /** What a picture is sent of, by whoever sends it. */
  photoOf: {
    identity_document: "The holder's identity document",
    identity_document_copy: "The holder's identity document, or a copy",
    opening_form: 'The form with which the line was opened',
    sim_card: 'The SIM card',
    business_licence: 'The business licence',
    company_seal: 'A paper with the company seal',
    authorisation_letter: 'The letter that authorises you, signed by the holder',
    agent_identity_document: 'Your own identity document',
    death_certificate: 'The death certificate',
    proof_of_kinship: 'What shows that you are family or the heir, such as a family register',
    heir_identity_document: 'Your own identity document',
    guardianship_proof: 'What shows that you are the guardian',
    guardian_identity_document: 'Your own identity document',
    requester_identity_document: 'Your own identity document',
    police_report: 'A report to the police',
    court_order: 'An order of a court, such as a protection order',
    support_service_letter: 'A letter from a support service, a doctor, a social worker or a lawyer',
    sworn_statement: 'A statement of your own, signed',
  } satisfies Record<Material, string>,
  companyLetter: 'The letter that authorises you, sealed, or signed by who may sign for the company',
  onePaper: 'One of these papers is enough',
  paperMissing: (paper: string) => `Add a picture: ${paper}`,
  oneMissing: 'Add a picture of one of these papers',
  tooLarge: (paper: string) => `Too large: ${paper}`,
  tooLargeDetail: 'A picture has up to 8 MB, and all together 24 MB. Take it smaller, or send fewer.',
  tooManyPictures: 'Send at most 12 pictures',
  sameDocument: 'You and the holder cannot have the same document',
  choose: (what: string) => `Choose: ${what}`,
  kept: 'What is kept of it, and how long',
  submit: 'Send the request',
  leave: 'Leave this page',
  leaveTo: 'https://www.weather.com',
  leaveHint: 'Or press Escape three times.',
  state: {
    title: 'Your request',
    headline: {
      received: 'Received. People look at it now',
      accepted: 'Accepted',
      refused: 'Refused',
      withdrawn: 'Withdrawn. Nothing happens',
    } satisfies Record<RequestState, string>,
    fresh: 'Your request is received',
    keep: 'Write down both, or print this page. The secret is shown only now, and opens your request, and later the progress of each number.',
    keepSafe: 'Keep both where nobody else finds them. The secret is shown only now.',
    reference: 'Reference',
    secret: 'Receipt secret',
    received: 'Received',
    decideBy: 'Decided by the end of',
    decided: 'Decided',
    about: 'About',
    why: 'Why',
    again: 'You can send another request with what was missing.',
    open: 'Look at the request',
    next: 'What happens now',
    nextSteps: [
      'People compare your papers with the lines. Two of them must agree.',
      'With the reference and the secret you can open the request at any time, and take it back until it is decided.',
    ],
    asked: 'You asked about',
    askedAll: 'Every number under your document',
    pictures: 'Pictures sent',
    whereTo: 'Open it at',
    lines: 'The numbers',
    fewer: 'Of other numbers that you named nothing happens; ask us.',
    noNumber: 'A line without a number',
    outcomes: {
      started: 'It is being ended.',
      split_off: 'It is yours now, and the number stays.',
      blocked: 'Something must be cleared first. We try again, and the request stays open.',
      cannot_tell: 'One of our systems does not answer. We try again, and the request stays open.',
      ended_already: 'It had ended already.',
      open_already: 'Somebody asked to end it already. We look at it, and the request stays open.',
    } satisfies Record<LineOutcome, string>,
    inTheWay: 'In the way',
    progress: 'See its progress',
    progressOf: (number: string) => `See the progress of ${number}`,
    signIn: 'Sign in with the number',
    withdraw: 'Withdraw the request',
    withdrawHint: 'Nothing happens to any line.',
  },
  onLine: {
    text: 'Dispute it. You can name others under your document too.',
    act: 'I never opened this line',
  },
  /** Where the devices, the confirmation and the money are not the reader's own. */
  others: {
    confirm: 'Confirmed',
    devices: 'eSIM on the devices',
    waiting: 'Waiting for the devices: it can still be withdrawn',
    back: (amount: string) => `${amount} are in favour of the account`,
    owed: (amount: string) => `${amount} open on the account`,
    /** Where nobody who reads it is asked to pay. */
    told: {
      bereavement: 'Told, not demanded: it concerns the estate.',
      guardian: undefined,
      agent: undefined,
      survivor: 'Told, not demanded of you.',
      not_mine: 'You do not owe it.',
      company: undefined,
    } satisfies Record<Route, string | undefined> as Record<Route, string | undefined>,
    card: 'The old card',
    keepCertificate: 'Save it now. Later only your receipt opens this page.',
    cardOut: 'Not with us yet',
    esim: 'There is nothing to hand in of an eSIM: its chip stays in the device.',
  },
  /** On the pages of a case that was begun for somebody else. */
  caseNote: {
    bereavement: 'What this page says of a bill is only told. We do not ask the family to pay it.',
    guardian: 'You asked for it as a guardian. Codes and sign-in are not needed.',
    agent: 'You asked for it for the holder. Codes and sign-in are not needed.',
    survivor: 'Only your receipt opens this page. The holder is told nothing.',
    not_mine:
      'You asked for it because you never opened this line: you do not owe its bill. Codes and sign-in are not needed.',
    company: 'You asked for it for the company. Codes and sign-in are not needed.',
  } satisfies Record<Route, string>,
};
