import { join } from 'node:path';
import { certificateIssuerOf } from '../certificate/credential/issue.ts';
import { hasKeyRing, type KeyRing, openKeyRing } from '../certificate/sign/keys.ts';
import type { TrustDocument } from '../certificate/sign/trust.ts';
import { openVault } from '../config/key-file.ts';
import { RspFiles } from '../config/rsp-files.ts';
import { loadRulebooks } from '../config/rulebook-file.ts';
import type { Settings, StaffSettings } from '../config/settings.ts';
import { embeddedChargeControl, embeddedLedger } from '../connectors/billing/embedded-ledger.ts';
import { createEs2PlusEndpoint } from '../connectors/es2plus/endpoint.ts';
import { POINT_MEANINGS } from '../connectors/es2plus/inbound.ts';
import { createEs9PlusReceiver } from '../connectors/es9plus/receiver.ts';
import type { OperatorStatement } from '../domain/certificates/certificate.ts';
import { HandbackError } from '../domain/errors.ts';
import { PHONE, SMDP } from '../operations/access/actor.ts';
import type { Operations } from '../operations/context.ts';
import { NotificationIntake } from '../operations/esim/notification-intake.ts';
import { receiveSmdpEvent } from '../operations/esim/receive-smdp-event.ts';
import { systemClock } from '../ports/clock.ts';
import type { CustomerRecords } from '../ports/customer-records.ts';
import type { Hlr } from '../ports/hlr.ts';
import type { ServingNodes } from '../ports/serving-node.ts';
import type { Smdp } from '../ports/smdp.ts';
import { readTrustAnchors } from '../rsp/trust-anchors.ts';
import { NotificationVerifier } from '../rsp/verify-notification.ts';
import { anyCertificate } from '../store/certificates/certificates.ts';
import { StatusPlaces } from '../store/certificates/status-places.ts';
import { type Database, type Db, openDatabase } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import { knowsKeys, noteKeyEpoch } from '../store/people/key-epochs.ts';
import { type RulebookStart, Rulebooks } from '../store/rulebooks.ts';
import { faultPointsFrom } from '../workflow/engine/fault-points.ts';
import type { StageContext } from '../workflow/engine/stage.ts';
import { channelParts } from './channel-parts.ts';
import { assertErasuresKnown, openErasureJournal } from './erasure-journal.ts';
import { publicLogOf } from './log-parts.ts';
import {
  connectAccountFacts,
  connectChargeControl,
  connectSwitchingCodes,
  connectTextCounts,
  NO_SERVING_NODES,
  NO_SMDP,
} from './peers.ts';

export const RULEBOOK_FOLDER = join(import.meta.dirname, '..', '..', 'rulebook');

/** What a server, a worker and most commands share: the database, the keys, the rules. */
export interface Base {
  readonly database: Database;
  readonly vault: Vault;
  readonly keyRing: KeyRing;
  /** What verifiers of certificates are given: keys, logs and witnesses. */
  readonly trust: () => TrustDocument;
  readonly operations: Operations;
  close(): Promise<void>;
}

/** CIs that are trusted beside those of the settings' folder: those of virtual eUICCs, in the demo and in tests. */
export interface TrustedCis {
  readonly extraAnchors?: readonly Buffer[];
  /** A simulated mail server stands in for one of the settings. */
  readonly simulatedMail?: boolean;
  /** A simulated account system, where the settings name none. */
  readonly accountFacts?: URL;
  /** Simulated records of customers, where the settings name none. */
  readonly customerRecords?: CustomerRecords;
  /** What becomes of a version of a rulebook that is new to the database; default: it is proposed. */
  readonly rulebooks?: RulebookStart;
  /** Is told of what fails in the background; default: nobody is. */
  readonly fault?: Operations['fault'];
}

/**
 * Opens what every command needs.
 * @param rsp `restored`: also a database that does not know everybody who was erased
 * @throws HandbackError `erasures_missing`
 */
