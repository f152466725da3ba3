export const inbox = {
  title: 'Demo inbox',
  lead: 'Text messages that the simulated message centre delivered. In a real installation they arrive on phones.',
  number: 'Number',
  filter: 'Show',
  all: 'All numbers',
  empty: 'No message yet. Ask for a code on the start page, then look again.',
  to: 'To',
  refresh: 'Look again',
};

/** The virtual phones of the demo, as their own settings show them. */
export const phone = {
  title: 'Settings › Cellular',
  titleOf: (number: string) => `Settings › Cellular · ${number}`,
  devicesOf: (number: string) => `The devices of ${number}`,
  lead: 'Virtual phones with virtual eSIM chips. What a chip deletes it signs, and the phone delivers that to the operator over HTTPS, as a real one does.',
  choose: 'Numbers with an eSIM',
  number: 'Mobile number',
  show: 'Show the phones',
  other: 'Other numbers',
  messages: 'Its text messages',
  fromInbox: 'eSIMs on the phones',
  portal: 'Close the number in the portal',
  none: 'No virtual phone belongs to this number: it has no eSIM, or it is not one of those below.',
  noPhones: 'There are no virtual phones here. `npm start` brings them.',

  chip: (digits: string) => `EID ends ${digits}`,
  iccid: (digits: string) => `ICCID ends ${digits}`,
  esims: 'eSIMs',
  noEsim: 'No eSIM on this device.',
  on: 'On',
  off: 'Off',
  turnOn: 'Turn on',
  turnOff: 'Turn off',
  remove: 'Delete eSIM',

  confirmTitle: 'Delete this eSIM?',
  confirmWhat: [
    'The chip deletes it for good and signs that. It cannot come back.',
    'Deleting an eSIM does not end the line and does not stop the bill.',
  ],
  keep: 'Keep eSIM',

  online: 'Online',
  offline: 'Offline',
  over: 'Online over',
  overs: { mobile: 'Mobile data', wifi: 'Wi-Fi', nothing: 'Nothing (airplane mode)' },
  mobileHints: {
    works: 'Works: the line is in service.',
    cut: 'Does not work: the line is cut off.',
    not_in_use: 'Does not work: no line serves this device.',
  },
  mobileWithout:
    'Works here as long as the line is in service. A real phone whose only eSIM is off needs Wi-Fi.',
  set: 'Set',
  noNetworkTitle: 'No network',
  noNetwork:
    'The line is cut off, so this device has no mobile data. What its chip signs waits on the device until there is Wi-Fi. That is why Handback asks for the deletion before it cuts the line off.',
  notInUse:
    'No line serves this device, so it has no mobile data. What its chip signs waits on the device until there is Wi-Fi.',

  happened: 'What happened',
  nothingYet: 'Nothing yet.',
  did: {
    on: (name: string) => `${name} was turned on`,
    off: (name: string) => `${name} was turned off`,
    delete: (name: string) => `${name} was deleted`,
  },
  delivered: (n: number, at: string) => `Signed, number ${n}, and delivered at ${at}.`,
  waits: (n: number) => `Signed, number ${n}. It waits for the network.`,
  refused: (n: number, why: string) => `Signed, number ${n}, and not delivered: ${why}. The phone keeps it.`,
  unsigned: 'Not signed: the profile names no address to tell this to.',
  neverProven: 'Not signed: the profile names no address to tell this to. So nothing can prove it.',
  waiting: 'Waits',

  orders: 'Ordered eSIM',
  orderWhere: 'On no device: it waits at the SM-DP+ to be downloaded. There is nothing to delete on a phone.',
  orderTaken: 'The operator took it back at the SM-DP+. It can no longer be downloaded.',
  orderState: { waiting: 'Ready to download', taken: 'Taken back' },
};
