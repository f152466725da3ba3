import { join } from 'node:path';
import { certificateIssuerOf } from '../certificate/sign/issue.ts';
import { type KeyRing, openKeyRing } from '../certificate/sign/keys.ts';
import { openVault } from '../config/key-file.ts';
import { RspFiles } from '../config/rsp-files.ts';
import { loadRulebooks } from '../config/rulebook-file.ts';
import type { Settings } from '../config/settings.ts';
import { embeddedLedger } from '../connectors/billing/embedded-ledger.ts';
import { createEs2PlusSmdp } from '../connectors/es2plus/driver.ts';
import { createEs2PlusEndpoint } from '../connectors/es2plus/endpoint.ts';
import { SPEC_VERSION } from '../connectors/es2plus/functions.ts';
import { POINT_MEANINGS } from '../connectors/es2plus/inbound.ts';
import { createEs9PlusReceiver } from '../connectors/es9plus/receiver.ts';
import { createOsmoHlr } from '../connectors/osmo-hlr/driver.ts';
import { createSmppSms } from '../connectors/smpp/driver.ts';
import type { Operations } from '../operations/context.ts';
import { NotificationIntake } from '../operations/esim/notification-intake.ts';
import { receiveSmdpEvent } from '../operations/esim/smdp-events.ts';
import { systemClock } from '../ports/clock.ts';
import { ConnectorError } from '../ports/connector-error.ts';
import type { Hlr } from '../ports/hlr.ts';
import type { Smdp } from '../ports/smdp.ts';
import type { Sms } from '../ports/sms.ts';
import { readTrustAnchors } from '../rsp/trust-anchors.ts';
import { NotificationVerifier } from '../rsp/verify-notification.ts';
import { type Database, openDatabase } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import { noteKeyEpoch } from '../store/people/key-epochs.ts';
import { Rulebooks } from '../store/rulebooks.ts';
import { faultPointsFrom } from '../workflow/engine/fault-points.ts';
import type { StageContext } from '../workflow/engine/stage.ts';

export const RULEBOOK_FOLDER = join(import.meta.dirname, '..', '..', 'rulebook');

/** What a server, a worker and most commands share: the database, the keys, the rules. */
export interface Base {
  readonly database: Database;
  readonly vault: Vault;
  readonly keyRing: KeyRing;
  readonly operations: Operations;
  close(): Promise<void>;
}

/** CIs that are trusted beside those of the settings' folder: those of virtual eUICCs, in the demo and in tests. */
export interface TrustedCis {
  readonly extraAnchors?: readonly Buffer[];
}

/** Joins drivers to ports; the only place that knows both. */
export async function composeBase(
  settings: Settings,
  databaseUrl: string,
  publicUrl: string,
  onDatabaseError: (error: Error) => void = () => undefined,
  rsp: TrustedCis = {},
): Promise<Base> {
  const database = openDatabase(databaseUrl, { onError: onDatabaseError });
  const vault = openVault(join(settings.dataFolder, 'keys', 'vault.json'), settings.keys);
  const keyRing = await openKeyRing(
    join(settings.dataFolder, 'keys', 'certificates'),
    settings.operator,
    systemClock.now(),
  );
  const loaded = await loadRulebooks(RULEBOOK_FOLDER, settings.rulebookOverlay ?? undefined);
  await noteKeyEpoch(database.pool, vault.currentEpoch);
  const files = new RspFiles(settings.rsp.folder);
  const anchors = readTrustAnchors([...files.ciCertificates(), ...(rsp.extraAnchors ?? [])]);
  const operations: Operations = {
    pool: database.pool,
    vault,
    clock: systemClock,
    rulebooks: await Rulebooks.open(database.pool, [...loaded.values()]),
    billing: embeddedLedger(database.pool),
    issuer: certificateIssuerOf(keyRing),
    defaultCallingCode: settings.callingCode,
    certificateUrl: (id) => `${publicUrl}/c/${id}`,
    lineUrl: (id) => `${publicUrl}/lines/${encodeURIComponent(id)}`,
    notifications: new NotificationVerifier({ anchors, crls: files.crls() }),
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

/** Where no SM-DP+ is configured, taking a profile back is refused, and a person decides. */
const NO_SMDP: Smdp = {
  element: 'smdp',
  callTimeoutMs: 0,
  cancelOrder: () => Promise.reject(new ConnectorError('smdp', 'refused', 'not_configured')),
  close: async () => undefined,
};

/** What the stages of a worker use. */
export function stageContext(
  base: Base,
  hlr: Hlr,
  fault: string | undefined,
  smdp: Smdp = NO_SMDP,
): StageContext {
  const { operations } = base;
  return {
    pool: operations.pool,
    pipelined: base.database.pipelined,
    vault: operations.vault,
    clock: operations.clock,
    hlr,
    billing: operations.billing,
    smdp,
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

/** The SM-DP+ of the settings. */
export function connectSmdp(settings: Settings): Smdp {
  const { smdp, folder } = settings.rsp;
  if (smdp === null) return NO_SMDP;
  const { caPem, certPem, keyPem } = new RspFiles(folder).es2PlusClient();
  return createEs2PlusSmdp({
    url: smdp.origin,
    caPem,
    identity: { certPem, keyPem },
    requester: smdp.searchParams.get('requester') ?? settings.operator.id,
    specVersion: smdp.searchParams.get('version') === '3' ? SPEC_VERSION.v3 : SPEC_VERSION.v2,
  });
}

/** The endpoints at which phones and SM-DP+s deliver, as far as the settings name them; listening. */
export async function openRspEndpoints(
  settings: Settings,
  operations: Operations,
  onFault: (error: unknown) => void,
): Promise<{ close(): Promise<void> }> {
  const files = new RspFiles(settings.rsp.folder);
  const intake = new NotificationIntake(operations, onFault);
  const endpoints: { close(): Promise<unknown> }[] = [];
  const { es9Plus, es2PlusInbound } = settings.rsp;
  if (es9Plus !== null) {
    const tls = files.es9PlusServer();
    const endpoint = createEs9PlusReceiver({ tls, accept: (raw) => intake.accept(raw, 'lpa'), onFault });
    await endpoint.listen(es9Plus);
    endpoints.push(endpoint);
  }
  if (es2PlusInbound !== null) {
    const endpoint = createEs2PlusEndpoint({
      tls: files.es2PlusInbound(),
      points: files.notificationPoints(POINT_MEANINGS),
      onEvent: (event) => receiveSmdpEvent(operations, event),
      accept: (raw) => intake.accept(raw, 'smdp'),
      onFault,
    });
    await endpoint.listen(es2PlusInbound);
    endpoints.push(endpoint);
  }
  return {
    async close() {
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}
