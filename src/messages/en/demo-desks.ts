/** The demo operator's own sign-in service, and what its desks begin with. */
export const demoDesks = {
  issuer: {
    title: 'Work account (demo)',
    lead: 'Here the operator’s own sign-in service would stand. Choose who you are; no password is asked for.',
    fresh: 'This act asks for a second factor. Choose yourself again.',
    password: 'Sign in',
    second: 'Sign in with second factor',
    asWho: (way: string, name: string) => `${way}: ${name}`,
    signOutTitle: 'Sign out of the work account (demo)',
    signOutLead: 'Your session at the desks is over. End the one of the work account too?',
    signOut: 'Sign out',
  },
};
