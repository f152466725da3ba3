import type { Page } from 'playwright-core';
import type { Declared } from '../../src/operations/cases/declare.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import { confirmedCase, iccidOf, type SeededProfile, seedProfiles } from './esim-scenes.ts';
import { enter, type PortalInstance, portalInstance, testBrowser } from './portal-instance.ts';

type Profiles = readonly Omit<SeededProfile, 'iccid'>[];

export interface LineWithProfiles {
  readonly line: SeededLine;
  readonly iccids: readonly string[];
}

export interface Ending extends LineWithProfiles {
  readonly made: Declared;
  readonly path: string;
}

export interface EsimInstance extends PortalInstance {
  readonly open: Awaited<ReturnType<typeof testBrowser>>;
  /** A line that nobody used yet. */
  nextLine(): SeededLine;
  sessionOf(line: SeededLine): Promise<string>;
  /** A line with an iPhone and one more device, unless told otherwise. */
  lineWith(profiles?: Profiles): Promise<LineWithProfiles>;
  /** The same, submitted by its holder. */
  ending(profiles?: Profiles): Promise<Ending>;
  /** Its holder, signed in. */
  visitor(line: SeededLine, options?: Parameters<EsimInstance['open']>[0]): Promise<Page>;
  withoutScripts(line: SeededLine, locale?: string): Promise<Page>;
}

const TWO: Profiles = [{ device: '1234', label: 'iPhone' }, { device: '5678' }];

/** A portal with a browser, and lines that have eSIM profiles. */
export async function esimInstance(): Promise<EsimInstance> {
  const instance = await portalInstance();
  const open = await testBrowser();
  const { pool } = instance.operations;
  const lines = await seedLines(pool, instance.vault, 30, { from: 600, simulator: instance.simulator });
  let used = 0;
  const made: EsimInstance = {
    ...instance,
    open,
    nextLine: () => lines[used++]!,
    sessionOf: (line) => openSession(pool, instance.vault, { ...line, factors: ['sms_code'] }),
    async lineWith(profiles = TWO) {
      const line = made.nextLine();
      const seeded = profiles.map((profile, i) => ({ ...profile, iccid: iccidOf(used * 100 + i) }));
      await seedProfiles(instance, line, seeded);
      return { line, iccids: seeded.map(({ iccid }) => iccid) };
    },
    async ending(profiles) {
      const one = await made.lineWith(profiles);
      const declared = await confirmedCase(instance, one.line);
      return { ...one, made: declared, path: `/cases/${declared.caseId}` };
    },
    async visitor(line, options = {}) {
      const page = await open(options);
      await enter(page, instance.origin, await made.sessionOf(line));
      return page;
    },
    withoutScripts: (line, locale = 'zh-CN') => made.visitor(line, { javaScriptEnabled: false, locale }),
  };
  return made;
}
