import type { Contract } from '../contract-types.ts';
import { ACCOUNT_EXAMPLES } from './account-examples.ts';
import { BY_NAME, type Json } from './example-values.ts';
import { STORE, STORE_EXAMPLES } from './store-examples.ts';

/** The heir of the customer asks for the same line. */
const HEIR: Json = {
  name: 'Wang Fang',
  documentType: 'passport',
  documentNumber: 'E12345678',
  documentCountry: 'CN',
};
const HOLDER: Json = {
  name: 'Zhang San',
  documentType: 'cn_resident_id',
  documentNumber: '11010519491231002X',
};
const HEIRS_PAPERS = ['death_certificate', 'proof_of_kinship', 'heir_identity_document'];
const WAITING_REQUEST: Json = {
  requestId: '0198a3c2-6a00-7b1e-9d20-1a2b3c4d5e60',
  ...{ reference: 'SR-4T8V2NPK', route: 'bereavement', wish: 'end', state: 'received', channel: 'online' },
  ...{ confidential: false, takenBy: null, decidedAt: null, decidedBy: null },
  receivedAt: '2026-03-01T09:30:00.000Z',
  decideBy: '2026-03-04T16:00:00.000Z',
};

const quoted = (id: string, strength: string): Json => ({
  ...{ id, version: 1 },
  source: { title: 'Public pages, as published', strength },
});

const CAMPAIGN: Json = {
  ...{ campaignId: '0198a3c2-7b00-7c1e-8d20-2a3b4c5d6e70', name: '3G switch-off, Beijing', state: 'running' },
  madeAt: '2026-03-01T09:30:00.000Z',
  upload: {
    ...{ complete: true, receivedRows: 0, fault: null, rows: 100_000, validRows: 99_981 },
    ...{ faults: { unknown_line: 12, duplicate: 7 }, digest: '3f'.repeat(32) },
    uploadedAt: '2026-03-01T09:31:00.000Z',
  },
  preview: {
    ...{ state: 'done', rows: 99_981, asOf: '2026-03-01T09:33:00.000Z' },
    ...{ outcomes: { would_start: 99_960, blocked: 21 }, blockers: { fraud_hold: 21 } },
  },
  fault: null,
  approval: null,
  run: {
    ...{ beganAt: '2026-03-01T10:02:00.000Z', endedAt: null, rows: 41_500 },
    results: { started: 41_492, blocked: 8 },
  },
};

const TEXT: Json = {
  textId: '0198a3c2-7c00-7d1e-8a20-3a4b5c6d7e80',
  ...{ source: 'smpp', senderKind: 'number', sender: '+8617000000001', sentTo: '10690000', parts: 1 },
  receivedAt: '2026-03-01T09:30:00.000Z',
  ...{ outcome: 'answered', wish: 'end_line', lineId: 'L0000001' },
  dealtAt: '2026-03-01T09:30:00.120Z',
  answer: {
    noticeId: '0198a3c2-7c01-7d1e-8a20-3a4b5c6d7e81',
    ...{ state: 'sent', sentAt: '2026-03-01T09:30:00.200Z' },
  },
};

const CHARGE: Json = {
  ...{ chargeId: 'roaming-2026-03-0417', number: '+8617000000001', kind: 'usage' },
  ...{ from: '2026-03-09', to: '2026-03-12', amount: { currency: 'CNY', minor: 1200 } },
};

/** Its line ended in the middle: two of four days are held. */
const CHARGE_ANSWER: Json = {
  ...{ chargeId: 'roaming-2026-03-0417', verdict: 'held', because: 'across_end' },
  ...{ heldFrom: '2026-03-11', held: { currency: 'CNY', minor: 600 } },
};

