import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { ChannelRegistry } from '../domain/channels/registry.ts';
import type { ReportLimits } from '../domain/channels/report.ts';
import { type House, issuerName, plainHouse } from '../domain/operator/house.ts';
import type { CodeLimits } from '../domain/people/code-budget.ts';
import type { StaffRules } from '../domain/staff/claims.ts';
import { nearestName } from '../domain/values/nearest-name.ts';
import type { TrustedProxies } from '../domain/values/trusted-proxies.ts';
import { isKeyName } from '../tlog/note.ts';
import { readChannelsFile } from './channels-file.ts';
import { type FeedSettings, feedsOf } from './feeds/feed-settings.ts';
import { readOperatorFile } from './operator-file.ts';
import { secretsIn } from './secret-list.ts';
import { readServingNodeFile, type ServingNodeRow } from './serving-node-file.ts';
import { SETTINGS, type SettingName, TEST_SETTINGS } from './setting-names.ts';
import { readStaffFile } from './staff-file.ts';
import { type VoiceSettings, voiceOf } from './voice-settings.ts';

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

/** The issuer of the operator's people, and what its claims mean here. */
export interface StaffSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly rules: StaffRules;
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
  readonly campaignRowDays: number;
  /** Days for which backups of the database are kept. */
  readonly backupDays: number;
  /** Days after which an appointment is forgotten. */
  readonly appointmentDays: number;
  /** Appointments that one client can make in 24 hours without signing in. */
  readonly appointmentsPerClient: number;
  readonly scamReports: ReportLimits;
  readonly operator: { readonly name: string; readonly id: string };
  readonly house: House;
  /** Whether certificates carry the chain of their key. */
  readonly certificateChain: boolean;
  /** The public log: its name, and the file of its witnesses. */
  readonly log: { readonly origin: string; readonly witnessFile: string | null };
  readonly callingCode: string;
  /** What the operator's file of channels holds; null where there is none. */
  readonly channels: ChannelRegistry | null;
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
  /** With which texts are signed that a gateway hands over; none where it may not. */
  readonly textWebhook: readonly string[];
  /** The account system; null where there is none. */
  readonly accountFacts: URL | null;
  readonly customerRecords: URL | null;
  readonly chargeControl: URL | null;
  readonly textCounts: URL | null;
  /** Look-ups a second; 0 for as many as there are answers. */
  readonly reconciliationRate: number;
  readonly feeds: FeedSettings;
  /** The system between operators that registers codes for leaving; null where there is none. */
  readonly switchingCodes: URL | null;
  readonly rsp: {
    readonly folder: string;
    readonly es9Plus: Listen | null;
    readonly smdp: URL | null;
    readonly es2PlusInbound: Listen | null;
  };
  /** Where the operator's people sign in; null: there are no desks. */
  readonly staff: StaffSettings | null;
  /** The voice menu; null where no platform is named. */
  readonly voice: VoiceSettings | null;
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
    feeds: feedsOf(get),
    reconciliationRate:
      get('HANDBACK_RECONCILIATION_RATE') === '0'
        ? 0
        : countOf('HANDBACK_RECONCILIATION_RATE', get('HANDBACK_RECONCILIATION_RATE')),
    appointmentDays: countOf('HANDBACK_APPOINTMENT_DAYS', get('HANDBACK_APPOINTMENT_DAYS')),
    appointmentsPerClient: countOf(
      'HANDBACK_APPOINTMENTS_PER_CLIENT',
      get('HANDBACK_APPOINTMENTS_PER_CLIENT'),
    ),
    backupDays: countOf('HANDBACK_BACKUP_DAYS', get('HANDBACK_BACKUP_DAYS')),
    campaignRowDays: countOf('HANDBACK_CAMPAIGN_ROW_DAYS', get('HANDBACK_CAMPAIGN_ROW_DAYS')),
    scamReports: {
      keepDays: countOf('HANDBACK_SCAM_REPORT_DAYS', get('HANDBACK_SCAM_REPORT_DAYS')),
      perDay: countOf('HANDBACK_SCAM_REPORTS_PER_DAY', get('HANDBACK_SCAM_REPORTS_PER_DAY')),
    },
    ...operatorOf(house, get('HANDBACK_OPERATOR_ID')),
    certificateChain: switchOf('HANDBACK_CERTIFICATE_CHAIN', get('HANDBACK_CERTIFICATE_CHAIN')),
    log: {
      origin: originOf(optional('HANDBACK_LOG_ORIGIN') ?? `${get('HANDBACK_OPERATOR_ID')}/log`),
      witnessFile: optional('HANDBACK_WITNESSES') === null ? null : resolve(get('HANDBACK_WITNESSES')),
    },
    callingCode: get('HANDBACK_CALLING_CODE'),
    channels:
      optional('HANDBACK_CHANNELS_FILE') === null
        ? null
        : readChannelsFile(resolve(get('HANDBACK_CHANNELS_FILE'))),
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
    textWebhook: webhookSecretsOf(optional('HANDBACK_TEXT_WEBHOOK')),
    accountFacts:
      optional('HANDBACK_ACCOUNT_FACTS') === null
        ? null
        : addressOf('HANDBACK_ACCOUNT_FACTS', get('HANDBACK_ACCOUNT_FACTS')),
    customerRecords:
      optional('HANDBACK_CUSTOMER_RECORDS') === null
        ? null
        : addressOf('HANDBACK_CUSTOMER_RECORDS', get('HANDBACK_CUSTOMER_RECORDS')),
    textCounts:
      optional('HANDBACK_TEXT_COUNTS') === null
        ? null
        : addressOf('HANDBACK_TEXT_COUNTS', get('HANDBACK_TEXT_COUNTS')),
    chargeControl:
      optional('HANDBACK_CHARGE_CONTROL') === null
        ? null
        : addressOf('HANDBACK_CHARGE_CONTROL', get('HANDBACK_CHARGE_CONTROL')),
    switchingCodes:
      optional('HANDBACK_SWITCHING_CODES') === null
        ? null
        : addressOf('HANDBACK_SWITCHING_CODES', get('HANDBACK_SWITCHING_CODES')),
    rsp: {
      folder: resolve(optional('HANDBACK_RSP') ?? join(get('HANDBACK_DATA'), 'rsp')),
      es9Plus: listenOf('HANDBACK_ES9PLUS', optional('HANDBACK_ES9PLUS')),
      smdp: optional('HANDBACK_SMDP') === null ? null : addressOf('HANDBACK_SMDP', get('HANDBACK_SMDP')),
      es2PlusInbound: listenOf('HANDBACK_ES2PLUS_INBOUND', optional('HANDBACK_ES2PLUS_INBOUND')),
    },
    staff: staffOf(
      optional('HANDBACK_STAFF_ISSUER'),
      optional('HANDBACK_STAFF_CLIENT'),
      optional('HANDBACK_STAFF_FILE'),
    ),
    voice: voiceOf({
      jambonz: optional('HANDBACK_VOICE_JAMBONZ'),
      twilio: optional('HANDBACK_VOICE_TWILIO'),
      twilioKey: optional('HANDBACK_VOICE_TWILIO_KEY'),
      person: optional('HANDBACK_VOICE_PERSON'),
    }),
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

