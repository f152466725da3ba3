export const common = {
  service: 'Handback',
  motto: 'Ends a mobile line properly, and proves it.',
  errorPrefix: 'Error: ',
  problem: 'There is a problem',
  skip: 'Skip to content',
  back: 'Back',
  optional: 'optional',
  missing: (what: string) => `Fill in: ${what}`,
  dateParts: { year: 'Year', month: 'Month', day: 'Day' },
  chooseFile: 'Choose a file',
  noFile: 'No file chosen',
  language: 'Language',
  appearance: 'Appearance',
  themes: { auto: 'Auto', light: 'Light', dark: 'Dark' },
  nav: 'Service',
  myLines: 'My lines',
  signOut: 'Sign out',
  footer: {
    verify: 'Verify a certificate',
    receipt: 'Open a receipt',
    declare: 'Close without signing in',
    lost: 'Phone lost',
  },
  offline: 'Offline. Nothing was sent; what you filled in stays on this page. Continue when connected.',
  times: (zone: string) => `All times are ${zone}.`,
  demo: 'Demo. No real line is touched.',
  demoGuide: 'Numbers to try',
  demoInbox: 'Text messages',
  source:
    'Handback: open source, run by the operator on its own machines. No third party is called from these pages.',
  notices: {
    session_over: 'Your session has ended for your safety. Sign in again; what you submitted is kept.',
    signed_out: 'You are signed out.',
    receipt_over: 'The receipt has been closed. Open it again with its reference and secret.',
    sign_in: 'Sign in with your number to see this line.',
    start_again: 'Please enter your number again.',
  },
};

export const faults = {
  /** Where a page that failed leads back to. */
  ways: { '/': 'Go to the start page', '/lines': 'Go to my lines', '/desk': 'Go to the overview' },
  /** Where nothing is known of the reader, all languages stand side by side. */
  away: 'Not available right now.',
  safeTitle: 'What is safe',
  safe: 'Nothing that you submitted is lost, and nothing was submitted twice.',
  doTitle: 'What you can do',
  do: 'Try again in a moment. If it stays, call us; with a reference we find your request at once.',
};
