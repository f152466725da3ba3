import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { becomeRunning } from '../../src/cli/running.ts';
import { makeDataFolder } from '../../src/config/file-modes.ts';
import { readSettings } from '../../src/config/settings.ts';
import { CHECKS, FINDINGS } from '../../src/domain/findings.ts';
import { freePort } from '../../src/free-port.ts';
import { messages } from '../../src/messages/index.ts';
import { clock, standingFindings } from '../../src/run/doctor/check-database.ts';
import { diskFinding } from '../../src/run/doctor/check-files.ts';
import { checkNode } from '../../src/run/doctor/check-node.ts';
import { openInstance } from '../../src/run/instance.ts';
import { startSmdpSimulator } from '../../src/simulators/es2plus/simulator.ts';
import { osmoHlrInstalled, startOsmoHlr } from '../../src/simulators/osmo-hlr/process.ts';
import { startOsmoHlrSimulator } from '../../src/simulators/osmo-hlr/simulator.ts';
import { expired, makeTestPki } from '../../src/simulators/pki/tls-pki.ts';
import { startPyHssSimulator } from '../../src/simulators/pyhss/simulator.ts';
import { startDiameterAgent } from '../../src/simulators/s6a/agent.ts';
import { startSmscSimulator } from '../../src/simulators/smpp/simulator.ts';
import { certificate, newRing, OTHER } from '../certificate/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { inProcess } from '../support/in-process.ts';

const PASSWORD = 'p4ss:w@rd';
const folder = mkdtempSync(join(tmpdir(), 'handback-doctor-'));
chmodSync(folder, 0o711);
const dataFolder = join(folder, 'data');
makeDataFolder(dataFolder);
const database = await testDatabase();
const pki = makeTestPki('doctor');
const hlr = await startOsmoHlrSimulator();
const smsc = await startSmscSimulator({ password: PASSWORD });
const smdp = await startSmdpSimulator({ identity: pki.server(['127.0.0.1']), clientCaPem: pki.caPem });

const at = { url: database.url, dataFolder };
const rsp = (name: string) => join(dataFolder, 'rsp', 'es2plus', name);
mkdirSync(join(dataFolder, 'rsp', 'es2plus'), { recursive: true });
const client = pki.client('handback.example');
writeFileSync(rsp('ca.pem'), pki.caPem);
writeFileSync(rsp('client.pem'), client.certPem);
writeFileSync(rsp('client-key.pem'), client.keyPem, { mode: 0o600 });

const port = await freePort();
const smpp = (password: string) =>
  `smpp://handback:${encodeURIComponent(password)}@${smsc.host}:${smsc.port}`;
const hlrUrl = (ctrl = hlr.ports.ctrlPort, vty = hlr.ports.vtyPort, gsup = hlr.ports.gsupPort) =>
  `osmo-hlr://${hlr.host}?ctrl=${ctrl}&vty=${vty}&gsup=${gsup}`;
const environment = {
  HANDBACK_HLR: hlrUrl(),
  HANDBACK_SMPP: smpp(PASSWORD),
  HANDBACK_SMDP: smdp.url,
  HANDBACK_PORT: String(port),
  HANDBACK_URL: `http://127.0.0.1:${port}`,
  HANDBACK_OPERATOR_ID: 'end.example',
  HANDBACK_OPERATOR_FILE: 'examples/operator.yaml',
  HANDBACK_RULEBOOK_OVERLAY: '',
  HANDBACK_LOG: 'silent',
};
const settings = readSettings({ ...environment, HANDBACK_DATA: dataFolder, DATABASE_URL: database.url });
const instance = await openInstance(settings, database.url, { server: true, worker: true });

const servers: Server[] = [];
afterAll(async () => {
  await instance.close();
  await Promise.all([hlr.close(), smsc.close(), smdp.close()]);
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly check: string;
    readonly state: string;
    readonly code: string;
    readonly says: string;
    readonly todo: string | null;
    readonly facts: Readonly<Record<string, unknown>>;
  }[];
}

