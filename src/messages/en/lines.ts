export const lines = {
  title: 'My lines',
  lead: 'Choose the line that you want to close.',
  plan: 'Plan',
  access: 'SIM or eSIM',
  fee: 'Staying costs',
  perMonth: (amount: string) => `${amount} a month`,
  status: { active: 'In service', barred: 'Barred', ended: 'Ended' },
  kinds: { sim: 'SIM card', esim: 'eSIM', companion: 'Companion device' },
  noNumber: 'Data line without a number',
  close: 'Close this line',
  report: 'Report lost',
  openCase: 'See the request',
  waiting: 'Somebody asked to close this line',
  certificate: 'Certificate',
  ended: (date: string) => `Ended on ${date}`,
  empty: 'No line is on your account. If you expected one, call us or bring your document to a store.',
  more: 'Show my other lines',
  moreHint: 'Needs your document number.',
};

/** One line with its eSIM profiles, while it is in service. */
export const lineDetails = {
  profiles: 'eSIM profiles',
  onDevices: (n: number) => (n === 1 ? 'On 1 device' : `On ${n} devices`),
  noProfiles: 'We know of no eSIM on this line.',
  states: {
    on_device: 'On the device',
    ordered: 'Ordered, on no device',
    unavailable: 'Taken back',
    deleted: 'Deleted',
  },
  deletedAt: (at: string) => `Deleted ${at}`,
  removed: (device: string, at: string) => `The eSIM on ${device} was deleted on ${at}.`,
  removedSometime: (device: string) => `The eSIM on ${device} was deleted.`,
  removedMeans: 'Deleting an eSIM does not end the line and does not stop the bill.',
  askNew: 'Ask for a new eSIM',
  newTitle: 'A new eSIM',
  newText: (hotline: string | null) =>
    `Call us at ${hotline ?? 'the number on your bill'}, or bring your identity document to any store. The number and the plan stay the same.`,
  newLink: 'How to get a new eSIM',
  details: 'Details',
  detailsOf: (line: string) => `eSIM details of ${line}`,
};
