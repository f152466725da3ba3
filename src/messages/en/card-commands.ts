/** What the commands about old cards print. */
export const cardCommands = {
  takenIn: (iccidEnd: string, reference: string) => `Card …${iccidEnd} taken in: ${reference}.`,
  setAside: (iccidEnd: string) => `Card …${iccidEnd} set aside, to be sent on or back.`,
  luhnInvalid: 'Its check digit does not fit: compare the number with the card.',
  missing: (iccidEnd: string) => `Card …${iccidEnd} recorded as missing.`,
  removed: (iccidEnd: string) => `Card …${iccidEnd} is out of the books of what is here.`,
  noCard: 'There is no card to hand in: the line has eSIMs only.',
  noneLoose: 'No card lies loose.',
  noBags: 'No bags.',
  noBatches: 'No batches.',
  more: (command: string) => `There are more: ${command}`,
  done: {
    seal: (bag: string) => `Bag ${bag} is sealed.`,
    hand_over: (bag: string) => `Bag ${bag} is handed over; somebody else takes it over.`,
    take_over: (bag: string) => `Bag ${bag} is taken over.`,
  },
  inBatch: (bag: string, batch: string) => `Bag ${bag} is in batch ${batch}.`,
  batchHandedOver: (batch: string) => `Batch ${batch} is with the destroyer; scan it there, then close it.`,
  scanned: (count: number) => `${count} scan(s) of this batch are kept.`,
  closed: (batch: string, cards: number) => `Batch ${batch} is closed: ${cards} card(s), all agree.`,
  notClosed: (differences: number) => `It is not closed: ${differences} difference(s).`,
  destroyed: (cards: number) => `${cards} card(s) destroyed; the certificates are made anew by the workers.`,
  differences: {
    seal: 'The seal is another one.',
    count: (books: string, found: string) => `Counted ${found}; the books have ${books}.`,
    missing: (iccid: string, bag: string) => `${iccid}  missing, of bag ${bag}`,
    extra: (iccid: string) => `${iccid}  ours, and in no bag`,
    scanned_twice: (iccid: string, found: string) => `${iccid}  scanned ${found} times`,
    other_bag: (iccid: string, books: string) => `${iccid}  belongs to bag ${books}`,
    other_operator: (iccid: string) => `${iccid}  no card of ours`,
    unreadable: (scanned: string) => `${scanned}  no card number`,
  },
  consent: {
    remove: (iccidEnd: string) => `Take card …${iccidEnd} out of the books?`,
    destroy: (batch: string) =>
      `Record batch ${batch} as destroyed? Every card in it gets a new certificate that says so.`,
  },
};
