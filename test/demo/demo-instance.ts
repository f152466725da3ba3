import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Demo, openDemo } from '../../src/cli/demo.ts';
import { readOperatorFile } from '../../src/config/operator-file.ts';
import { operatorOf, readSettings } from '../../src/config/settings.ts';
import { DEMO_OPERATOR_FILE, demoHouse } from '../../src/demo/demo-house.ts';
import { SHOWCASE } from '../../src/demo/demo-operator.ts';
import type { SituationName } from '../../src/demo/demo-situations.ts';
import type { DemoPhone, DemoPhones } from '../../src/demo/network/phones.ts';
import type { Pool } from '../../src/store/database/database.ts';
import { testDatabase } from '../support/database.ts';

export interface DemoInstance {
  /** The one that runs now. */
  demo(): Demo;
  readonly pool: Pool;
  readonly dataFolder: string;
  phones(): DemoPhones;
  restart(): Promise<void>;
}

/** What `npm start` opens, with few lines, on a database of its own. */
export async function demoInstance(): Promise<DemoInstance> {
  const database = await testDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'handback-demo-'));
  const read = readSettings({
    HANDBACK_DATA: dataFolder,
    HANDBACK_PORT: '0',
    HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
    HANDBACK_LOG: 'error',
  });
  const settings = {
    ...read,
    ...operatorOf(demoHouse(readOperatorFile(DEMO_OPERATOR_FILE)), read.operator.id),
  };
  let demo = await openDemo(settings, database.url, SHOWCASE.length);
  afterAll(async () => {
    await demo.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  return {
    demo: () => demo,
    pool: database.pool,
    dataFolder,
    phones: () => demo.network!.phones,
    async restart() {
      await demo.close();
      demo = await openDemo(settings, database.url, SHOWCASE.length);
    },
  };
}

export function showcase(situation: SituationName) {
  const line = SHOWCASE.find((one) => one.situation === situation)!;
  return { ...line, msisdn: line.msisdn! };
}

/** The devices of a line of the showcase, in the order of its profiles. */
export async function phonesOf(
  instance: DemoInstance,
  situation: SituationName,
): Promise<readonly [DemoPhone, ...DemoPhone[]]> {
  return (await instance.phones().list(showcase(situation).msisdn)) as [DemoPhone, ...DemoPhone[]];
}

/** What the operator has of a profile's eUICC, the oldest number first. */
export async function receivedOf(instance: DemoInstance, iccid: string) {
  const { rows } = await instance.pool.query<{
    verdict: string;
    event: string;
    seq: number;
    via: string;
    eid: string;
  }>(
    `select verdict, event, seq_number::int as seq, via, eid from euicc_notification where iccid = $1 order by seq_number`,
    [iccid],
  );
  return rows;
}

export async function profileState(instance: DemoInstance, iccid: string): Promise<string | undefined> {
  const { rows } = await instance.pool.query<{ state: string }>(
    'select state from esim_profile where iccid = $1',
    [iccid],
  );
  return rows[0]?.state;
}
