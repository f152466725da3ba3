import { SMTPServer } from 'smtp-server';
import { smtpFromUrl } from '../../../src/connectors/smtp/driver.ts';
import { parseEmail } from '../../../src/domain/values/email.ts';
import { startSmtpSimulator } from '../../../src/simulators/smtp/simulator.ts';
import { describeMailContract } from '../contracts/mail-contract.ts';

const SURROUNDINGS = {
  operatorId: 'demo.example',
  operatorName: '归一移动',
  smsSender: '1',
  smdpClient: () => {
    throw new Error('not asked for');
  },
  hlrClient: () => {
    throw new Error('not asked for');
  },
};
const refused = parseEmail('nobody@example.com');

describeMailContract('the simulator', async () => {
  const server = await startSmtpSimulator();
  return {
    refused,
    connect: () => smtpFromUrl(server.url, SURROUNDINGS),
    received: (to) =>
      server.delivered.filter((mail) => mail.to === to).map(({ subject, text }) => ({ subject, text })),
    stop: () => server.close(),
  };
});

describeMailContract('smtp-server, with a password and no TLS on this machine', async () => {
  const taken: { to: string; raw: string }[] = [];
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'line' && password === 'p@ss' ? done(null, { user: 'line' }) : done(new Error('no')),
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody@') ? Object.assign(new Error('none'), { responseCode: 550 }) : null),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString('utf8');
        for (const { address } of envelope.rcptTo) taken.push({ to: address, raw });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    refused,
    connect: () => smtpFromUrl(new URL(`smtp://line:p%40ss@127.0.0.1:${port}`), SURROUNDINGS),
    received: (to) => taken.filter((mail) => mail.to === to).map(({ raw }) => opened(raw)),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
});

/** Read again by other means than the simulator's own. */
function opened(raw: string): { subject: string; text: string } {
  const [head, ...rest] = raw.split('\r\n\r\n');
  const lines = head!.replace(/\r\n\s+/g, ' ').split('\r\n');
  const subject = lines.find((line) => /^subject:/i.test(line))!.slice(9);
  const words = [...subject.matchAll(/=\?utf-8\?(b|q)\?(.*?)\?=/gi)].map(([, kind, word]) =>
    kind!.toLowerCase() === 'b'
      ? Buffer.from(word!, 'base64').toString('utf8')
      : decodeURIComponent(word!.replaceAll('_', '%20').replaceAll('=', '%')),
  );
  const body = rest.join('\r\n\r\n');
  const encoded = lines.some((line) => /^content-transfer-encoding: base64$/i.test(line));
  const text = encoded ? Buffer.from(body, 'base64').toString('utf8') : body.replaceAll('\r\n', '\n');
  return { subject: words.length === 0 ? subject : words.join(''), text: text.replace(/\r?\n$/, '') };
}
