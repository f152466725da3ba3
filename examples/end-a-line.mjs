// Ends one line by the HTTP API, from the code to the certificate, against a running demo (`npm start`):
//   node examples/end-a-line.mjs http://127.0.0.1:8080 +8617000000001 ID_NUMBER
// Number and ID number are those that `npm start` printed. Real systems ask the person for the code; the demo shows it.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

const [origin, number, documentNumber, file = 'certificate.json'] = process.argv.slice(2);
let token;

async function call(method, path, body) {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      // The same key again gets the same answer: a request that was lost can be sent once more.
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  const value = text === '' ? null : JSON.parse(text);
  // Errors are problem details: `code` is stable, the texts are for people.
  if (!answer.ok) throw new Error(`${value.code}: ${value.detail}`);
  return value;
}

const { challenge } = await call('POST', '/codes', { number });
let code;
while (code === undefined) {
  const page = await fetch(`${origin}/demo/inbox?${new URLSearchParams({ number })}`);
  code = /class="messages.*?\b(\d{6})\b/s.exec(await page.text())?.[1];
}

({ token } = await call('POST', '/sessions', { number, challenge, code }));
await call('POST', '/sessions/current/factors', { documentNumber });
const [line] = (await call('GET', '/lines')).lines;
const { verdict, findings } = await call('GET', `/lines/${line.lineId}/eligibility`);
console.log(`${line.number} ${line.plan}: ${verdict}`, findings.map((finding) => finding.check).join(', '));

const { caseId, reference } = await call('POST', '/terminations', { lineId: line.lineId });
const { dates, bill } = await call('GET', `/terminations/${caseId}/review`);
console.log(
  `${reference}: off on ${dates.serviceEndOn}, final bill ${bill.total.minor} ${bill.total.currency} (minor units)`,
);
await call('POST', `/terminations/${caseId}/confirm`, {});

let view = { stage: 'confirm' };
while (!view.closedAt) {
  const before = view.stage;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  view = await call('GET', `/terminations/${caseId}`);
  if (view.stage !== before) console.log(view.stage);
}
await writeFile(file, JSON.stringify(await call('GET', `/terminations/${caseId}/certificate`), null, 2));
console.log(`certificate: ${file}`);