export async function composeBase(
  settings: Settings,
  databaseUrl: string,
  publicUrl: string,
  onDatabaseError: (error: Error) => void = () => undefined,
  rsp: TrustedCis & { readonly connectionName?: string; readonly restored?: true } = {},
): Promise<Base> {
  const database = openDatabase(databaseUrl, { onError: onDatabaseError, name: rsp.connectionName });
  const { vault, keyRing, erasures } = await openKept(settings, database.pool, rsp.restored === true).catch(
    async (error) => {
      await database.close();
      throw error;
    },
  );
  const loaded = await loadRulebooks(RULEBOOK_FOLDER, settings.rulebookOverlay ?? undefined);
  const files = new RspFiles(settings.rsp.folder);
  const anchors = readTrustAnchors([...files.ciCertificates(), ...(rsp.extraAnchors ?? [])]);
  const operations: Operations = {
    pool: database.pool,
    vault,
    clock: systemClock,
    erasures,
    rulebooks: await Rulebooks.open(database.pool, [...loaded.values()], rsp.rulebooks),
    accountFacts: connectAccountFacts(settings, rsp.accountFacts ?? null),
    billing: embeddedLedger(database.pool, settings.house.finalBillDueDays ?? undefined),
    chargeControl: connectChargeControl(settings, embeddedChargeControl(database.pool)),
    textCounts: connectTextCounts(settings),
    issuer: certificateIssuerOf(keyRing, operatorStatement(settings), publicUrl, settings.certificateChain),
    statusPlaces: new StatusPlaces(database.pool),
    staff: await staffOf(settings.staff),
    codeLimits: settings.codeLimits,
    appointmentsPerClient: settings.appointmentsPerClient,
    scamReports: settings.scamReports,
    house: settings.house,
    channels: channelParts(settings, publicUrl),
    sender: {
      name: settings.house.name,
      hotline: settings.house.hotline?.number ?? null,
      portal: publicUrl,
    },
    feeds: settings.feeds,
    switchingCodes: connectSwitchingCodes(settings),
    textWebhook: settings.textWebhook,
    takesMail: settings.mail !== null || rsp.simulatedMail === true,
    defaultCallingCode: settings.callingCode,
    certificateUrl: (id) => `${publicUrl}/c/${id}`,
    fault: rsp.fault ?? (() => undefined),
    lineUrl: (id) => `${publicUrl}/lines/${encodeURIComponent(id)}`,
    notifications: new NotificationVerifier({ anchors, crls: files.crls() }),
  };
  const log = await publicLogOf(settings, database.pool);
  return {
    database,
    vault,
    keyRing,
    trust: () => ({ ...keyRing.publicKeys(), ...log }),
    operations,
    close: async () => {
      await operations.accountFacts.close();
      await operations.chargeControl.close();
      await operations.textCounts?.close();
      await operations.switchingCodes?.close();
      await database.close();
    },
  };
}

/**
 * Nobody is asked yet: the issuer is discovered when somebody signs in. What speaks to it is loaded only where there is one:
 * most commands have none, and would wait for it.
 */
async function staffOf(staff: StaffSettings | null): Promise<Operations['staff']> {
  if (staff === null) return null;
  const { oidcIssuer } = await import('../connectors/oidc/issuer.ts');
  return { issuer: oidcIssuer(staff), rules: staff.rules };
}

/** The operator as certificates name it. */
function operatorStatement({ operator, house }: Settings): OperatorStatement {
  const contact = house.hotline?.number ?? house.website;
  return { id: operator.id, name: house.name, contact };
}

/** Where the keys of personal data are, unless the settings hold them. */
export const vaultFileOf = ({ dataFolder }: Settings): string => join(dataFolder, 'keys', 'vault.json');
/** Where the keys are that sign certificates. */
export const keyRingFolderOf = ({ dataFolder }: Settings): string => join(dataFolder, 'keys', 'certificates');

/**
 * Opens the keys, and makes them where there is nothing yet that needs them. A data folder that was not restored with its
 * database would otherwise get new ones, and nobody would notice before somebody wants their certificate.
 *
 * @throws HandbackError `vault_missing`, `vault_differs`, `key_ring_damaged`
 */
async function openKeys(settings: Settings, db: Db): Promise<Pick<Base, 'vault' | 'keyRing'>> {
  const vault = openVault(vaultFileOf(settings), settings.keys, !(await knowsKeys(db)));
  await noteKeyEpoch(db, vault, vaultFileOf(settings));
  const folder = keyRingFolderOf(settings);
  if (!hasKeyRing(folder) && (await anyCertificate(db)) !== null)
    throw new HandbackError('key_ring_damaged', { reason: 'ring_absent', path: folder });
  return { vault, keyRing: await openKeyRing(folder, settings.operator, systemClock.now()) };
}

/** The keys and the journal of erasures, which lie beside each other outside of the database. */
async function openKept(
  settings: Settings,
  db: Db,
  restored: boolean,
): Promise<Pick<Base, 'vault' | 'keyRing'> & Pick<Operations, 'erasures'>> {
  const keys = await openKeys(settings, db);
  const erasures = await openErasureJournal(settings, keys.vault);
  if (!restored) await assertErasuresKnown(db, erasures, settings);
  return { ...keys, erasures };
}

/** What the stages of a worker use. */
export function stageContext(
  base: Base,
  hlr: Hlr,
  fault: string | undefined,
  smdp: Smdp = NO_SMDP,
  nodes: ServingNodes = NO_SERVING_NODES,
): StageContext {
  const { operations } = base;
  return {
    pool: operations.pool,
    pipelined: base.database.pipelined,
    vault: operations.vault,
    clock: operations.clock,
    hlr,
    nodes,
    billing: operations.billing,
    smdp,
    issuer: operations.issuer,
    statusPlaces: operations.statusPlaces,
    sender: operations.sender,
    fault: faultPointsFrom(fault),
    rules: (work) => operations.rulebooks.forCase(work, operations.clock.now()),
    rulebooks: () => operations.rulebooks.versions,
    certificateUrl: operations.certificateUrl,
  };
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
    const endpoint = createEs9PlusReceiver({
      tls,
      accept: (raw, how) => intake.accept(PHONE, raw, how),
      onFault,
      trustedProxies: settings.trustedProxies,
    });
    await endpoint.listen(es9Plus);
    endpoints.push(endpoint);
  }
  if (es2PlusInbound !== null) {
    const endpoint = createEs2PlusEndpoint({
      tls: files.es2PlusInbound(),
      points: files.notificationPoints(POINT_MEANINGS),
      onEvent: (event) => receiveSmdpEvent(operations, SMDP, event),
      accept: (raw) => intake.accept(SMDP, raw),
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
