/** What a complaint is about. */
export const COMPLAINT_TOPICS = [
  'not_ended',
  'charged_after_end',
  'money_back',
  'certificate',
  'personal_data',
  'treatment',
  'other',
] as const;
export type ComplaintTopic = (typeof COMPLAINT_TOPICS)[number];

/** How it came. From a regulator it has a day of the regulator's own. */
export const COMPLAINT_VIAS = ['portal', 'api', 'hotline', 'counter', 'letter', 'regulator'] as const;
export type ComplaintVia = (typeof COMPLAINT_VIAS)[number];
/** Those that a person of the operator writes down. */
export const TAKEN_VIAS = [
  'hotline',
  'counter',
  'letter',
  'regulator',
] as const satisfies readonly ComplaintVia[];

/** What the operator found. */
export const COMPLAINT_OUTCOMES = ['upheld', 'partly_upheld', 'not_upheld'] as const;
export type ComplaintOutcome = (typeof COMPLAINT_OUTCOMES)[number];

/** `late`: its answer is overdue, and its person was told where to turn. */
export const COMPLAINT_STATES = ['open', 'late', 'answered'] as const;
export type ComplaintState = (typeof COMPLAINT_STATES)[number];

export function complaintState(of: {
  readonly answeredAt: Date | null;
  readonly lateAt: Date | null;
}): ComplaintState {
  if (of.answeredAt !== null) return 'answered';
  return of.lateAt === null ? 'open' : 'late';
}

/** The longest of what is said in it, and of what it is answered, in characters. */
export const LONGEST_COMPLAINT = 2_000;
