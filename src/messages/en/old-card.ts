/** Where the old card of an ending line is, for its holder. */
export const oldCard = {
  title: 'Your old card',
  ending: (digits: string) => `Card ending ${digits}`,
  places: {
    with_holder: 'With you',
    missing: 'Missing, as you said',
    taken_in: 'With us',
    in_bag: 'With us, in a bag for destruction',
    on_the_way: 'On the way to be destroyed',
    at_depot: 'At our depot, waiting to be destroyed',
    at_destroyer: 'At the firm that destroys it',
    destroyed: 'Destroyed',
    given_back: 'Given back to you',
    sent_on: 'Sent on',
    lost: 'Lost while it was with us',
  },
  takenIn: (on: string) => `Taken in ${on}.`,
  said: (on: string) => `You said so ${on}.`,
  destroyed: (on: string) => `Destroyed on ${on}. The certificate says how.`,
  lost: 'We could not find it when it was to be destroyed. It connects to nothing once the line has ended.',
  handIn:
    'Hand it in at a shop, or send it to us, so that it is destroyed and recycled. You need not: the line ends all the same.',
  doNotCut:
    'Please do not cut it. Cutting leaves the chip readable, and we can no longer tell which card it was. A cut card is taken in all the same.',
  untilOff: 'Until the line is off, its calls and messages need the card.',
  shops: 'Find a shop',
  makeLabel: 'Send it by post',
  label: 'Label for the envelope',
  labelHow:
    'Print the label or write it on the envelope, and put in the card, nothing else. It stands for your name, and opens nothing.',
  printLabel: 'Print the label',
  missing: 'I do not have it any more',
  missingWhich: (digits: string) => `I do not have the card ending ${digits} any more`,
  esim: 'There is nothing to hand in of an eSIM: its chip stays in your device. Delete the profile there, and the device signs that it is gone.',
};
