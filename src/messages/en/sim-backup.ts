/** What `handback sim` says and writes. */
export const simBackup = {
  noReaders: 'No reader is connected.',
  reader: (name: string, hasCard: boolean) => `${name}  ${hasCard ? 'has a card' : 'empty'}`,
  reading: (file: string, record: number, of: number) => `Reading ${file}: ${record} of ${of}`,
  askPin: (triesLeft: number | null) =>
    triesLeft === null
      ? 'PIN of the SIM: '
      : `PIN of the SIM (${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left): `,
  taken: (folder: string) =>
    `${folder} is there already and is left as it is. Name a folder that is not there.`,
  written: (f: { contacts: number; messages: number; ownNumbers: number; folder: string }) =>
    `Contacts: ${f.contacts}. Messages: ${f.messages}. Own numbers: ${f.ownNumbers}. Written to ${f.folder}.`,
  brokenCount: (n: number) => `Could not be read as it should: ${n}. The summary and sim.json name each.`,
  faults: {
    pcsc_missing:
      'What speaks to card readers is not installed for this system. `npm install` brings it where it exists; on Linux the package libpcsclite1 is needed too.',
    pcsc_not_running:
      'The service that knows the card readers does not run. On Linux: install and start pcscd.',
    no_reader: 'No card reader is connected.',
    which_reader: 'Name the reader with --reader.',
    no_card: 'No card is in the reader.',
    card_mute: 'The card does not answer. Take it out, clean its contacts and see which way round it goes.',
    card_in_use: 'Another program uses the card. Close it and try again.',
    card_gone:
      'The card was taken out, or reset, before all was read. Nothing was written: put it in and start again.',
    reader_failed: 'The reader failed. Nothing was written.',
    not_a_sim: 'This card is not a SIM.',
    pin_needed: 'The card asks for its PIN. Start this in a terminal, or give --pin-file.',
    pin_malformed: 'A PIN has 4 to 8 digits. It was not tried.',
    pin_wrong: 'That PIN is wrong. It is not tried again by itself.',
    pin_last_try:
      'One try is left. A wrong PIN would lock the card. If you are sure of yours, start again with --last-try.',
    puk_locked:
      'The card is locked: no try is left. Only its PUK opens it. The PUK is on the card carrier that came with the SIM, and its operator gives it to the holder. Set a new PIN with the PUK in a phone, then start again.',
    card_protocol: 'The card answers in a way that no SIM should. Nothing was written.',
  },
  triesLeft: (n: number) => `Tries left: ${n}.`,
  readers: (names: readonly string[]) => `Readers: ${names.join(', ')}`,
  summary: {
    title: 'What was on this SIM',
    card: (kind: string): string => (kind === '2g' ? 'SIM of 2G' : 'USIM'),
    made: (at: string) => `Read: ${at}`,
    whatIsWhere: [
      'contacts.vcf: contacts, for a phone or an address book (vCard 4.0)',
      'contacts.csv, messages.csv, own-numbers.csv: tables',
      'sim.json: everything, with what could not be read',
    ],
    ownNumbers: 'Own numbers',
    noOwnNumbers: 'The card keeps none.',
    contacts: 'Contacts',
    messages: 'Messages',
    incomplete: 'Messages of which a part is missing',
    broken: 'Could not be read as it should',
    nothingBroken: 'Nothing.',
    brokenPlace: (file: string, record: number | null) =>
      record === null ? file : `${file}, record ${record}`,
    noClone:
      'This is a copy of the contents. The keys of a SIM cannot be read: nobody can call or sign in with this copy.',
    keepSafe: 'Keep this folder where only you can read it.',
  },
  problems: {
    name_coding: 'the name is coded in a way that no SIM should use',
    number_coding: 'the number is longer than its field, or holds unknown digits',
    extension_missing: 'the rest of a long number is not there',
    extension_circular: 'the rest of a long number leads back to itself',
    subaddress_left_out: 'a sub-address of the number was left out',
    link_broken: 'it belongs to no contact, or its contact names a record that is not there',
    message_coding: 'the message cannot be read',
    message_cut_off: 'the message ends too early',
    message_compressed: 'the message is compressed',
    message_time: 'the time of the message is none',
    message_language_table: 'the message uses an alphabet of one language, and some letters may be wrong',
    record_short: 'the record is too short',
    not_given: 'the card did not give it',
    file_description: 'the card describes this file in a way that cannot be followed',
  },
};
