import type { Server as HttpsServer } from 'node:https';
import { join } from 'node:path';
import { pino } from 'pino';
import { makeDataFolder } from '../config/file-modes.ts';
import { unreadRulebooks } from '../config/rulebook-file.ts';
import type { Settings } from '../config/settings.ts';
import { DRIVERS, type Drivers } from '../connectors/index.ts';
import { issuerName } from '../domain/operator/house.ts';
import { contractOf } from '../http/kit/contract.ts';
import { metricsServer, openMetrics } from '../http/kit/metrics.ts';
import { buildServer } from '../http/server.ts';
import { ENGINE } from '../operations/access/actor.ts';
import { advanceCampaigns } from '../operations/campaigns/advance-campaigns.ts';
import { noteReceipts } from '../operations/cases/notices/note-receipts.ts';
import { keepJournal } from '../operations/erasure/keep-journal.ts';
import { beginAnswers } from '../operations/texts/answer-texts.ts';
import { receiveText } from '../operations/texts/receive-text.ts';
import { listenToDatabase } from '../store/case-events.ts';
import { openDatabase } from '../store/database/database.ts';
import { migrate } from '../store/database/migrate.ts';
import { WORKER_NAME } from '../store/health.ts';
import { type PortalOptions, portal } from '../web/portal.ts';
import { AuditSealer } from '../workflow/audit-sealer.ts';
import { CampaignRunner } from '../workflow/campaign-runner.ts';
import { Engine } from '../workflow/engine/engine.ts';
import { startHousekeeping } from '../workflow/housekeeping.ts';
import { OutboxSender } from '../workflow/outbox.ts';
import { ReceiptNotes } from '../workflow/receipt-notes.ts';
import { TextAnswers } from '../workflow/text-answers.ts';
import type { WakingLoop } from '../workflow/waking-loop.ts';
import { accountExports } from './account-exports.ts';
import { certificateServiceOf } from './certificate-service.ts';
import { clockJobs } from './clock-jobs.ts';
import {
  type Base,
  composeBase,
  openRspEndpoints,
  RULEBOOK_FOLDER,
  stageContext,
  type TrustedCis,
} from './compose.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { faultLog } from './fault-log.ts';
import { type LedgerParts, ledgerParts } from './ledger-parts.ts';
import { localUrlOf, settlePort } from './listening.ts';
import { openLogSequencer } from './log-parts.ts';
import { outboxReports } from './outbox-reports.ts';
import {
  assertDrivers,
  connectCustomerRecords,
  connectPeers,
  type Peers,
  type SimulatedNetwork,
} from './peers.ts';
import { publicUrlOf, startWarnings } from './start-warnings.ts';
import { followTls, readTls } from './tls.ts';

export interface InstanceOptions {
  readonly server: boolean;
  readonly worker: boolean;
  /** Where a simulated network is, when the settings ask for one. */
  readonly simulated?: (base: Base) => Promise<SimulatedNetwork>;
  /** The drivers that can be had; default: those of Handback. */
  readonly drivers?: Drivers;
  /** CIs that are trusted beside those of the settings. */
  readonly cis?: TrustedCis;
  /** The pages that only the demo has, once its network is there. */
  readonly demo?: () => NonNullable<PortalOptions['demo']>;
}

export interface Instance {
  readonly base: Base;
  /** Where the server listens; null without one. */
  readonly address: string | null;
  close(): Promise<void>;
}

/** How soon a key that another process rotated or revoked is followed here. */
const KEY_REFRESH_MS = 30_000;

