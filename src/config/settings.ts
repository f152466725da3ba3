import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { type House, issuerName, plainHouse } from '../domain/operator/house.ts';
import type { CodeLimits } from '../domain/people/code-budget.ts';
import { nearestName } from '../domain/values/nearest-name.ts';
import type { TrustedProxies } from '../domain/values/trusted-proxies.ts';
import { readOperatorFile } from './operator-file.ts';
import { readServingNodeFile, type ServingNodeRow } from './serving-node-file.ts';

export interface SettingDoc {
  readonly name: string;
  readonly fallback: string;
  readonly about: string;
}

/** Every environment variable that Handback reads; docs/reference/configuration.md is made from this list. */
export const SETTINGS = [
  {
    name: 'HANDBACK_DATA',
    fallback: '.handback',
    about: 'Folder for keys, the embedded database and the run lock.',
  },
  {
    name: 'DATABASE_URL',
    fallback: '',
    about: 'A PostgreSQL 18 server; without it an embedded one is started in the data folder.',
  },
  { name: 'HANDBACK_HOST', fallback: '127.0.0.1', about: 'Address that the HTTP server binds.' },
  {
    name: 'HANDBACK_PORT',
    fallback: '8080',
    about:
      'Port of the HTTP server; 0 picks a free one. `handback demo` moves on to a free one when it is taken.',
  },
  {
    name: 'HANDBACK_URL',
    fallback: '',
    about: 'The public address, as printed in messages and certificates; default: where the server listens.',
  },
  {
    name: 'HANDBACK_TRUSTED_PROXIES',
    fallback: '',
    about:
      'The proxies whose X-Forwarded-For is believed: addresses and networks with commas between them (10.0.0.0/8,2001:db8::7), or the number of proxies on the way (1). Empty: nobody is believed, and all who come through a proxy count as one client.',
  },
  {
    name: 'HANDBACK_TLS_CERT',
    fallback: '',
    about:
      'File with the certificate chain in PEM for TLS of our own, together with HANDBACK_TLS_KEY; read again when it changes and at SIGHUP. Empty: plain HTTP, for a proxy in front.',
  },
  { name: 'HANDBACK_TLS_KEY', fallback: '', about: 'File with the private key in PEM of HANDBACK_TLS_CERT.' },
  {
    name: 'HANDBACK_METRICS',
    fallback: '',
    about:
      'HOST:PORT at which /metrics is served to the own monitoring, in plain HTTP; it is never served with the pages. Empty: nowhere.',
  },
  {
    name: 'HANDBACK_CODES_PER_MINUTE',
    fallback: '300',
    about:
      'Codes by text message that all clients together can ask for in a minute; a fifth of it is kept for who has signed in, or asked for fewer than three within the hour.',
  },
  {
    name: 'HANDBACK_CODES_PER_HOUR',
    fallback: '6000',
    about: 'The same in an hour.',
  },
  {
    name: 'HANDBACK_CODES_PER_CLIENT',
    fallback: '120',
    about:
      'Codes that one client can ask for in an hour, and a quarter of them in a minute. A client is an IPv4 address or an IPv6 network of 64 bits.',
  },
  {
    name: 'HANDBACK_OPERATOR_FILE',
    fallback: '',
    about:
      'What pages, messages and certificates say of the operator: name, logo, colour, hotline, links; as in examples/operator.yaml, and checked by `handback operator check FILE`.',
  },
  {
    name: 'HANDBACK_OPERATOR_NAME',
    fallback: 'Handback Demo Mobile',
    about: 'The name of the operator where there is no operator file.',
  },
  {
    name: 'HANDBACK_OPERATOR_ID',
    fallback: 'demo.handback.example',
    about: 'The operator as identified in certificates: a domain name of its own.',
  },
  {
    name: 'HANDBACK_CALLING_CODE',
    fallback: '86',
    about: 'Country calling code for numbers given in national form.',
  },
  {
    name: 'HANDBACK_RULEBOOK_OVERLAY',
    fallback: '',
    about: 'A file that overrides rules, e.g. rulebook/demo.yaml with its short clocks.',
  },
  {
    name: 'HANDBACK_KEYS',
    fallback: '',
    about: 'Key-encryption keys as JSON; default: the file keys/vault.json in the data folder.',
  },
  {
    name: 'HANDBACK_HLR',
    fallback: 'simulator',
    about:
      '`simulator`, or the address of the HLR, whose scheme names the driver: osmo-hlr://HOST, with ?ctrl=4259&vty=4258&gsup=4222 where its ports are others, and &element=NAME to name it in evidence; pyhss://:PROVISIONING_KEY@HOST:8080, or pyhss+https://; s6a://HOST:3868?origin-host=FQDN for Diameter to the serving nodes, or s6as://HOST:5658 over TLS, together with HANDBACK_HLR_PROVISIONING.',
  },
  {
    name: 'HANDBACK_HLR_PROVISIONING',
    fallback: '',
    about:
      'Where HANDBACK_HLR reaches serving nodes only (s6a://, s6as://): the address of the register that keeps the subscribers, pyhss:// or osmo-hlr://. Empty otherwise.',
  },
  {
    name: 'HANDBACK_SERVING_NODES',
    fallback: '',
    about:
      'File with the serving nodes that can be asked whether they still have a line, by the names that the HLR gives them; see docs/guides/connect-your-hlr.md. Empty: none can, and their acknowledgement is the best proof.',
  },
  {
    name: 'HANDBACK_SMPP',
    fallback: 'simulator',
    about:
      '`simulator`, or the address of the message centre, whose scheme names the driver: smpp://SYSTEM_ID:PASSWORD@HOST:PORT.',
  },
  {
    name: 'HANDBACK_SMTP',
    fallback: '',
    about:
      'The address of the mail server for e-mail to other contacts: smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS, or smtps://. Empty: no e-mail, and only numbers are taken as other contacts; `handback demo` brings a simulator.',
  },
  { name: 'HANDBACK_SMS_SENDER', fallback: '10690000', about: 'The source address of text messages.' },
  {
    name: 'HANDBACK_RSP',
    fallback: '',
    about:
      'Folder with the certificates of remote SIM provisioning: trusted CIs, revocation lists, TLS for ES2+ and ES9+; default: rsp in the data folder.',
  },
  {
    name: 'HANDBACK_ES9PLUS',
    fallback: '',
    about: 'HOST:PORT at which phones deliver what their eUICC signed (ES9+); empty: nowhere.',
  },
  {
    name: 'HANDBACK_SMDP',
    fallback: '',
    about:
      'https:// address of the SM-DP+ whose profiles are ours (ES2+); ?requester=OID names us to it, ?version=3 speaks SGP.22 v3, ?element=NAME names it in evidence. Empty: none, and profiles that no device has are left to staff.',
  },
  {
    name: 'HANDBACK_ES2PLUS_INBOUND',
    fallback: '',
    about:
      'HOST:PORT at which SM-DP+s tell of downloads and forward notifications, over mutual TLS; empty: nowhere.',
  },
  {
    name: 'HANDBACK_ACCOUNT_FACTS',
    fallback: '',
    about:
      'The address of the account system that knows recent top-ups, for questions at the hotline: https://:TOKEN@HOST/PATH, or https://HOST/PATH?token-file=FILE; see docs/reference/account-facts.md. Empty: none, and top-ups are not asked about; `handback demo` brings a simulator.',
  },
  { name: 'HANDBACK_LOG', fallback: 'info', about: 'Log level: trace, debug, info, warn, error, silent.' },
  {
    name: 'HANDBACK_FAULT',
    fallback: '',
    about: 'For crash tests: STAGE:MOMENT at which the worker ends itself as if the power went.',
  },
] as const satisfies readonly SettingDoc[];

