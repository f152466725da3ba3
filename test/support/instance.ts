import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { createOsmoHlr } from '../../src/connectors/osmo-hlr/driver.ts';
import type { Hlr } from '../../src/ports/hlr.ts';
import type { Smdp } from '../../src/ports/smdp.ts';
import { type Base, composeBase, stageContext, type TrustedCis } from '../../src/run/compose.ts';
import { startServingNode, type TestServingNode } from '../../src/simulators/osmo-hlr/serving-node.ts';
import { type OsmoHlrSimulator, startOsmoHlrSimulator } from '../../src/simulators/osmo-hlr/simulator.ts';
import { Engine } from '../../src/workflow/engine/engine.ts';
import type { EngineEvents, EngineOptions } from '../../src/workflow/engine/options.ts';
import type { StageContext } from '../../src/workflow/engine/stage.ts';
import { type TestDatabase, testDatabase } from './database.ts';

export interface TestInstance extends Base {
  readonly url: string;
  readonly dataFolder: string;
  readonly hlr: Hlr;
  readonly simulator: OsmoHlrSimulator;
  readonly vlr: TestServingNode;
  readonly context: StageContext;
  engine(options?: Partial<EngineOptions>, events?: EngineEvents): Engine;
}

export const VLR = 'vlr-test';

/** A whole Handback without HTTP and pages: a database of its own, a simulated HLR with one serving node, the demo's short clocks. */
export async function testInstance(
  database?: TestDatabase,
  environment: NodeJS.ProcessEnv = {},
  esim: { readonly cis?: TrustedCis; readonly smdp?: Smdp } = {},
): Promise<TestInstance> {
  const own = database ?? (await testDatabase());
  const dataFolder = mkdtempSync(join(tmpdir(), 'handback-instance-'));
  const settings = readSettings({
    HANDBACK_DATA: dataFolder,
    HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
    ...environment,
  });
  const base = await composeBase(settings, own.url, 'http://handback.test', undefined, esim.cis);
  const simulator = await startOsmoHlrSimulator();
  const hlr = createOsmoHlr({ host: simulator.host, ...simulator.ports, callTimeoutMs: 3_000 });
  const vlr = await startServingNode({ host: simulator.host, port: simulator.ports.gsupPort, name: VLR });
  const engines: Engine[] = [];
  const context = stageContext(base, hlr, undefined, esim.smdp);
  afterAll(async () => {
    await Promise.all(engines.map((engine) => engine.stop()));
    await hlr.close();
    await vlr.close();
    await simulator.close();
    await base.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  return {
    ...base,
    url: own.url,
    dataFolder,
    hlr,
    simulator,
    vlr,
    context,
    engine(options, events) {
      const engine = new Engine(context, { idleMs: 50, ...options }, events);
      engines.push(engine);
      return engine;
    },
  };
}

/** Asks again until the answer is there; fails with the last answer when it never comes. */
export async function eventually<T>(
  ask: () => Promise<T>,
  good: (value: T) => boolean,
  forMs = 45_000,
): Promise<T> {
  const end = performance.now() + forMs;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (performance.now() > end) throw new Error(`never came true; last: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
