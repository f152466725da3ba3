/** What is kept of people: on the command line and on the holder's own page. */
export const privacy = {
  kinds: {
    name: 'Name',
    document: 'Identity document',
    lines: 'Lines',
    cases: 'Terminations',
    certificates: 'What certificates disclose',
    network_answers: 'What the network answered',
    decisions: 'What decisions rest on',
    visits: 'Visits at a counter',
    photos: 'Pictures of documents',
    contacts: 'Other telephone numbers and e-mail addresses',
    device_names: 'Names given to devices',
    requests: 'Requests for somebody else',
    declarations: 'Declarations from the public form',
    disputes: 'Objections',
    complaints: 'Complaints and the answers to them',
    refunds: 'Where refunds went',
    letters: 'Letters',
    messages: 'Messages that we sent',
    texts: 'Text messages that we got',
    appointments: 'Appointments',
  },
  page: {
    title: 'What we hold of you',
    lead: 'This is what is stored here under your name, and until when. After that day it is erased, and nobody can read it any more, also not in old backups once their key is destroyed.',
    several: (kind: string, count: number) => `${kind} (${count})`,
    until: 'At the latest through',
    earlier: 'Messages, letters, texts, pictures and appointments go earlier, by rules of their own.',
    open: (years: number) =>
      years === 1 ? '1 year after your last line has ended' : `${years} years after your last line has ended`,
    noDay: 'No last day yet',
    why: 'Why',
    because: {
      standing_line: 'You have a line with us.',
      open_dispute: 'We have not answered an objection of yours yet.',
    },
    rule: (rule: string, version: number, source: string) =>
      `Rule ${rule}, version ${version}. Source: ${source}.`,
    nothing: 'Nothing is held of you.',
    afterwards: 'The log of what was done here stays. It names nobody.',
    link: 'What we hold of you',
  },
  commands: {
    person: (party: string) => `Person: ${party}`,
    erased: (at: string, erasure: string) => `Erased on ${at} (${erasure}). Nothing else is held.`,
    held: (kind: string, count: number, until: string) =>
      `  ${kind}${count === 1 ? '' : ` (${count})`}: ${until}`,
    until: (day: string) => `through ${day}`,
    noDay: 'no last day yet',
    back: (words: string) => `Held back by: ${words}`,
    rule: (rule: string, version: number, source: string) =>
      `By rule ${rule} version ${version} (${source}).`,
    hold: (id: string, reason: string, by: string, until: string) =>
      `Legal hold ${id}, set by ${by}, ${until}: ${reason}`,
    openHold: 'until it is released',
    holdSet: (id: string) => `Legal hold set: ${id}`,
    holdReleased: (id: string) => `Legal hold released: ${id}`,
    done: (erasure: string) => `Erased: ${erasure}`,
    would: (missing: number, read: number) =>
      missing === 0
        ? `The database knows all ${read} erasures. It can be opened.`
        : `${missing} of ${read} erasures are not in this database. With --yes these people are erased again.`,
    replayed: (missing: number, read: number) =>
      `${missing} people erased again, of ${read} erasures. The database can be opened.`,
    progress: (read: number, missing: number) => `${read} read, ${missing} missing`,
    epoch: (epoch: number, current: boolean, keys: number, emptied: string | null) =>
      `${epoch}${current ? ' (current)' : ''}: ${keys} keys of people${emptied === null ? '' : `, none since ${emptied}`}`,
    epochMade: (epoch: number) => `New epoch: ${epoch}. Copy the key folder to your other machines now.`,
    rewrapped: (count: number, epoch: number) => `${count} keys wrapped anew by epoch ${epoch}.`,
    epochDestroyed: (epoch: number) =>
      `Epoch ${epoch} is destroyed. Destroy its copies, too: other machines, and backups of the key folder.`,
  },
  consent: {
    erase: (subject: string) => `Erase ${subject} for good?`,
    destroyEpoch: (epoch: number) =>
      `Destroy epoch ${epoch}? Backups whose keys it wraps cannot be read any more.`,
  },
};