type SettingName = (typeof SETTINGS)[number]['name'];

/** What only the tests of Handback read. A shell in which they are set may run Handback too. */
export const TEST_SETTINGS = [
  {
    name: 'HANDBACK_FULL_AXE',
    about: '`1`: the accessibility test looks at every scene in every appearance.',
  },
  { name: 'HANDBACK_SHOTS', about: 'Folder for pictures of the pages.' },
  { name: 'HANDBACK_SHOTS_ONLY', about: 'Names of the pictures to take, with commas between them.' },
  { name: 'HANDBACK_SPEED', about: '`1`: measure how fast the pages are.' },
  { name: 'HANDBACK_TEST_LOG', about: 'Anything: the portal of a test logs its errors.' },
] as const;

const PREFIX = 'HANDBACK_';

/** Where a server binds. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** Paths of files in PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

export interface Settings {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
  /** Addresses and networks, or how many proxies are on the way; null: none. */
  readonly trustedProxies: TrustedProxies;
  /** Files of TLS of our own, in PEM. */
  readonly tls: TlsFiles | null;
  readonly metrics: Listen | null;
  readonly codeLimits: CodeLimits;
  readonly operator: { readonly name: string; readonly id: string };
  readonly house: House;
  readonly callingCode: string;
  readonly rulebookOverlay: string | null;
  readonly keys: string | undefined;
  /** Null: a simulator. The scheme says which driver speaks to it. */
  readonly hlr: URL | null;
  /** Who keeps the subscribers, where the HLR's address only reaches serving nodes. */
  readonly hlrProvisioning: URL | null;
  /** The serving nodes that can be asked themselves. */
  readonly servingNodes: readonly ServingNodeRow[];
  readonly sms: URL | null;
  /** The mail server; null where there is none. */
  readonly mail: URL | null;
  readonly smsSender: string;
  /** The account system; null where there is none. */
  readonly accountFacts: URL | null;
  readonly rsp: {
    readonly folder: string;
    readonly es9Plus: Listen | null;
    readonly smdp: URL | null;
    readonly es2PlusInbound: Listen | null;
  };
  readonly logLevel: string;
  readonly fault: string | undefined;
}

