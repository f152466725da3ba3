import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compactOf } from '../../src/certificate/credential/sd-jwt.ts';
import { readTrust } from '../../src/certificate/sign/trust.ts';
import { verifyCertificate } from '../../src/certificate/verify/verify.ts';
import { makeDataFolder } from '../../src/config/file-modes.ts';
import { readSettings } from '../../src/config/settings.ts';
import { createOsmoHlr } from '../../src/connectors/osmo-hlr/driver.ts';
import { holderCopy } from '../../src/operations/certificates/holder-copy.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { composeBase, stageContext } from '../../src/run/compose.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/run/embedded-postgres.ts';
import { startServingNode } from '../../src/simulators/osmo-hlr/serving-node.ts';
import { startOsmoHlrSimulator } from '../../src/simulators/osmo-hlr/simulator.ts';
import { sealAudit } from '../../src/store/audit-seals.ts';
import { openDatabase } from '../../src/store/database/database.ts';
import { migrate } from '../../src/store/database/migrate.ts';
import { Engine } from '../../src/workflow/engine/engine.ts';
import { receiptOf } from '../support/actors.ts';
import { closedCase, readyToEnd, running } from '../support/cases.ts';
import { inProcess } from '../support/in-process.ts';
import { seedLines } from '../support/seed.ts';

const GUIDE = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'backup-and-restore.md');
const folder = mkdtempSync(join(tmpdir(), 'handback-backup-'));
// Root's database runs under another account, which must get through.
chmodSync(folder, 0o711);
const data = join(folder, 'data');
const backup = join(folder, 'backup');
const safe = join(folder, 'safe');
for (const one of [backup, safe]) mkdirSync(one);
makeDataFolder(data);

const settings = readSettings({ HANDBACK_DATA: data, HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml' });
const simulator = await startOsmoHlrSimulator();
const vlr = await startServingNode({
  host: simulator.host,
  port: simulator.ports.gsupPort,
  name: 'vlr-test',
});
const hlr = createOsmoHlr({ host: simulator.host, ...simulator.ports, callTimeoutMs: 3_000 });
let postgres: EmbeddedPostgres | null = null;
afterAll(async () => {
  await postgres?.stop();
  await Promise.all([hlr.close(), vlr.close(), simulator.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const start = async (): Promise<EmbeddedPostgres> => {
  postgres = await startEmbeddedPostgres({ dataFolder: join(data, 'postgres') });
  // Elsewhere, the copy of the data folder would not hold it.
  expect(postgres.dataFolder).toBe(join(data, 'postgres'));
  return postgres;
};
const open = async (url: string) => {
  const base = await composeBase(settings, url, 'http://handback.test');
  return { ...base, engine: new Engine(stageContext(base, hlr, undefined), { idleMs: 50 }) };
};

/** Runs what the guide has its reader type. */
function typed(title: string): void {
  const block = new RegExp(`<!-- tried: ${title} -->\n\`\`\`\n(.*?)\n\`\`\``, 's').exec(
    readFileSync(GUIDE, 'utf8'),
  )?.[1];
  const run = spawnSync('/bin/sh', ['-euc', block!], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HANDBACK_DATA: data, BACKUP: backup, SAFE: safe },
  });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
}

describe('a backup of the embedded database and the keys, as the guide has it', () => {
  it('brings back cases, certificates, personal data and the audit log, and nothing without the keys', async () => {
    let server = await start();
    const first = openDatabase(server.url, { max: 2 });
    await migrate(first.pool);
    await first.close();
    const before = await open(server.url);
    const [one, two] = await seedLines(before.database.pool, before.vault, 2, {
      simulator,
      attachedTo: 'vlr-test',
    });
    const ended = await readyToEnd(before.operations, one!);
    await running(before.engine, () => closedCase(before.database.pool, ended.caseId));
    const trust = await readTrust([before.keyRing.publicKeys()], nodeVerifyCrypto);
    const waiting = await readyToEnd(before.operations, two!);
    await sealAudit(before.database.pool, before.vault, 5_000);
    const at = () => ({ url: server.url, dataFolder: data });
    const { head } = JSON.parse((await inProcess(at(), ['audit', 'verify', '--json'])).out) as {
      head: string;
    };
    await before.close();
    await server.stop();
    typed('back up');
    // The keys are not beside the database.
    const listed = spawnSync('tar', ['-tzf', join(backup, 'handback-database.tar.gz')], {
      encoding: 'utf8',
    }).stdout;
    expect(listed).toContain('./postgres/data/PG_VERSION');
    expect(listed).not.toContain('vault.json');

    rmSync(data, { recursive: true });
    typed('restore');
    server = await start();
    const after = await open(server.url);
    await running(after.engine, () => closedCase(after.database.pool, waiting.caseId));
    expect(await closedCase(after.database.pool, waiting.caseId)).toMatchObject({ outcome: 'completed' });
    for (const [made, line] of [
      [ended, one!],
      [waiting, two!],
    ] as const) {
      // Its disclosures are encrypted with the person's key.
      const copy = await holderCopy(after.operations, receiptOf(made), { reference: made.reference });
      const verdict = await verifyCertificate(Buffer.from(compactOf(copy)), {
        trust,
        crypto: nodeVerifyCrypto,
        number: line.msisdn,
        now: new Date(),
      });
      expect(verdict).toMatchObject({ result: 'authentic', number: 'match' });
    }
    const audit = await inProcess(at(), ['audit', 'verify', '--head', head, '--json']);
    expect(audit).toMatchObject({ code: 0 });
    expect(JSON.parse(audit.out)).toMatchObject({ sound: true, holdsHead: true });
    await after.close();

    rmSync(join(data, 'keys', 'vault.json'));
    await expect(open(server.url)).rejects.toMatchObject({ code: 'vault_missing' });
    const refused = await inProcess(at(), ['cases', 'list']);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(
      'vault.json is not there. Nothing was changed. Restore the file from its backup',
    );
    expect(existsSync(join(data, 'keys', 'vault.json'))).toBe(false);
    const key = Buffer.alloc(32, 1).toString('base64');
    const others = JSON.stringify({ current: 1, keyEncryptionKeys: { 1: key }, indexSecret: key });
    const mixed = await inProcess(at(), ['cases', 'list'], { HANDBACK_KEYS: others });
    expect(mixed.err).toContain('(vault_differs)');
    spawnSync('tar', ['-C', data, '-xpzf', join(safe, 'handback-keys.tar.gz')]);
    rmSync(join(data, 'keys', 'certificates'), { recursive: true });
    await expect(open(server.url)).rejects.toMatchObject({ code: 'key_ring_damaged' });
    expect(existsSync(join(data, 'keys', 'certificates'))).toBe(false);
  });
});
