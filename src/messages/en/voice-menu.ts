import type { CheckName } from '../../domain/rules/rulebook.ts';
import type { HandOverReason, HandOverState, Remark, TakenFor, Wish } from '../../domain/voice/menu.ts';

const remarks: Readonly<Record<Remark, string>> = {
  silent: 'We did not get a key.',
  not_a_choice: 'That key is not one of the choices.',
  use_keys: 'Please use the keys of your telephone.',
  unreadable: 'That cannot be right, please enter it again.',
  no_match: 'That does not match what we have.',
  nothing_done: 'Nothing was changed.',
};

const handOvers: Readonly<Record<HandOverReason, string>> = {
  asked: 'We are connecting you with one of our people.',
  misunderstood: 'One of our people can help you better.',
  too_long: 'One of our people can help you from here.',
  locked: 'No more answers are taken here for now, so one of our people takes over.',
  more_proof: 'We have to ask you more, so one of our people takes over.',
  cannot_tell: 'We cannot tell at the moment, so one of our people takes over.',
  too_many_calls: 'You have called often today, so one of our people takes over.',
};

const checks: Readonly<Record<CheckName, string>> = {
  line_ended: 'The line has ended already.',
  legal_hold: 'The law keeps the line from being closed.',
  fraud_hold: 'Our fraud desk has to look at the line first.',
  termination_lock: 'You have locked the line against closing.',
  port_out: 'The number is moving to another operator.',
  channel: 'This line is closed in another way: in a store or online.',
  family_tie: 'The line belongs to a family plan.',
  group_tie: 'The line belongs to a group.',
  main_secondary_tie: 'The line is tied to a main or a second number.',
  broadband_tie: 'A broadband connection depends on the line.',
  arrears: 'There is something to pay first.',
  unbilled_usage: 'There is usage that was not billed yet.',
  roaming: 'The line was used abroad, and that bill comes later.',
  notice_period: 'A notice period runs first.',
  contract_term: 'The contract still runs.',
};

/** What the voice menu says: one sentence each, of fifteen seconds at the most. */
export const voiceMenu = {
  title: 'Voice menu',
  /** How each language is named to a speech synthesiser. */
  voice: { jambonz: 'en-US', twiml: 'en-US' },
  greeting: (house: string) => `Welcome to ${house}; press zero at any time for a person.`,
  language: 'For English, press two.',
  wish: 'Press one to hear what stands in the way of closing your number, two to bar a lost or stolen phone, three to ask for your number to be closed.',
  own_number: 'If it is about the number that you are calling from press one, and for another number two.',
  number: 'Please enter the mobile number and press the hash key.',
  document_number:
    'Please enter the number of the identity document, with the star key for an X at its end, and press the hash key.',
  opening_date: 'Please enter the day on which the line was opened in eight digits, the year first.',
  confirm_bar: 'Press one to bar the line now and have it closed, or two to leave it as it is.',
  confirm_declare: 'Press one if you ask us to close this number, or two to leave it as it is.',
  after_answer: 'Press star to hear it again, one for something else, zero for a person, or hang up.',
  goodbye: 'Thank you for calling, goodbye.',
  hold: 'Please stay on the line.',
  one_moment: 'One moment, please.',
  clear: 'Nothing stands in the way of closing this line.',
  in_the_way: (count: number): string =>
    count === 1 ? 'One thing stands in the way.' : `${count} things stand in the way.`,
  barred: 'The line is being barred, and its closing has begun.',
  declared: 'We have received it, and nothing changes before the holder proves who they are.',
  reference: (spelled: string) => `Your reference is: ${spelled}.`,
  receipt: (sent: boolean): string =>
    sent
      ? 'A text message with your receipt is on its way to your other contact.'
      : 'We have no other contact of yours, so ask one of our people for your receipt.',
  remarks,
  handOvers,
  checks,
  /** The page that stands in for a telephone. */
  call: {
    title: 'Call the hotline',
    lead: 'The voice menu as a caller hears it. No telephone is behind it; what it does to a line is real here.',
    caller: 'Number that you call from',
    callerHint: 'Leave it empty to withhold it. It proves nothing.',
    dial: 'Call',
    said: 'You hear',
    readAloud: 'Read it aloud',
    keypad: 'Keys',
    names: { '*': 'star', '0': 'zero, a person', '#': 'hash' },
    many: 'Several keys',
    manyHint: 'As you would key it in: digits, and the star key for X.',
    enter: 'Key it in',
    silent: 'Say nothing',
    hangUp: 'Hang up',
    person: 'A person takes the call here, and sees what was collected.',
    toDesk: 'See it at the hotline desk',
    hungUp: 'The menu has hung up.',
    over: 'That call is over.',
    again: 'Call again',
  },
  /** Of a hand-over, as an agent reads it. */
  desk: {
    title: 'From the voice menu',
    lead: 'What the caller keyed in. It proves nothing in this call: ask again.',
    at: 'When',
    number: 'About the number',
    noNumber: 'None was entered',
    wish: 'Wanted',
    wishes: {
      blockers: 'To hear what stands in the way',
      bar: 'To bar a lost or stolen phone',
      declare: 'To close the number',
    } satisfies Readonly<Record<Wish, string>>,
    noWish: 'Not said',
    why: 'Handed over because',
    whys: {
      asked: 'they asked for a person',
      misunderstood: 'the menu and they did not understand each other',
      too_long: 'the call went on for too long',
      locked: 'too many answers were wrong',
      more_proof: 'more has to be asked',
      cannot_tell: 'the menu could not tell',
      too_many_calls: 'this number has called often today',
    } satisfies Readonly<Record<HandOverReason, string>>,
    proven: 'Answered rightly on the keypad',
    provens: { document_number: 'Document number', opening_date: 'Day of opening' },
    nothing: 'Nothing',
    reference: 'Reference read out',
    language: 'Language',
    languages: { 'zh-CN': 'Chinese', en: 'English' },
    /** The list of whom to call back. */
    list: {
      title: 'Call back',
      lead: 'Callers of the last two days whom the voice menu handed to a person. Take one before you call, and nobody else will.',
      states: { open: 'To call back', taken: 'Taken' } satisfies Readonly<Record<HandOverState, string>>,
      span: 'Which ones',
      none: { open: 'Nobody waits for a call.', taken: 'Nobody has taken one.' } satisfies Readonly<
        Record<HandOverState, string>
      >,
      caller: 'Called from',
      hidden: 'Number withheld',
      by: 'Taken by',
      takenFor: { call: 'answered the call', call_back: 'calls back' } satisfies Readonly<
        Record<TakenFor, string>
      >,
      you: 'You',
      next: 'What next',
      take: 'Take it',
      takeOf: (caller: string) => `Take it: the call back to ${caller}`,
      begin: 'Open the line',
      putBack: 'Put it back',
      taken: 'It is yours. The numbers are shown in full to you alone, and prove nothing.',
      back: 'It waits for somebody else.',
      more: 'More',
    },
  },
};