export interface InstanceDatabase {
  readonly url: string;
  /** Resolves when a database that was started here ends without having been asked to. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

/** The database of the settings: a server's, or the embedded one, started here. */
export async function openInstanceDatabase(settings: Settings): Promise<InstanceDatabase> {
  makeDataFolder(settings.dataFolder);
  if (settings.databaseUrl !== null) return databaseAt(settings.databaseUrl);
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({
    dataFolder: join(settings.dataFolder, 'postgres'),
  });
  return { url: postgres.url, ended: postgres.ended, close: () => postgres.stop() };
}

/** A database that others run. */
export function databaseAt(url: string): InstanceDatabase {
  return { url, ended: new Promise(() => undefined), close: async () => undefined };
}

/** Throws where the settings name a driver that there is not. */
export function checkDrivers(settings: Settings): void {
  assertDrivers(settings, DRIVERS);
}

/** Migrates, then starts what was asked for: the endpoints, the engine, or both in one process. */
export async function openInstance(
  given: Settings,
  databaseUrl: string,
  options: InstanceOptions,
): Promise<Instance> {
  const closing: Closing = { parts: [], base: async () => undefined };
  const close = async (): Promise<void> => {
    for (const one of closing.parts.splice(0)) await one();
    await closing.base();
  };
  try {
    return { ...(await opened(await settlePort(given), databaseUrl, options, closing)), close };
  } catch (error) {
    // What was started before the failure would keep the process from ending.
    await close();
    throw error;
  }
}

/** What is to be closed, in this order; what everything stands on comes last. */
interface Closing {
  readonly parts: (() => Promise<unknown>)[];
  base: () => Promise<unknown>;
}

async function opened(
  settings: Settings,
  databaseUrl: string,
  options: InstanceOptions,
  closing: Closing,
): Promise<Omit<Instance, 'close'>> {
  const closers = closing.parts;
  const drivers = options.drivers ?? DRIVERS;
  assertDrivers(settings, drivers);
  const log = pino(
    {
      level: settings.logLevel,
      redact: ['req', 'res', '*.number', '*.msisdn', '*.token', '*.code_hash', 'err.detail'],
    },
    pino.destination(2),
  );
  const first = openDatabase(databaseUrl, { max: 2 });
  await migrate(first.pool);
  await first.close();
  const publicUrl = publicUrlOf(settings);
  for (const warning of startWarnings(settings)) log.warn(warning);
  for (const file of await unreadRulebooks(RULEBOOK_FOLDER))
    log.warn(
      { file },
      'a file in the folder of the rulebooks is not read: one is called by its jurisdiction, such as cn.yaml',
    );
  const base = await composeBase(
    settings,
    databaseUrl,
    publicUrl,
    (error) => log.warn({ err: error }, 'database connection lost'),
    {
      ...options.cis,
      fault: (error, what) => log.error({ err: error }, what),
      ...(options.worker ? { connectionName: WORKER_NAME } : {}),
    },
  );
  closing.base = () => base.close();
  await keepJournal(base.operations);
  for (const { book, inForce } of base.operations.rulebooks.waiting)
    log.warn(
      { rulebook: book, inForce },
      'the folder has another version of a rulebook than the one in force, which goes on deciding: two people put the new one in force at the operations desk',
    );
  const metrics = openMetrics(base.database.pool);
  const report = faultLog(log);
  let engine: Engine | undefined;
  let outbox: OutboxSender | undefined;
  let campaigns: CampaignRunner | undefined;
  let texts: TextAnswers | undefined;
  let exports: WakingLoop | undefined;
  const certificates = certificateServiceOf(base, options.demo !== undefined);
  let ledgers: LedgerParts | undefined;
  if (options.worker) {
    const { hlr, nodes, sms, mail, smdp } = await peersOf(settings, base, options, drivers);
    engine = new Engine(
      stageContext(base, hlr, settings.fault, smdp, nodes),
      {},
      {
        onCommit: (recorded) => metrics.recorded(recorded),
        onFault: (where, error) => {
          metrics.fault(where);
          report(error, { where }, 'a walk met a failure');
        },
        onAway: ({ connector, code }) =>
          log.warn({ connector, reason: code }, 'a peer cannot be reached; cases that need it wait'),
        onBack: (back) => log.info(back, 'a peer answers again; what waited for it goes on'),
      },
    );
    ledgers = ledgerParts(settings, base.operations, { hlr, smdp }, report);
    const letters = mail === null ? null : { mail, subject: issuerName(settings.house) };
    outbox = new OutboxSender(
      { pool: base.database.pool, vault: base.vault, sms, letters },
      outboxReports(log, metrics, (error) => report(error, {}, 'a message was not sent')),
    );
    const housekeeping = await startHousekeeping(
      base.database.pool,
      log,
      {
        ...clockJobs(base),
        ...ledgers.jobs,
      },
      { campaignRowDays: settings.campaignRowDays, appointmentDays: settings.appointmentDays },
    );
    const sealer = new AuditSealer(base.database.pool, base.vault, (error) =>
      report(error, {}, 'the audit log was not sealed'),
    );
    sealer.start();
    const sequencer = await openLogSequencer(settings, base.database.pool, (error) =>
      report(error, { code: (error as { code?: unknown }).code }, 'the public log was not added to'),
    );
    sequencer?.start();
    campaigns = new CampaignRunner(
      () => advanceCampaigns(base.operations, ENGINE),
      (error) => report(error, {}, 'a portion of a campaign was not done'),
    );
    const unanswered = (error: unknown): void => {
      metrics.fault('texts');
      report(error, {}, 'a text was not answered');
    };
    texts = new TextAnswers((room) => beginAnswers(base.operations, ENGINE, room), unanswered);
    const receipts = new ReceiptNotes(async (some) => {
      try {
        await noteReceipts(base.operations, ENGINE, some);
      } catch (error) {
        const { length: count } = some;
        report(
          error,
          { count },
          'delivery receipts were not stored; their message centre is told to try again',
        );
        throw error;
      }
    });
    sms.receive?.(
      async (text) => {
        try {
          await receiveText(base.operations, ENGINE, { ...text, source: 'smpp' });
        } catch (error) {
          report(error, {}, 'a text that came in was not stored; its message centre is told to try again');
          throw error;
        }
      },
      (receipt) => receipts.add(receipt),
    );
    const records = connectCustomerRecords(settings, options.cis?.customerRecords ?? null);
    exports = accountExports(base.operations, records, certificates, (error) =>
      report(error, {}, 'an archive of an account was not taken up'),
    );
    closers.push(
      () => exports!.stop(),
      async () => records?.close(),
      () => texts!.stop(),
      () => campaigns!.stop(),
      () => ledgers!.stop(),
      () => sealer.stop(),
      async () => sequencer?.stop(),
      () => engine!.stop(),
      () => outbox!.stop(),
      () => housekeeping.stop(),
      () => hlr.close(),
      () => nodes.close(),
      () => sms.close(),
      async () => mail?.close(),
      () => smdp.close(),
    );
  }
  closers.push(() => certificates.close());
  const keys = setInterval(
    () => base.keyRing.refresh().catch((error) => report(error, {}, 'keys were not read')),
    KEY_REFRESH_MS,
  );
  keys.unref();
  closers.push(async () => clearInterval(keys));
  if (settings.metrics !== null) {
    const monitoring = metricsServer(metrics);
    await monitoring.listen(settings.metrics);
    closers.push(() => monitoring.close());
  }
  // A version that was missed between two announcements would leave its cases to other processes.
  const rules = (): void => {
    base.operations.rulebooks.reload().then(
      () => engine?.wake(),
      (error) => report(error, {}, 'the rulebooks in force were not read'),
    );
  };
  const rulebooks = setInterval(rules, KEY_REFRESH_MS);
  rulebooks.unref();
  closers.push(async () => clearInterval(rulebooks));
  const events = listenToDatabase(databaseUrl, {
    exports: () => exports?.wake(),
    due: () => engine?.wake(),
    outbox: () => outbox?.wake(),
    rulebooks: rules,
    campaigns: () => campaigns?.wake(),
    texts: () => texts?.wake(),
  });
  closers.unshift(() => events.close());
  engine?.start();
  outbox?.start();
  campaigns?.start();
  ledgers?.start();
  texts?.start();
  exports?.start();
  let address: string | null = null;
  if (options.server) {
    const tls = settings.tls === null ? null : await readTls(settings.tls);
    const app = await buildServer({
      operations: base.operations,
      certificates,
      events,
      metrics,
      log,
      publicUrl,
      trustedProxies: settings.trustedProxies,
      tls,
      voice: settings.voice,
      pages: async (pages) => {
        await pages.register(portal, {
          operations: base.operations,
          trust: () => certificates.trustDocument(),
          renderPdf: (file, language, client) => certificates.renderPdf(file, language, client),
          signPaper: (drawn) => certificates.signPaper(drawn),
          signerName: () => certificates.signerName(),
          verify: (bytes, number, client) => certificates.verify(bytes, number, client),
          events,
          publicUrl,
          contract: () => contractOf(app),
          demo: options.demo?.() ?? null,
        });
      },
    });
    closers.unshift(() => app.close());
    await app.listen({ host: settings.host, port: settings.port });
    address = localUrlOf(settings);
    if (settings.tls !== null) {
      const following = followTls(app.server as unknown as HttpsServer, settings.tls, {
        changed: () => log.info('the TLS certificate was read again'),
        failed: (error) =>
          log.error({ err: error }, 'the new TLS certificate cannot be used; the old one stays'),
      });
      closers.unshift(async () => following.stop());
    }
    const endpoints = await openRspEndpoints(settings, base.operations, (error) => {
      metrics.fault('rsp');
      log.error({ err: error }, 'a notification was not processed');
    });
    closers.unshift(() => endpoints.close());
  }
  return { base, address };
}

async function peersOf(
  settings: Settings,
  base: Base,
  options: InstanceOptions,
  drivers: Drivers,
): Promise<Peers> {
  const needed = settings.hlr === null || settings.sms === null;
  const simulated = needed && options.simulated !== undefined ? await options.simulated(base) : null;
  return connectPeers(settings, simulated, drivers);
}