/** Where a schema says more than its members do one by one. */
const WHOLE: Json = {
  Charge: CHARGE,
  ChargeBatch: { charges: [CHARGE] },
  ChargeAnswer: CHARGE_ANSWER,
  ChargeSettled: { outcome: 'withdrawn', reason: 'taken off by hand' },
  TextToCheck: { message: 'Your points expire today: https://10086cz.top/jf', sender: '10086' },
  ChannelCheck: {
    verdict: 'not_official',
    reasons: [
      { code: 'link_imitates', message: 'A link is made to look like somebody else’s address.' },
      {
        code: 'sender_proves_nothing',
        message: 'The sender is an official number, and senders can be forged.',
      },
    ],
    ways: [{ kind: 'link', shown: '10086cz.top/jf', standing: 'imitates', owner: 'China Mobile' }],
  },
  ImportedBlocks: { rows: 120, added: 118, wrong: [7] },
  Campaign: CAMPAIGN,
  CampaignToMake: { name: '3G switch-off, Beijing' },
  CampaignUpload: { unchanged: false, campaign: CAMPAIGN },
  CampaignRow: {
    ...{ row: 2, given: 'L0000001', lineId: 'L0000001', fault: null, message: 'Started' },
    ...{ outcome: 'would_start', result: 'started', checks: [], reference: 'HB-7K3F9QXM' },
    ...{ case: 'cool_off', certificateId: null },
  },
  SignIn: { number: '+8617000000001', code: '428193', challenge: 'Zk3p0QmV8sYw1LrT' },
  StuckGroup: {
    ...{ stage: 'bar', code: 'hlr_refused', element: 'hlr', count: 3, oldest: '2026-03-01T09:30:00.000Z' },
    sample: ['HB-7K3F9QXM'],
  },
  GroupRetry: { stage: 'bar', code: 'hlr_refused', element: 'hlr', dryRun: true },
  GroupRetryDryRun: { would: 3, not: [], more: false },
  GroupRetryBegun: { retryId: '0198a3c2-7a00-7b1e-9d20-1a2b3c4d5e60', cases: 3 },
  GroupRetryReport: {
    retryId: '0198a3c2-7a00-7b1e-9d20-1a2b3c4d5e60',
    ...{ stage: 'bar', code: 'hlr_refused', element: 'hlr', causeStillThere: false },
    ...{ askedAt: '2026-03-01T09:30:00.000Z', finishedAt: '2026-03-01T09:31:00.000Z', next: null },
    counts: {
      ...{ all: 1, left: 0, notRetried: 0, trying: 0 },
      ...{ wentOn: 1, stuckAgain: 0, sameCause: 0, notKnown: 0 },
    },
    cases: [
      {
        caseId: '0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70',
        ...{ reference: 'HB-7K3F9QXM', result: 'retried', why: null, outcome: 'went_on', stuckCode: null },
      },
    ],
  },
  Factor: { documentNumber: '11010519491231002X' },
  Declaration: {
    number: '+8617000000001',
    reason: 'cost',
    provenBy: ['document_number', 'opening_date'],
    channel: 'hotline',
  },
  Call: {
    callId: 'pbx-20261129-000417',
    agent: '4711',
    caller: 'sip:+8617000000001@pbx.example',
    event: 'ring',
  },
  TextReceived: { news: true },
  InboundText: TEXT,
  WholeInboundText: { ...TEXT, body: 'CANCEL' },
  Confirmation: { provenBy: ['document_number', 'opening_date'], channel: 'hotline' },
  PublicDeclaration: {
    number: '+8617000000001',
    name: 'Zhang San',
    contact: '+8617099000001',
    reason: null,
    endOn: null,
  },
  SpecialRequestForm: {
    route: 'bereavement',
    wish: 'end',
    numbers: ['+8617000000001'],
    requester: HEIR,
    holder: HOLDER,
    contact: '+8617099000001',
    note: '',
    photos: HEIRS_PAPERS.map((material) => ({ material, file: '/9j/4AAQSkZJRg==' })),
  },
  SpecialReceipt: {
    reference: 'SR-4T8V2NPK',
    receiptSecret: '7K3F-9QXM-2B8D-HT5V-0WNE-R4YA',
    receivedAt: '2026-03-01T09:30:00.000Z',
    decideBy: '2026-03-04T16:00:00.000Z',
  },
  SpecialRequestByReceipt: {
    ...{ reference: 'SR-4T8V2NPK', route: 'bereavement', wish: 'end', state: 'accepted' },
    receivedAt: '2026-03-01T09:30:00.000Z',
    decideBy: '2026-03-04T16:00:00.000Z',
    decidedAt: '2026-03-03T02:15:00.000Z',
    refusal: null,
    lines: [{ number: '170 **** 0001', outcome: 'started', checks: [], caseReference: 'HB-7K3F9QXM' }],
  },
  ListedSpecialRequest: { ...WAITING_REQUEST, photos: 3, settled: 0 },
  SpecialRequest: {
    ...WAITING_REQUEST,
    overdue: false,
    said: {
      numbers: ['+8617000000001'],
      everything: false,
      requester: HEIR,
      holder: { ...HOLDER, documentCountry: 'CN' },
      contact: '+8617099000001',
      note: '',
      materials: HEIRS_PAPERS,
      inHand: [],
    },
    refusal: null,
    photos: [
      {
        photoId: '0198a3c2-6a01-7d55-8c10-2b3c4d5e6f70',
        material: 'death_certificate',
        type: 'image/jpeg',
        takenAt: '2026-03-01T09:30:00.000Z',
        keepUntil: '2026-04-03T16:00:00.000Z',
      },
    ],
    candidates: [
      {
        ...{ number: '+8617000000001', lineId: 'L0000001', status: 'active', openCase: false },
        ...{ holderMatches: true, inHand: false, fault: null, choosable: true, findings: [], outcome: null },
      },
    ],
  },
  AcceptedSpecialRequest: {
    state: 'accepted',
    lines: [
      {
        lineId: 'L0000001',
        outcome: 'started',
        checks: [],
        caseId: '0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70',
      },
    ],
  },
  CardToTakeIn: {
    iccid: '89860900000000000014',
    condition: 'whole',
    cameBy: 'post',
    label: 'HBC-7K3F9QXM2F',
    bag: 'BG-7K3F9QXM',
  },
  CardLabel: { label: 'HBC-7K3F9QXM2F' },
  CardRemoval: { as: 'given_back', reason: 'the line goes on' },
  CardDestruction: {
    destroyedOn: '2026-03-31',
    method: 'shredded',
    particleClass: 'E-4',
    weightGrams: 5120,
    witness: 'Wang Fang',
    reference: 'VN-2026-118',
  },
  CaseCards: {
    caseId: '0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70',
    cards: [
      {
        iccidEnd: '0014',
        place: 'taken_in',
        condition: 'whole',
        takenInAt: '2026-03-01T09:30:00.000Z',
        destroyed: null,
        chain: [{ kind: 'take_in', at: '2026-03-01T09:30:00.000Z', signedBy: null }],
      },
    ],
    esims: 0,
    takesCards: true,
    label: 'HBC-7K3F9QXM2F',
  },
  LogProof: {
    certificateId: '0198a9f0-11aa-7d2c-8e55-0c9d7a6b1e42',
    index: 69_999,
    entry: '{"t":"cert","h":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}',
    proof: `c2sp.org/tlog-proof@v1\nindex 69999\n${'A'.repeat(43)}=\n\nend.example/log\n70005\n${'A'.repeat(43)}=\n\n— end.example/log AAAAAAA=\n`,
  },
  Revocation: { reason: 'fraud', note: 'see ticket 481' },
  Records: {
    held: [
      { kind: 'name', count: 1, until: '2031-03-10' },
      { kind: 'certificates', count: 1, until: '2031-03-10' },
      { kind: 'contacts', count: 2, until: '2027-03-10' },
    ],
    because: [],
    rule: { id: 'cn.records_kept', version: 1, source: 'operator default' },
    years: 5,
    until: '2031-03-10',
  },
  ...STORE_EXAMPLES,
  ...ACCOUNT_EXAMPLES,
  Guidance: {
    ...{ jurisdiction: 'cn', province: 'CN-GD', version: '2026.1', inPerson: false },
    stores: { total: 1, first: [STORE] },
    places: {
      rule: quoted('cn.channels', 'weak'),
      list: [
        { channel: 'online', materials: [] },
        { channel: 'store', materials: ['identity_document', 'sim_card'] },
      ],
    },
    materialsRule: quoted('cn.materials', 'weak'),
    costs: [{ of: 'arrears', effect: 'blocks', rule: quoted('cn.arrears', 'operator') }],
    lengths: [{ of: 'cooling_off', amount: 3, unit: 'days', rule: quoted('cn.cooling_off', 'weak') }],
  },
  Finding: {
    check: 'contract_term',
    effect: 'adds_charge',
    facts: { endsOn: '2027-03-31' },
    rule: { id: 'contract_term', version: 1, source: {} },
    clear: null,
  },
  LineRecord: {
    line_id: 'L0000001',
    msisdn: '+8617000000001',
    accesses: [{ kind: 'sim', imsi: '001010000000001', iccid: '89860900000000000014', eid: null }],
    profiles: [],
    holder_id: 'P0000001',
    holder_kind: 'natural',
    account_id: 'A0000001',
    currency: 'CNY',
    payment: 'postpaid',
    plan_name: 'Changxiang 39',
    monthly_fee: '39.00',
    jurisdiction: 'cn',
    province: 'CN-BJ',
    opened_on: '2020-05-17',
    opened_channel: 'online',
    contract_ends_on: null,
    early_termination_per_month: null,
    ties: [],
    holds: [],
    port_out_on: null,
    port_out_to: null,
    last_roamed_on: null,
    range_holder: null,
    status: 'active',
    open_case: null,
  },
  LineOfNumber: {
    lineId: 'L0000001',
    status: 'active',
    from: '2020-05-17T00:00:00.000Z',
    to: null,
    openCase: 'HB-7K3F9QXM',
  },
};

