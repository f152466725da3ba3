/** What the pages say of the operator who runs them; its own facts are filled in. */
export const house = {
  hotline: 'Hotline',
  aboutList: 'About us',
  terms: 'Terms',
  imprint: 'Imprint',
  complainTo: 'Complaints about us',
  help: {
    title: 'Help',
    lead: (name: string) => `How to close a line with ${name}, and what to do when something does not work.`,
    questions: [
      {
        title: 'How long does it take?',
        text: 'About five minutes here. You can withdraw until the cooling-off is over; then the line is cut off. The exact times stand on the progress page.',
      },
      {
        title: 'No code arrives',
        text: 'Check the number, wait a minute, then ask for another code. Without the phone, use “Phone lost”, or hand in a declaration without signing in.',
      },
      {
        title: 'Something stands in the way',
        text: 'The page names every reason at once: its amount or date, the rule, and what clears it. Clear it, then press “Check again”. You may hand in your request before that; its time counts.',
      },
      {
        title: 'I changed my mind',
        text: 'Open the request and withdraw it with one tap, as long as the line has not been removed from the network. A deleted eSIM cannot come back; you get a new one.',
      },
      {
        title: 'What becomes of my balance?',
        text: 'Before you confirm you see the final bill. What is left is paid back; the review says by when.',
      },
      {
        title: 'Is a certificate genuine?',
        text: 'Anyone can check it under “Verify a certificate”, or without us with the command that is printed on it.',
      },
    ],
    more: 'Still stuck?',
  },
  contact: {
    title: 'Contact',
    lead: (name: string) => `How to reach ${name}.`,
    operator: 'Operator',
    hotline: 'Hotline',
    hours: 'Hours',
    website: 'Website',
    stores: 'Stores',
    allStores: 'All stores',
    noHotline: 'The number stands on your bill.',
    storesHint: 'Bring your identity document.',
    reference: 'Give the reference of your request (HB-…), if you have one: with it we find it at once.',
    complaints: 'If we do not help',
    complaintsText: (name: string) => `You may complain to ${name}.`,
  },
  privacy: {
    title: 'Privacy',
    lead: (name: string) => `What ${name} does with your data on these pages, and what not.`,
    parts: [
      {
        title: 'What is used, and for what',
        items: [
          'Your number, the number of your identity document and the day on which the line was opened: to know that it is you who asks.',
          'Plan, account, ties and devices of your line: to tell what stands in the way, what leaving costs and when it ends.',
          'What the network answers when the line is cut off: to prove it.',
        ],
      },
      {
        title: 'How long it is kept',
        items: [
          'Codes are stored as hashes, and deleted after 2 days; a sign-in ends by itself.',
          'Text messages are deleted 7 days after they were sent.',
          'A declaration that nobody confirmed is deleted 30 days after it expired.',
          'Who you are and what was done for you is kept for the years that the rules ask after your last line has ended, and then erased.',
          'An archive of your account that you asked for is deleted after a week.',
        ],
      },
      {
        title: 'How it is protected',
        items: [
          'Name, document and contacts are encrypted with a key of their own for each person.',
          'The certificate holds sealed values in place of personal data; only your copy opens them.',
          'Whoever looks up a number is told the same, whether we have it or not.',
        ],
      },
      {
        title: 'What does not happen here',
        items: [
          'No third party is called from these pages, and nothing is measured or sold.',
          'Cookies only keep what these pages need: your sign-in, a form between two pages, language and appearance.',
          'Documents and certificates that you check are not kept.',
        ],
      },
    ],
    special: {
      title: 'What is kept of a request with papers',
      pictures: (kept: number, unit: 'minutes' | 'hours' | 'days') =>
        `Pictures of the papers are deleted ${kept} ${kept === 1 ? unit.slice(0, -1) : unit} after the decision.`,
      items: [
        'What was said in a request that came to nothing is deleted 30 days after the decision.',
        'What was said in a request that was accepted is deleted 180 days after the decision, or when the case that it began is over.',
        'All of it is encrypted, and shown only to those who work on it.',
      ],
    },
    rights: 'Your rights',
    rightsText:
      'Signed in, you see what we hold of you and until when, and take a copy of it with you. To have something corrected or deleted, contact us.',
  },
  accessibility: {
    title: 'Accessibility',
    lead: 'These pages are made to be used by everybody.',
    items: [
      'Everything works with the keyboard alone, and without scripts.',
      'They are made by the Web Content Accessibility Guidelines (WCAG) 2.2, level AA, and checked by a program at each change.',
      'Letters can be enlarged to 400 % without scrolling sideways; light and dark appearance follow your device, or your choice at the foot of the page.',
      'What has gone wrong is listed at the top and stands beside the field; times are said with their clock.',
    ],
    limits: 'What we know is missing',
    limitsText:
      "The certificate on paper is tagged for screen readers, but its tables are read line by line, without headings of rows and columns. The certificate's page says the same.",
    tell: 'Something does not work for you?',
    tellText: 'Tell us: we then do it with you by phone or in a store.',
  },
  /** The page on which the demo shows the operator as subscribers meet it. */
  preview: {
    title: "The operator's house",
    lead: 'Everything that pages, text messages and certificates say of the operator, from one file.',
    file: 'The file',
    fileText:
      'The demo wears examples/operator.yaml. To see your own: copy it, change it, check it, and start the demo with it.',
    colours: 'Colours',
    button: 'A button',
    second: 'Another button',
    link: 'A link',
    tag: 'Under way',
    messages: 'Text messages',
    certificate: 'On certificates',
    logos: 'Logo',
    noLogo: 'No logo: the mark of Handback stands in its place.',
    light: 'On light pages',
    dark: 'On dark pages',
    clearing: 'Links that clear something away',
    noClearing: 'None: the pages name the action and where it is done.',
    imprintText: "In a real installation this is a page of the operator's own.",
  },
};
