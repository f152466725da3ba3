import type { DocumentType } from '../../domain/people/document.ts';
import type { Capacity } from '../../domain/rules/capacity.ts';
import type { Material } from '../../domain/rules/rulebook.ts';

/** What to bring, and as whom: on pages and on paper. */
export const materials = {
  bring: 'What to bring to a store',
  atStore: 'In a store instead: what to bring',
  forOthers: 'Somebody else goes for you, or the holder died?',
  names: {
    identity_document: "The holder's identity document, the original",
    identity_document_copy: "A copy of the holder's identity document",
    opening_form: 'The form with which the line was opened',
    sim_card: 'The SIM card, whole',
    business_licence: 'The business licence, or a copy with the seal',
    company_seal: 'The company seal',
    authorisation_letter: 'A letter of authorisation, signed by the holder or sealed by the company',
    agent_identity_document: "The agent's own identity document, the original",
    death_certificate: 'The death certificate',
    proof_of_kinship: 'A proof of kinship, such as a family register, or of being the heir',
    heir_identity_document: "The heir's own identity document, the original",
    guardianship_proof: 'A proof of guardianship',
    guardian_identity_document: "The guardian's own identity document, the original",
    requester_identity_document: 'Your own identity document',
    police_report: 'A report to the police, or its number',
    court_order: 'An order of a court, such as a protection order',
    support_service_letter: 'A letter from a support service, a doctor, a social worker or a lawyer',
    sworn_statement: 'A statement of your own, signed',
  } satisfies Record<Material, string>,
  capacities: {
    owner: 'the holder',
    heir: 'an heir of the holder',
    guardian: 'the guardian of the holder',
    agent: 'an agent of the holder',
    company: 'somebody who acts for the company',
  } satisfies Record<Capacity, string>,
};

export const documentTypes: Record<DocumentType, string> = {
  cn_resident_id: 'Resident identity card',
  hk_mo_tw_residence_permit: 'Residence permit for Hong Kong, Macao and Taiwan residents',
  hk_mo_tw_permit: 'Mainland travel permit for Hong Kong, Macao or Taiwan residents',
  foreign_permanent_resident: 'Permanent resident identity card for foreigners',
  passport: 'Passport',
  business_licence: 'Business licence',
  other: 'Another document',
};

/** The form on paper with which a line is ended at a counter. */
export const applicationForm = {
  title: 'Application to end a line',
  label: {
    reference: 'Reference',
    clerk: 'Attended by',
    date: 'Date',
    holder: 'Holder',
    document: 'Identity document',
    comer: 'Acts',
    route: 'Route',
    comerName: 'Name of the person who acts',
    comerDocument: 'Their identity document',
    number: 'Number',
    plan: 'Plan',
    openedOn: 'Opened on',
    line: 'The line',
    person: 'Who applies',
    dates: 'Dates and money',
    serviceEnd: 'Service ends',
    billingEnd: 'Billing ends',
    release: 'Number release',
    bill: 'Final bill, as of today',
    refund: 'Paid back',
    materials: 'Shown',
    declaration: 'Declaration',
    signature: 'Signature',
    signedOn: 'Place and date',
    noNumber: 'None (data line)',
    noName: 'Not on record',
    notApplicable: 'Not applicable',
    unknown: 'Not known today',
  },
  declaration: {
    owner: 'I apply to end the line named above.',
    heir: 'I apply, as heir and for the estate of the holder, to end the line named above.',
    other: 'I apply, in the capacity named above and for the holder, to end the line named above.',
    common: [
      'I have read the dates and the money above. The final bill may still change by usage that is reported late.',
      'I know that the number can be given to somebody else after its release, and that codes sent to it then reach them.',
      'Until the line is removed from the network the application can be withdrawn with the receipt.',
    ],
  },
  signedOnScreen: (at: string) => `Signed on the screen, ${at}`,
  signHere: 'Sign here',
  balance: {
    owed: (amount: string) => `${amount} to be paid`,
    told: (amount: string) => `${amount} open on the account; told, not demanded`,
    owing: (amount: string) => `${amount} in your favour`,
    settled: (amount: string) => `Nothing owed, balance ${amount}`,
  },
  copy: 'This form proves the application, not the end of the line: that is proven by the certificate.',
};

/** The label with which a card is sent back. */
export const mailInLabel = {
  title: 'Return of a SIM card',
  to: 'To',
  noAddress: 'Ask the hotline for the address, and write it here.',
  code: 'Label',
  reference: 'Reference',
  cut: 'Cut along the line and put it on the envelope.',
  steps: [
    'Put the card into a padded envelope. Do not cut it and do not bend it.',
    'Put nothing else inside, above all no document and no copy of one.',
    'Keep the label code: with it you can ask whether the card arrived.',
  ],
  stepsTitle: 'How to send it',
};
