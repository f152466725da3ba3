/** The frame of the page that shows the contract of the HTTP API; the contract itself is in English. */
export const apiPage = {
  title: 'The HTTP API',
  lead: 'For systems of the operator and for those who connect them. Made from the contract that the server itself keeps to.',
  download: 'The contract as OpenAPI 3.1',
  language: 'Names and descriptions are in English.',
  begin: 'How to call it',
  beginText:
    'Send a token: Authorization: Bearer hbk_… (handback tokens make). Every write wants an Idempotency-Key. Refusals are problem details with a stable code.',
  contents: 'Operations',
  who: 'Who may',
  ways: {
    anyone: 'Anyone',
    session: 'A subscriber who has signed in',
    receipt: 'Who holds the receipt of the case',
    token: (scopes: string) => `Staff or a system, with the scope ${scopes}`,
  },
  parameters: 'Parameters',
  required: 'required',
  places: { path: 'in the path', query: 'in the query', header: 'header', cookie: 'cookie' },
  body: 'Body',
  bytes: 'The file as it is.',
  call: 'Example',
  answers: 'Answers',
  nothing: 'no content',
  errors: 'Errors',
  schemas: 'Schemas',
};