function staffOf(issuer: string | null, client: string | null, file: string | null): StaffSettings | null {
  if (issuer === null && client === null && file === null) return null;
  if (issuer === null || client === null || file === null)
    throw new Error(
      'HANDBACK_STAFF_ISSUER, HANDBACK_STAFF_CLIENT and HANDBACK_STAFF_FILE belong together: one of them is empty',
    );
  const url = addressOf('HANDBACK_STAFF_ISSUER', issuer);
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new Error('HANDBACK_STAFF_ISSUER must be an https:// address');
  const colon = client.indexOf(':');
  if (colon < 1 || colon === client.length - 1)
    throw new Error('HANDBACK_STAFF_CLIENT is not CLIENT_ID:CLIENT_SECRET');
  return {
    issuer: url,
    clientId: client.slice(0, colon),
    clientSecret: client.slice(colon + 1),
    rules: readStaffFile(resolve(file)),
  };
}

const SHORTEST_SECRET = 32;

/** The value is not in the message. */
function webhookSecretsOf(text: string | null): readonly string[] {
  const secrets = secretsIn(text);
  if (secrets.length > 2 || secrets.some((one) => one.length < SHORTEST_SECRET))
    throw new Error(
      `HANDBACK_TEXT_WEBHOOK must be one secret, or two with a comma between them, of ${SHORTEST_SECRET} signs or more`,
    );
  return secrets;
}

function switchOf(name: SettingName, text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new Error(`${name} is neither on nor off: ${text}`);
  return text === 'on';
}

function countOf(name: SettingName, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is no whole number above 0: ${text}`);
  return Number(text);
}

/** A house, and the operator as certificates name it. */
export function operatorOf(house: House, id: string): Pick<Settings, 'operator' | 'house'> {
  return { operator: { name: issuerName(house), id }, house };
}

function originOf(text: string): string {
  if (text.includes('://') || !isKeyName(text))
    throw new Error(`HANDBACK_LOG_ORIGIN is no address without a scheme, such as end.example/log: ${text}`);
  return text;
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
