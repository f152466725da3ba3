import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { discloseOnly } from '../../src/certificate/credential/choice.ts';
import { campaignCommand } from '../../src/cli/campaign.ts';
import { casesCommand } from '../../src/cli/cases.ts';
import { esimCommand } from '../../src/cli/esim.ts';
import { importCommand } from '../../src/cli/import.ts';
import { errorFile } from '../../src/cli/import-error-file.ts';
import { keysCommand } from '../../src/cli/keys.ts';
import { migrateCommand } from '../../src/cli/migrate.ts';
import { readerLanguage } from '../../src/cli/reader-language.ts';
import { rulesCommand } from '../../src/cli/rules.ts';
import { tokensCommand } from '../../src/cli/tokens.ts';
import { verifyCommand } from '../../src/cli/verify.ts';
import { HandbackError } from '../../src/domain/errors.ts';
import { LINE_COLUMN_NAMES } from '../../src/domain/lines/line-columns.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import {
  bytesOf,
  certificate,
  jsonBytes,
  NUMBER,
  newRing,
  OPERATOR,
  OTHER,
  temporaryFolder,
} from '../certificate/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { lineFields } from '../support/line-fields.ts';
import { escaped, PSEUDO, strayIn } from './pseudo-language.ts';

// The index with one more line, and the folder is English in marks.
vi.mock('../../src/messages/index.ts', async (original) => {
  const index = await original<typeof import('../../src/messages/index.ts')>();
  const { PSEUDO: tag, pseudoOf } = await import('./pseudo-language.ts');
  const folder = pseudoOf(index.messages('en'));
  return {
    ...index,
    languages: [...index.languages, tag],
    messages: (language: typeof tag) => (language === tag ? folder : index.messages(language)),
  };
});

const database = await testDatabase();
const folder = temporaryFolder();

beforeAll(() => {
  vi.stubEnv('LC_ALL', 'en_XA.UTF-8');
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('HANDBACK_DATA', join(folder, 'data'));
});
afterEach(() => {
  vi.restoreAllMocks();
  // The commands tell the shell what came of them, and this process is not the command.
  process.exitCode = 0;
});
afterAll(() => vi.unstubAllEnvs());

function saved(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What a command prints, line by line. */
async function said(command: Command, ...args: readonly string[]): Promise<readonly string[]> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await command.parseAsync([...args], { from: 'user' });
  const text = [...out.mock.calls, ...err.mock.calls].map(([one]) => String(one)).join('');
  vi.restoreAllMocks();
  expect(text, args.join(' ')).not.toBe('');
  return text.split(/[\r\n]+/);
}

const stray = (lines: readonly string[]): readonly string[] => lines.flatMap(strayIn);

describe('the command line in a third language', () => {
  it('has no word outside of its marks when it verifies', async () => {
    expect(readerLanguage()).toBe(PSEUDO);
    const ring = await newRing();
    const copy = await certificate(ring.signer());
    const whole = saved('whole.json', jsonBytes(copy));
    const closed = saved('closed.json', jsonBytes(await discloseOnly(copy, [], nodeVerifyCrypto)));
    const changed = { ...copy, disclosures: [...copy.disclosures, copy.disclosures[0]!] };
    const trust = saved('trust.json', bytesOf(ring.publicKeys()));
    const nobody = saved('nobody.json', bytesOf((await newRing(OTHER)).publicKeys()));
    for (const args of [
      [whole, '--trust', trust],
      [whole, '--trust', trust, '--number', NUMBER, '--evidence'],
      [closed, '--trust', trust, '--evidence'],
      [saved('changed.json', jsonBytes(changed)), '--trust', trust, '--evidence'],
      [whole, '--trust', nobody],
      [trust, '--trust', trust],
    ]) {
      const lines = await said(verifyCommand(), ...args);
      expect(
        escaped(stray(lines), OPERATOR.name, OPERATOR.id, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/),
        args.join(' '),
      ).toEqual([]);
    }
  });

  it('has none when lines are imported and decided on', async () => {
    const row = (n: number, changes: Record<string, string> = {}): string => {
      const fields = lineFields(n, changes);
      return LINE_COLUMN_NAMES.map((name) => fields[name] ?? '').join(',');
    };
    const rows = [LINE_COLUMN_NAMES.join(','), row(1), row(2, { payment: 'barter' }), ''];
    const file = saved('lines.csv', rows.join('\n'));
    expect(escaped(stray(await said(importCommand(), file)), `${file}.errors.csv`)).toEqual([]);

    const explained = stray(await said(rulesCommand(), 'explain', '--line', 'L1'));
    // Names, identifiers and values of rules, outcomes as codes, and where the law is to be read.
    const rule = /^(cn[ .]\S+|CN-[A-Z]+|[a-z_]+( +[a-z_]+)?|[[{"\d].*|true|false|https?:.*)$/;
    expect(escaped(explained, rule)).toEqual([]);
    expect(escaped(stray(await said(rulesCommand(), 'check')), /^(cn|de|gb|ph) \S+$/)).toEqual([]);
  });

  it('has none where there is nothing to tell', async () => {
    for (const lines of [
      await said(migrateCommand()),
      await said(casesCommand(), 'stuck'),
      await said(esimCommand(), 'zombies', '--by', 'maker'),
      await said(esimCommand(), 'quarantine'),
      await said(campaignCommand(), saved('empty.txt', ''), '--name', 'C-1', '--yes'),
      await said(keysCommand(), 'rotate', '--yes'),
      await said(tokensCommand(), 'revoke', 'nobody', '--yes'),
      await said(tokensCommand(), 'list'),
      await said(casesCommand(), 'list'),
    ])
      expect(escaped(stray(lines), 'nobody', 'handback:', /^[\w-]{16,}$/)).toEqual([]);
  });

  it('has none in the list of rows that could not be imported', async () => {
    const path = join(folder, 'errors.csv');
    const list = errorFile(path, readerLanguage());
    const error = new HandbackError('field_invalid', { reason: 'not_one_of', allowed: ['a', 'b'] });
    await list.write([{ rowNumber: 3, lineId: 'L2', field: 'payment', error }]);
    await list.close();
    const [, row = ''] = readFileSync(path, 'utf8').split('\r\n');
    expect(strayIn(row)).toEqual(['3,L2,payment,field_invalid,"', 'a', 'b', '"']);
  });
});
