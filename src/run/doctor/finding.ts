import { HandbackError } from '../../domain/errors.ts';
import type { Finding, FindingCode, FindingFacts } from '../../domain/findings.ts';

/** For one question to one peer, in milliseconds. */
export const PATIENCE_MS = 3_000;

export const finding = (code: FindingCode, facts: FindingFacts = {}): Finding => ({ code, facts });

/** What was wrong, in words that were made for a person where there are some. */
export function problemsOf(error: unknown): string {
  if (error instanceof HandbackError) {
    const { problems } = error.facts;
    if (Array.isArray(problems)) return problems.join('; ');
    return [error.code, ...Object.values(error.facts).filter((fact) => typeof fact === 'string')].join(' ');
  }
  // Node tries every address of a host, and tells of all at once without a word.
  if (error instanceof AggregateError && error.errors.length > 0) return problemsOf(error.errors[0]);
  return error instanceof Error
    ? error.message.replace(/\s*\n\s*/g, ' ') || (error as NodeJS.ErrnoException).code || error.name
    : String(error);
}

/** Settings that hold passwords or keys. */
const SECRET = [
  'DATABASE_URL',
  'HANDBACK_KEYS',
  'HANDBACK_HLR',
  'HANDBACK_HLR_PROVISIONING',
  'HANDBACK_SMPP',
  'HANDBACK_SMTP',
  'HANDBACK_SMDP',
  'HANDBACK_ACCOUNT_FACTS',
  'HANDBACK_CUSTOMER_RECORDS',
  'HANDBACK_SWITCHING_CODES',
  'HANDBACK_CHARGE_CONTROL',
  'HANDBACK_TEXT_COUNTS',
] as const;

/** The last door: whatever a peer or a library wrote into its message, no secret of the settings goes through. */
export function withoutSecrets(
  environment: NodeJS.ProcessEnv,
  findings: readonly Finding[],
): readonly Finding[] {
  const signing = (environment['HANDBACK_TEXT_WEBHOOK'] ?? '').split(',').map((one) => one.trim());
  const secrets = [
    ...SECRET.flatMap((name) => secretsOf(environment[name] ?? '')),
    ...signing.filter((one) => one !== ''),
  ];
  if (secrets.length === 0) return findings;
  const clean = (text: string): string =>
    secrets.reduce((rest, secret) => rest.split(secret).join('***'), text);
  return findings.map(({ code, facts }) => ({
    code,
    facts: Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? clean(fact) : fact]),
    ),
  }));
}

function secretsOf(text: string): readonly string[] {
  if (text.startsWith('{')) return [...text.matchAll(/"([A-Za-z0-9+/=]{16,})"/g)].map(([, key]) => key!);
  const url = URL.parse(text);
  if (url === null) return [];
  const token = url.searchParams.get('token');
  return [...(token === null || token === '' ? [] : [token]), ...passwordsOf(url)];
}

function passwordsOf(url: URL): readonly string[] {
  if (url.password === '') return [];
  let plain = url.password;
  try {
    plain = decodeURIComponent(url.password);
  } catch {
    // As it stands, then.
  }
  return [...new Set([url.password, plain])].sort((a, b) => b.length - a.length);
}
