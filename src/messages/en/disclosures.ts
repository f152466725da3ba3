/** What the holder of a certificate shows or keeps to themselves: on the page, on paper and on the command line. */
export const disclosures = {
  kinds: {
    number: { name: 'The full number', hint: 'Whoever gets the copy can compare it.' },
    holder: {
      name: 'Who held the line',
      hint: 'Your name, the end of your document number and your customer number. The PDF prints the name masked.',
    },
    line: { name: 'Line number', hint: 'The number by which the operator keeps the line.' },
    cards: { name: 'Card numbers', hint: 'ICCID and IMSI of the SIM cards and eSIMs.' },
    devices: { name: 'eSIM device numbers', hint: 'EID of the device and ICCID of each eSIM profile.' },
    network: {
      name: 'The answers of the network, word for word',
      hint: 'Technical records; they hold your number and card numbers too. The PDF gets an annex that lists them.',
    },
    esim: {
      name: 'What the eSIM device signed',
      hint: 'It holds ICCID and EID. With the device numbers, the deletion can be verified again.',
    },
  },
  /** On the paper, of what is attached to it. */
  attached: (shown: string) =>
    `This file shows, in its attached data and in full: ${shown}. It shows nothing else of the person. The page masks numbers and names.`,
  attachedNothing:
    'This file shows nothing of the person, neither on the page nor in the data attached to it.',
  /** On the command line, of a copy that was made. */
  copyShows: (shown: string) => `The copy shows ${shown}, and nothing else of the person.`,
  copyShowsNothing: 'The copy shows nothing of the person.',
  notChecked: 'Whether the certificate is genuine was not checked: its key is not known here (--trust).',
  notInFile: (missing: string) =>
    `The file does not hold this, so that no copy of it can show it: ${missing}.`,
  /** The same in the middle of a sentence. */
  inSentence: {
    number: 'the number',
    holder: 'the holder',
    line: "the operator's number of the line",
    cards: 'card numbers',
    devices: 'eSIM device numbers',
    network: 'the answers of the network, with number and card numbers',
    esim: 'what the eSIM device signed, with its numbers',
  },
};
