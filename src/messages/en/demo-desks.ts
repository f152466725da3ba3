import type { Role } from '../../domain/rules/role.ts';

/** The demo operator's own sign-in service, and what its desks begin with. */
export const demoDesks = {
  guide: {
    title: 'The desks',
    lead: "Where the operator's own people help others to end a line. No password is asked for; these six may come in:",
    roles: {
      agent: 'agent at the hotline',
      clerk: 'clerk at the counter',
      supervisor: 'supervisor',
      fraud: 'fraud review',
      operations: 'operations',
      auditor: 'auditor, who sees and changes nothing',
    } satisfies Record<Role, string> as Readonly<Record<Role, string>>,
    walks: [
      {
        title: 'A call',
        href: '/desk/hotline',
        steps: [
          'Sign in as the agent, and type a number from below as the one that calls.',
          "Ask what the page says; the caller's ID number and month of joining stand below.",
          'Receive the request, read the script aloud, and send the receipt.',
        ],
      },
      {
        title: 'A visit',
        href: '/desk/counter',
        steps: [
          'Sign in as the clerk, and type a number from below.',
          'Documents, form, signature, card, hand over: five steps.',
          'Come as an heir or an agent, and the supervisor must agree: sign in as one in another browser.',
        ],
      },
      {
        title: 'Somebody who cannot ask as a holder does',
        href: '/special',
        steps: [
          'As an heir, say: number, name and ID number of the holder are those under “Begin here”. You are anybody else, say with the passport E12345678.',
          'Any picture serves as a paper. Keep the receipt.',
          'Sign in at the desks as operations, open the request, choose the line, and ask a second person.',
          'Sign in as the supervisor in another browser, with the second factor, and press “Approve and carry out”. The receipt shows what became of it.',
        ],
      },
    ],
  },
  issuer: {
    title: 'Work account (demo)',
    lead: "Here the operator's own sign-in service would stand. Choose who you are; no password is asked for.",
    fresh: 'This act asks for a second factor. Choose yourself again.',
    password: 'Sign in',
    second: 'Sign in with second factor',
    asWho: (way: string, name: string) => `${way}: ${name}`,
    signOutTitle: 'Sign out of the work account (demo)',
    signOutLead: 'Your session at the desks is over. End the one of the work account too?',
    signOut: 'Sign out',
  },
};
