import type { Role } from '../../domain/values/role.ts';

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
      cards: 'Old cards',
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
  },
};
