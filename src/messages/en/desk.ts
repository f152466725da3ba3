import type { Role } from '../../domain/rules/role.ts';
import type { TwoPersonAct } from '../../domain/rules/two-person.ts';

/** What the operator's people read at their desks. */
export const desk = {
  roles: {
    agent: 'Hotline agent',
    clerk: 'Store clerk',
    supervisor: 'Supervisor',
    fraud: 'Fraud desk',
    operations: 'Operations',
    auditor: 'Auditor',
  } satisfies Record<Role, string> as Readonly<Record<Role, string>>,
  frame: {
    places: 'Desks',
    names: {
      home: 'Overview',
      hotline: 'Hotline',
      counter: 'Counter',
      cards: 'Old cards',
      fraud: 'Fraud',
      letters: 'Letters',
    },
  },
  signIn: {
    title: 'Sign in',
    lead: 'You sign in with your work account.',
    over: 'Your session is over. What you had typed is kept, and shown again to you alone.',
    fresh:
      'This act asks for a sign-in just now, with your second factor. Your session and the customer stay.',
    go: 'Go on to the sign-in',
  },
  signedOut: {
    title: 'You are signed out',
    lead: 'Nothing of you or of a customer remains on this device.',
    leaving: 'Your work account is signed out too; this takes a moment.',
    atIssuer: 'Sign out of the work account',
    again: 'Sign in again',
  },
  home: {
    title: 'Overview',
    lead: (name: string) => `What waits for you, ${name}.`,
    approvals: 'Waiting for a second person',
    noApprovals: 'Nothing waits for a second person.',
    decided: 'Decided within a week',
  },
  approval: {
    list: 'Requests',
    act: 'Act',
    askedBy: 'Asked for by',
    askedAt: 'When',
    state: 'State',
    mine: 'yours',
    until: (moment: string) => `waits until ${moment}`,
    expires: 'Waits until',
    expired: 'its time is over',
    acts: {
      end_risky_line: 'End a line on which something changed lately',
      release_fraud_hold: 'Release a fraud hold',
      skip_stage: 'Skip a stage',
      revoke_certificate: 'Revoke a certificate',
    } satisfies Record<TwoPersonAct, string> as Readonly<Record<TwoPersonAct, string>>,
    about: {
      end_risky_line:
        'The customer asked for it at a desk. When you agree, the ending is confirmed as they asked.',
      release_fraud_hold: 'When you agree, the line can be ended and changed again.',
      skip_stage:
        'When you agree, the case goes on without this stage, and what it would prove stays unproven.',
      revoke_certificate: 'When you agree, everybody who verifies the certificate is told that it is void.',
    } satisfies Record<TwoPersonAct, string> as Readonly<Record<TwoPersonAct, string>>,
    facts: {
      number: 'Number',
      reference: 'Reference',
      stage: 'Stage',
      problem: 'What stopped it',
      certificate: 'Certificate',
      revocation_reason: 'Reason, published',
      note: 'Note',
      reason: 'Reason given',
      fraud_reason: 'Why it is suspected',
      risks: 'What makes it risky',
      proven_by: 'Proven by',
      channel: 'Where',
    },
    now: 'As it stands now',
    changed:
      'Something changed since it was asked for. It cannot be agreed to as it was; refuse it, and let it be asked for anew.',
    decisions: { approved: 'Approved', refused: 'Refused', withdrawn: 'Taken back' },
    do: { approved: 'Approve and carry out', refused: 'Refuse', withdrawn: 'Take the request back' },
    why: 'Reason',
    whyHint: 'Needed when you refuse.',
    reasonMissing: 'Say why you refuse',
    ownLead: 'Another person decides, in a session of their own.',
    onlyBy: (roles: string) => `Decided by: ${roles}`,
    fresh: 'You will be asked for your second factor unless you gave it within the last five minutes.',
  },
};