/**
 * Refuses a `HANDBACK_` variable that is no setting. Else a misspelt one would be ignored silently, and the default used.
 * @throws Error that names each of them, and the one that was probably meant.
 */
export function checkSettingNames(env: NodeJS.ProcessEnv): void {
  const known = [...SETTINGS, ...TEST_SETTINGS].map(({ name }) => name);
  const unknown = Object.keys(env)
    .filter((name) => name.toUpperCase().startsWith(PREFIX) && !known.some((one) => one === name))
    .filter((name) => !isServiceLink(name, env));
  if (unknown.length === 0) return;
  const told = unknown.sort().map((name) => {
    const meant = nearestSetting(name, known);
    return `${name} is not a setting of Handback.${meant === null ? '' : ` Did you mean ${meant}?`}`;
  });
  throw new Error(`${told.join('\n')}\nThe settings are listed in docs/reference/configuration.md.`);
}

/** Compares without the prefix: with it, all names would look alike. */
function nearestSetting(name: string, known: readonly string[]): string | null {
  const bare = (one: string) => one.toUpperCase().replace(PREFIX, '');
  const near =
    nearestName(bare(name), known.map(bare)) ?? known.map(bare).find((one) => one.startsWith(bare(name)));
  return known.find((one) => bare(one) === near) ?? null;
}

/**
 * Kubernetes sets variables in a container for every service. Those of a service `handback-db` begin with HANDBACK_, too,
 * and are no settings.
 */
function isServiceLink(name: string, env: NodeJS.ProcessEnv): boolean {
  const service = /^(HANDBACK(?:_[A-Z0-9_]+?)?)_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_[A-Z0-9_]+)?$/.exec(
    name,
  )?.[1];
  return service !== undefined && env[`${service}_SERVICE_HOST`] !== undefined;
}