/** Of what is no JSON. */
const BY_MEDIA: Json = {
  'application/dc+sd-jwt':
    'eyJhbGciOiJFUzI1NiJ9.eyJ2Y3QiOiIuLi4ifQ.MEUCIQ~WyJjMkZzZEEiLCJtc2lzZG4iLCIrODYxNzAwMDAwMDAwMSJd~',
  'text/csv': 'iccid,eid,line_id,case_id,result,ended_at,age_days,maker,campaign\r\n',
  'image/svg+xml': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320"></svg>',
  'text/event-stream': 'event: case\ndata: {"stage":"cool_off"}\n\n',
};

const BY_PATTERN: Json = {
  '^[0-9a-f]{64}$': '3f'.repeat(32),
  '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$': '0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70',
};
const BY_FORMAT: Json = { date: '2026-03-31', 'date-time': '2026-03-01T09:30:00.000Z' };

/** Gives every body and every answer but refusals an example that its schema allows. */
export function addExamples(contract: Contract): void {
  const schemas = (contract.components['schemas'] ?? {}) as Readonly<Record<string, Json>>;
  for (const methods of Object.values(contract.paths)) {
    for (const { requestBody, responses } of Object.values(methods)) {
      const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      for (const content of [requestBody?.content, ...answers.map(([, answer]) => answer['content'])])
        for (const [media, entry] of Object.entries(
          (content ?? {}) as Record<string, Record<string, unknown>>,
        )) {
          const schema = entry['schema'] as Json;
          if (schema['format'] === 'binary') continue;
          entry['example'] = BY_MEDIA[media] ?? exampleOf(schema, '', schemas);
        }
    }
  }
}