async function doctor(
  more: Record<string, string> = {},
  place = at,
): Promise<Answer & { code: number | null }> {
  const said = await inProcess(place, ['doctor', '--json'], { ...environment, ...more });
  expect(said.err).toBe('');
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(said.out).not.toContain(secret);
  const answer = JSON.parse(said.out) as Answer;
  expect(said.code).toBe(answer.ok ? 0 : 1);
  return { ...answer, code: said.code };
}

/** What failed, and how. */
async function failing(more: Record<string, string> = {}, place = at): Promise<string[]> {
  const { findings } = await doctor(more, place);
  const bad = findings.filter(({ state }) => state === 'failed');
  for (const { todo, code } of bad) expect(todo, code).toEqual(expect.stringMatching(/\S{3}/));
  return bad.map(({ code }) => code);
}

async function answering(body: (path: string) => string): Promise<string> {
  const server = createServer((request, response) => response.end(body(request.url ?? '')));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

describe('the doctor', () => {
  it('finds nothing wrong with a set-up that works, looks at everything, and changes nothing', async () => {
    const before = smsc.submits();
    const { ok, findings } = await doctor();
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(ok).toBe(true);
    expect([...new Set(findings.map(({ check }) => check))]).toEqual([...CHECKS]);
    const codes = findings.map(({ code }) => code);
    for (const good of [
      'hlr_good',
      'smpp_good',
      'smdp_good',
      'url_good',
      'worker_good',
      'vault_good',
      'ring_good',
    ])
      expect(codes).toContain(good);
    expect(findings.filter(({ code }) => code === 'hlr_good').map(({ facts }) => facts['channel'])).toEqual([
      'ctrl',
      'vty',
      'gsup',
    ]);
    expect(smsc.submits()).toBe(before);
    expect(smdp.calls).toEqual([]);
  });

  it('says it as text, in the language of the reader', async () => {
    const english = await inProcess(at, ['doctor'], environment);
    expect(english.code).toBe(0);
    expect(english.out).toMatch(/^ok +HLR +ctrl answers at 127/m);
    expect(english.out).toMatch(/\nNothing failed\.\n$/);
    const chinese = await inProcess(at, ['doctor'], { ...environment, LANG: 'zh_CN.UTF-8' });
    expect(chinese.out).toMatch(/没有失败的检查项。\n$/);
  });

  it('asks both sides of a register that is two, and says which one is missing', async () => {
    const pyHss = await startPyHssSimulator({ provisioningKey: PASSWORD });
    const agent = await startDiameterAgent();
    const HANDBACK_HLR = `s6a://${agent.host}:${agent.port}?origin-host=hss.epc.example`;
    const register = (key: string) => `pyhss://:${encodeURIComponent(key)}@${pyHss.host}:${pyHss.port}`;
    try {
      const both = { HANDBACK_HLR, HANDBACK_HLR_PROVISIONING: register(PASSWORD) };
      const { findings } = await doctor(both);
      const asked = findings.filter(({ check }) => check === 'hlr');
      expect(asked.map(({ code, facts }) => [code, facts['channel']])).toEqual([
        ['hlr_good', 's6a'],
        ['hlr_good', 'api'],
        ['hlr_good', 'key'],
      ]);
      // A sign of life and a goodbye, and nobody was touched.
      expect(agent.heard).toEqual([257, 280, 280, 282]);
      expect(await failing({ ...both, HANDBACK_HLR_PROVISIONING: register('guess') })).toEqual(['hlr_away']);
      expect(await failing({ HANDBACK_HLR })).toEqual(['hlr_away']);
      expect(await failing({ HANDBACK_HLR_PROVISIONING: register(PASSWORD) })).toEqual(['hlr_away']);
      await agent.close();
      expect(await failing(both)).toEqual(['hlr_away']);
      expect(await failing({ HANDBACK_HLR: register(PASSWORD) })).toEqual([]);
    } finally {
      await pyHss.close();
    }
  });

  it('names peers that are away, silent, or refuse us', async () => {
    const closed = await freePort();
    expect(await failing({ HANDBACK_HLR: hlrUrl(closed) })).toEqual(['hlr_away']);
    expect(await failing({ HANDBACK_HLR: hlrUrl(undefined, closed, closed) })).toEqual([
      'hlr_away',
      'hlr_away',
    ]);
    // Something else listens at each of the ports.
    expect(await failing({ HANDBACK_HLR: hlrUrl(smsc.port, smsc.port, hlr.ports.vtyPort) })).toEqual([
      'hlr_away',
      'hlr_away',
      'hlr_away',
    ]);
    const silent = createTcp(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const mute = (silent.address() as { port: number }).port;
    const { findings } = await doctor({
      HANDBACK_SMPP: `smpp://a:${encodeURIComponent(PASSWORD)}@127.0.0.1:${mute}`,
    });
    silent.close();
    expect(findings.find(({ code }) => code === 'smpp_away')?.facts['cause']).toBe('timeout');
    const refused = await doctor({ HANDBACK_SMPP: smpp('wrong') });
    expect(refused.findings.find(({ code }) => code === 'smpp_away')?.facts['cause']).toBe(
      'password_invalid',
    );
    expect(await failing({ HANDBACK_HLR: 'simulator', HANDBACK_SMPP: 'simulator' })).toEqual([
      'hlr_simulated',
      'smpp_simulated',
    ]);
    expect(await failing({ HANDBACK_SMDP: `https://127.0.0.1:${closed}` })).toEqual(['smdp_away']);
  });

  it('names an SM-DP+ of another CA, one that does not let us in, and certificates that are over', async () => {
    const other = makeTestPki('another');
    writeFileSync(rsp('ca.pem'), other.caPem);
    expect(await failing()).toEqual(['smdp_away']);
    writeFileSync(rsp('ca.pem'), pki.caPem);
    const stranger = other.client('handback.example');
    writeFileSync(rsp('client.pem'), stranger.certPem);
    writeFileSync(rsp('client-key.pem'), stranger.keyPem);
    expect(await failing()).toEqual(['smdp_away']);
    const old = pki.client('handback.example', expired());
    writeFileSync(rsp('client.pem'), old.certPem);
    writeFileSync(rsp('client-key.pem'), old.keyPem);
    expect(await failing()).toEqual(['tls_over', 'smdp_away']);
    writeFileSync(rsp('client.pem'), client.certPem);
    rmSync(rsp('client-key.pem'));
    expect(await failing()).toEqual(['tls_unusable', 'smdp_away']);
    const soon = {
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 5 * 86_400_000),
    };
    const short = pki.client('handback.example', soon);
    writeFileSync(rsp('client.pem'), short.certPem);
    writeFileSync(rsp('client-key.pem'), short.keyPem, { mode: 0o600 });
    const { findings, ok } = await doctor();
    expect(ok).toBe(true);
    expect(findings.find(({ code }) => code === 'tls_ends_soon')).toMatchObject({ state: 'warning' });
    writeFileSync(rsp('client.pem'), client.certPem);
    writeFileSync(rsp('client-key.pem'), client.keyPem);
  });

  it('knows whether it is this Handback that answers at the public address', async () => {
    const closed = await freePort();
    expect(await failing({ HANDBACK_URL: `http://127.0.0.1:${closed}` })).toEqual(['url_away']);
    const page = await answering(() => '<h1>Welcome</h1>');
    expect(await failing({ HANDBACK_URL: page })).toEqual(['url_not_handback']);
    const another = await answering((path) =>
      path === '/readyz' ? '{"status":"ready"}' : '{"keys":[{"kid":"somebody-elses"}]}',
    );
    expect(await failing({ HANDBACK_URL: another })).toEqual(['url_another']);
    const behind = await answering(() => '{"status":"migrations_missing"}');
    expect(await failing({ HANDBACK_URL: behind })).toEqual(['url_not_ready']);
    const { findings } = await doctor({ HANDBACK_URL: `https://127.0.0.1:${closed}` });
    expect(findings.map(({ code }) => code)).toContain('proxies_unnamed');
  });

  it('names a database that is away, too old in its schema, or made by another version', async () => {
    const closed = await freePort();
    const secret = encodeURIComponent(PASSWORD);
    expect(await failing({}, { dataFolder, url: `postgres://a:${secret}@127.0.0.1:${closed}/x` })).toEqual([
      'database_away',
    ]);
    expect(await failing({}, { dataFolder, url: `postgres://a:${secret}@[bad/x` })).toContain(
      'database_away',
    );
    await database.pool.query(`update schema_migration set name = '9' || name`);
    try {
      expect(await failing()).toEqual(expect.arrayContaining(['schema_foreign']));
      await database.pool.query('delete from schema_migration');
      expect(await failing()).toEqual(expect.arrayContaining(['schema_behind']));
    } finally {
      await database.pool.query('delete from schema_migration');
      for (const name of readdirSync('migrations').filter((one) => one.endsWith('.sql')))
        await database.pool.query('insert into schema_migration (name) values ($1)', [name]);
    }
    expect(await failing()).toEqual([]);
  });

  it('names keys that are missing, of another set-up, unreadable, or open to others', async () => {
    const elsewhere = join(folder, 'elsewhere');
    const place = { url: database.url, dataFolder: elsewhere };
    const restore = () => {
      rmSync(elsewhere, { recursive: true, force: true });
      execFileSync('cp', ['-a', dataFolder, elsewhere]);
    };
    const vault = join(elsewhere, 'keys', 'vault.json');
    restore();
    expect(await failing({}, place)).toEqual([]);
    rmSync(vault);
    expect(await failing({}, place)).toEqual(['vault_missing']);
    const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
    const other = { current: 1, keyEncryptionKeys: { 1: key(1) }, indexSecret: key(2) };
    writeFileSync(vault, JSON.stringify(other), { mode: 0o600 });
    expect(await failing({}, place)).toEqual(['vault_differs']);
    expect(await failing({ HANDBACK_KEYS: JSON.stringify(other) }, place)).toEqual(['vault_differs']);
    writeFileSync(vault, '{"current":');
    expect(await failing({}, place)).toEqual(['vault_unusable']);
    restore();
    chmodSync(vault, 0o644);
    expect(await failing({}, place)).toEqual(['mode_open', 'vault_unusable']);
    restore();
    await database.pool.query(
      `insert into certificate (certificate_id, case_id, line_id, jwt, disclosures_enc, status_list, status_index)
       values (gen_random_uuid(), gen_random_uuid(), 'L', $1, '', 0, 0)`,
      [(await certificate((await newRing(OTHER)).signer())).jwt],
    );
    expect(await failing({}, place)).toEqual(['ring_other']);
    rmSync(join(elsewhere, 'keys', 'certificates'), { recursive: true });
    expect(await failing({}, place)).toEqual(['ring_missing']);
    await database.pool.query('delete from certificate');
  });

  it('names settings, rulebooks and operator files that cannot be used, and goes on with the rest', async () => {
    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, 'name: [');
    expect(await failing({ HANDBACK_OPERATOR_FILE: bad })).toEqual(['operator_bad']);
    expect(await failing({ HANDBACK_RULEBOOK_OVERLAY: bad })).toEqual(['rulebooks_bad']);
    expect(await failing({ HANDBACK_HLRR: 'x' })).toEqual(['settings_bad']);
    const { findings } = await doctor({ HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml' });
    expect(findings.find(({ code }) => code === 'rulebooks_overlaid')).toMatchObject({ state: 'warning' });
  });

  it('sees that nobody works, what waits, and what is stuck', () => {
    const idle = {
      workers: 1,
      dueCases: 0,
      oldestDue: null,
      stuckCases: 0,
      sealed: 3,
      lastSealAt: new Date(),
      unsealed: 0,
      oldestUnsealed: null,
      dueMessages: 0,
      oldestMessage: null,
      paused: [],
    };
    const codes = (more: object) => standingFindings({ ...idle, ...more }).map(({ code }) => code);
    expect(codes({})).toEqual(['audit_good', 'worker_good', 'messages_good']);
    expect(codes({ workers: 0 })).toContain('worker_none');
    expect(codes({ unsealed: 2, oldestUnsealed: 61 })).toContain('audit_late');
    expect(codes({ unsealed: 2, oldestUnsealed: 5 })).toContain('audit_good');
    expect(codes({ dueCases: 2, oldestDue: 301 })).toContain('work_late');
    expect(codes({ dueMessages: 2, oldestMessage: 301 })).toContain('messages_late');
    expect(codes({ stuckCases: 1 })).toContain('cases_stuck');
    expect(codes({ paused: [{ name: 'smpp', reason: null }] })).toContain('connector_paused');
  });

  it('sees an old Node, clocks that differ, and a disk that fills up', () => {
    expect(checkNode('20.1.0')[0]!.code).toBe('node_old');
    expect(clock({ now: new Date(1_000) }, 900, 1_100).code).toBe('clock_good');
    expect(clock({ now: new Date(10_000) }, 900, 1_100).code).toBe('clock_apart');
    expect(clock({ now: new Date(0) }, 100_000, 100_100)).toEqual({
      code: 'clock_wrong',
      facts: { seconds: 100 },
    });
    expect(diskFinding('/', 2 ** 29).code).toBe('disk_full');
    expect(diskFinding('/', 2 ** 31).code).toBe('disk_low');
    expect(diskFinding('/', 2 ** 40).code).toBe('disk_good');
  });

  it('makes nothing where there is nothing yet', async () => {
    const nowhere = join(folder, 'nowhere');
    const said = await inProcess({ url: '', dataFolder: nowhere }, ['doctor', '--json'], environment);
    const answer = JSON.parse(said.out) as Answer;
    const codes = answer.findings.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['database_absent', 'not_looked', 'vault_absent', 'ring_absent']),
    );
    expect(existsSync(nowhere)).toBe(false);
  });

  it('finds the Handback that runs on the data folder, wherever it listens, and takes a demo for one', async () => {
    const beside = join(folder, 'beside');
    execFileSync('cp', ['-a', dataFolder, beside]);
    const running = becomeRunning({ ...settings, dataFolder: beside });
    running.announce(instance.address!, { databaseUrl: database.url, rulebookOverlay: null, demo: true });
    try {
      const unset = {
        HANDBACK_URL: '',
        HANDBACK_PORT: '1',
        HANDBACK_HLR: 'simulator',
        HANDBACK_SMPP: 'simulator',
      };
      const { findings, ok } = await doctor(unset, { url: '', dataFolder: beside });
      expect(findings.filter(({ state }) => state === 'failed')).toEqual([]);
      expect(ok).toBe(true);
      expect(findings.find(({ code }) => code === 'url_good')?.facts).toEqual({ url: instance.address });
      expect(findings.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['hlr_of_demo', 'smpp_of_demo', 'database_embedded']),
      );
    } finally {
      running.release();
    }
  });

  it.skipIf(!osmoHlrInstalled())('asks a real OsmoHLR on each of its interfaces', async () => {
    const real = await startOsmoHlr();
    try {
      const { findings } = await doctor({ HANDBACK_HLR: `osmo-hlr://${real.host}` });
      expect(findings.filter(({ check }) => check === 'hlr').map(({ code }) => code)).toEqual([
        'hlr_good',
        'hlr_good',
        'hlr_good',
      ]);
    } finally {
      await real.stop();
    }
  });
});

describe('the words of the doctor', () => {
  it('say what to do about all that failed, in every language', () => {
    for (const language of ['en', 'zh-CN'] as const) {
      const { findings } = messages(language).doctor;
      for (const [code, [, state]] of Object.entries(FINDINGS))
        expect(findings[code as keyof typeof findings].todo === null, `${language} ${code}`).toBe(
          state === 'ok' ||
            (state === 'skipped' &&
              ![
                'database_absent',
                'hlr_not_asked',
                'serving_node_not_asked',
                'smpp_not_asked',
                'mail_not_asked',
                'smdp_not_asked',
                'account_facts_not_asked',
                'customer_records_not_asked',
                'switching_codes_not_asked',
                'charge_control_not_asked',
                'text_counts_not_asked',
              ].includes(code)),
        );
    }
  });
});