/** Reads the settings; a value that cannot be meant, or a name that is not known, ends the start with a message that names it. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  checkSettingNames(env);
  const get = (name: SettingName): string => env[name] ?? SETTINGS.find((s) => s.name === name)!.fallback;
  const optional = (name: SettingName): string | null => get(name) || null;
  const file = optional('HANDBACK_OPERATOR_FILE');
  const house = file === null ? plainHouse(get('HANDBACK_OPERATOR_NAME')) : readOperatorFile(file);
  return {
    dataFolder: resolve(get('HANDBACK_DATA')),
    databaseUrl: optional('DATABASE_URL'),
    host: get('HANDBACK_HOST'),
    port: portOf(get('HANDBACK_PORT')),
    publicUrl: optional('HANDBACK_URL')?.replace(/\/$/, '') ?? null,
    trustedProxies: proxiesOf(get('HANDBACK_TRUSTED_PROXIES')),
    tls: tlsOf(optional('HANDBACK_TLS_CERT'), optional('HANDBACK_TLS_KEY')),
    metrics: listenOf('HANDBACK_METRICS', optional('HANDBACK_METRICS')),
    codeLimits: {
      perMinute: countOf('HANDBACK_CODES_PER_MINUTE', get('HANDBACK_CODES_PER_MINUTE')),
      perHour: countOf('HANDBACK_CODES_PER_HOUR', get('HANDBACK_CODES_PER_HOUR')),
      perClient: countOf('HANDBACK_CODES_PER_CLIENT', get('HANDBACK_CODES_PER_CLIENT')),
    },
    ...operatorOf(house, get('HANDBACK_OPERATOR_ID')),
    callingCode: get('HANDBACK_CALLING_CODE'),
    rulebookOverlay: optional('HANDBACK_RULEBOOK_OVERLAY'),
    keys: env['HANDBACK_KEYS'],
    hlr: peerOf('HANDBACK_HLR', get('HANDBACK_HLR')),
    hlrProvisioning:
      optional('HANDBACK_HLR_PROVISIONING') === null
        ? null
        : addressOf('HANDBACK_HLR_PROVISIONING', get('HANDBACK_HLR_PROVISIONING')),
    servingNodes:
      optional('HANDBACK_SERVING_NODES') === null
        ? []
        : readServingNodeFile(resolve(get('HANDBACK_SERVING_NODES'))),
    sms: peerOf('HANDBACK_SMPP', get('HANDBACK_SMPP')),
    mail: optional('HANDBACK_SMTP') === null ? null : addressOf('HANDBACK_SMTP', get('HANDBACK_SMTP')),
    smsSender: get('HANDBACK_SMS_SENDER'),
    accountFacts:
      optional('HANDBACK_ACCOUNT_FACTS') === null
        ? null
        : addressOf('HANDBACK_ACCOUNT_FACTS', get('HANDBACK_ACCOUNT_FACTS')),
    rsp: {
      folder: resolve(optional('HANDBACK_RSP') ?? join(get('HANDBACK_DATA'), 'rsp')),
      es9Plus: listenOf('HANDBACK_ES9PLUS', optional('HANDBACK_ES9PLUS')),
      smdp: optional('HANDBACK_SMDP') === null ? null : addressOf('HANDBACK_SMDP', get('HANDBACK_SMDP')),
      es2PlusInbound: listenOf('HANDBACK_ES2PLUS_INBOUND', optional('HANDBACK_ES2PLUS_INBOUND')),
    },
    logLevel: get('HANDBACK_LOG'),
    fault: optional('HANDBACK_FAULT') ?? undefined,
  };
}

/** More proxies than this on the way are a mistake. */
const MOST_HOPS = 16;

function proxiesOf(text: string): TrustedProxies {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) return null;
  if (parts.length === 1 && /^\d+$/.test(parts[0]!)) {
    const hops = Number(parts[0]);
    if (hops > MOST_HOPS) throw new Error(`HANDBACK_TRUSTED_PROXIES is no number of proxies: ${text}`);
    return hops === 0 ? null : hops;
  }
  const wrong = parts.find((part) => !isNetwork(part));
  if (wrong !== undefined)
    throw new Error(
      `HANDBACK_TRUSTED_PROXIES names ${wrong}, which is no address (10.0.0.7), network (10.0.0.0/8) or number of proxies`,
    );
  return parts;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function tlsOf(cert: string | null, key: string | null): TlsFiles | null {
  if (cert === null && key === null) return null;
  if (cert === null || key === null)
    throw new Error('HANDBACK_TLS_CERT and HANDBACK_TLS_KEY belong together: one of them is empty');
  return { cert: resolve(cert), key: resolve(key) };
}

function countOf(name: SettingName, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is no whole number above 0: ${text}`);
  return Number(text);
}

/** A house, and the operator as certificates name it. */
export function operatorOf(house: House, id: string): Pick<Settings, 'operator' | 'house'> {
  return { operator: { name: issuerName(house), id }, house };
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Error(`HANDBACK_PORT is not a port: ${text}`);
  return port;
}

function listenOf(name: SettingName, text: string | null): Listen | null {
  if (text === null) return null;
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) throw new Error(`${name} is not HOST:PORT: ${text}`);
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

function peerOf(name: SettingName, text: string): URL | null {
  return text === 'simulator' ? null : addressOf(name, text);
}

/** The value is not in the message: an address can hold a password. */
function addressOf(name: SettingName, text: string): URL {
  const url = URL.parse(text);
  if (url === null || !text.includes('://')) throw new Error(`${name} is no address like SCHEME://HOST`);
  return url;
}
