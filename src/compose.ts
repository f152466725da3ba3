import { join } from 'node:path';
import { certificateIssuerOf } from './certificate/issue.ts';
import { type KeyRing, openKeyRing } from './certificate/keys.ts';
import { openVault } from './config/key-file.ts';
import { loadRulebooks } from './config/rulebook-file.ts';
import type { Settings } from './config/settings.ts';
import { embeddedLedger } from './connectors/billing/embedded-ledger.ts';
import { createOsmoHlr } from './connectors/osmo-hlr/driver.ts';
import { createSmppSms } from './connectors/smpp/driver.ts';
import type { Operations } from './operations/context.ts';
import { systemClock } from './ports/clock.ts';
import type { Hlr } from './ports/hlr.ts';
import type { Sms } from './ports/sms.ts';
import { type Database, openDatabase } from './store/database.ts';
import { Rulebooks } from './store/rulebooks.ts';
import type { Vault } from './store/vault.ts';
import { faultPointsFrom } from './workflow/fault-points.ts';
import type { StageContext } from './workflow/stage.ts';

export const RULEBOOK_FOLDER = join(import.meta.dirname, '..', 'rulebook');

/** What a server, a worker and most commands share: the database, the keys, the rules. */
export interface Base {
  readonly database: Database;
  readonly vault: Vault;
  readonly keyRing: KeyRing;
  readonly operations: Operations;
  close(): Promise<void>;
}

/** Joins drivers to ports; the only place that knows both. */
export async function composeBase(
  settings: Settings,
  databaseUrl: string,
  publicUrl: string,
  onDatabaseError: (error: Error) => void = () => undefined,
): Promise<Base> {
  const database = openDatabase(databaseUrl, { onError: onDatabaseError });
  const vault = openVault(join(settings.dataFolder, 'keys', 'vault.json'), settings.keys);
  const keyRing = await openKeyRing(
    join(settings.dataFolder, 'keys', 'certificates'),
    settings.operator,
    systemClock.now(),
  );
  const loaded = await loadRulebooks(RULEBOOK_FOLDER, settings.rulebookOverlay ?? undefined);
  await database.pool.query(
    'insert into key_encryption_key_epoch (epoch) values ($1) on conflict do nothing',
    [vault.currentEpoch],
  );
  const operations: Operations = {
    pool: database.pool,
    vault,
    clock: systemClock,
    rulebooks: await Rulebooks.open(database.pool, [...loaded.values()]),
    billing: embeddedLedger(database.pool),
    issuer: certificateIssuerOf(keyRing),
    defaultCallingCode: settings.callingCode,
    certificateUrl: (id) => `${publicUrl}/c/${id}`,
  };
  return { database, vault, keyRing, operations, close: () => database.close() };
}

/** Where the network and the message centre are; a simulator has an address like the real thing. */
export interface Peers {
  readonly hlr: {
    readonly host: string;
    readonly ctrlPort: number;
    readonly vtyPort: number;
    readonly gsupPort: number;
  };
  readonly smsc: {
    readonly host: string;
    readonly port: number;
    readonly systemId: string;
    readonly password: string;
  };
}

export function connectHlr(peers: Peers): Hlr {
  return createOsmoHlr(peers.hlr);
}

export function connectSms(peers: Peers, sender: string): Sms {
  return createSmppSms({ ...peers.smsc, source: sender });
}

/** What the stages of a worker use. */
export function stageContext(base: Base, hlr: Hlr, fault: string | undefined): StageContext {
  const { operations } = base;
  return {
    pool: operations.pool,
    pipelined: base.database.pipelined,
    vault: operations.vault,
    clock: operations.clock,
    hlr,
    billing: operations.billing,
    issuer: operations.issuer,
    fault: faultPointsFrom(fault),
    rules: (work) => operations.rulebooks.forCase(work, operations.clock.now()),
    certificateUrl: operations.certificateUrl,
  };
}

/** The addresses of real peers, from the settings; null where the setting says simulator. */
export function configuredHlr(settings: Settings): Peers['hlr'] | null {
  if (settings.hlr.kind === 'simulator') return null;
  const { hostname, searchParams } = settings.hlr.url;
  const port = (name: string, fallback: number): number => Number(searchParams.get(name) ?? fallback);
  return {
    host: hostname,
    ctrlPort: port('ctrl', 4259),
    vtyPort: port('vty', 4258),
    gsupPort: port('gsup', 4222),
  };
}

export function configuredSmsc(settings: Settings): Peers['smsc'] | null {
  if (settings.sms.kind === 'simulator') return null;
  const { hostname, port, username, password } = settings.sms.url;
  return {
    host: hostname,
    port: Number(port || 2775),
    systemId: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}