function exampleOf(schema: Json, name: string, schemas: Readonly<Record<string, Json>>): unknown {
  const within = (one: Json, as = name): unknown => exampleOf(one, as, schemas);
  const { $ref, examples, type, properties, items, pattern, format } = schema as {
    $ref?: string;
    examples?: readonly unknown[];
    type?: string;
    properties?: Readonly<Record<string, Json>>;
    items?: Json;
    pattern?: string;
    format?: string;
  };
  if ($ref !== undefined) {
    const named = $ref.slice($ref.lastIndexOf('/') + 1);
    return WHOLE[named] ?? within(schemas[named]!);
  }
  if ('const' in schema) return schema['const'];
  const words = schema['enum'] as readonly unknown[] | undefined;
  const usual = BY_NAME[name];
  if (words !== undefined) return words.includes(usual) ? usual : words[0];
  const any = schema['anyOf'] as readonly Json[] | undefined;
  if (any !== undefined) {
    const nullable = any.some((one) => one['type'] === 'null');
    return nullable && usual === null ? null : within(any.find((one) => one['type'] !== 'null')!);
  }
  if (type === 'object')
    return properties === undefined
      ? {}
      : Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, within(one, key)]));
  if (type === 'array') return items === undefined ? [] : [within(items)];
  if (type === 'integer' || type === 'number') return typeof usual === 'number' ? usual : 1;
  if (type === 'boolean') return false;
  if (type === 'null') return null;
  if (format !== undefined && format in BY_FORMAT) return BY_FORMAT[format];
  if (pattern !== undefined && !(typeof usual === 'string' && new RegExp(pattern).test(usual)))
    return BY_PATTERN[pattern];
  if (typeof usual === 'string') return usual;
  return examples?.[0] ?? 'text';
}
