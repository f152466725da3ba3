import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { accountFactsFromUrl } from '../../../src/connectors/account-facts/driver.ts';
import { probeAccountFacts } from '../../../src/connectors/account-facts/probe.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { startAccountFactsSimulator } from '../../../src/simulators/account-facts/simulator.ts';

const TOP_UPS = [
  { on: parseLocalDate('2026-11-02'), amount: money('CNY', 5_000) },
  { on: parseLocalDate('2026-10-01'), amount: money('CNY', 10_050) },
  { on: parseLocalDate('2026-09-01'), amount: money('CNY', 3_000) },
];
const simulator = await startAccountFactsSimulator({
  token: 'demo-token',
  topUpsOf: (lineId) => (lineId === 'L 1/2' ? TOP_UPS : lineId === 'L2' ? [] : null),
});
const folder = mkdtempSync(join(tmpdir(), 'handback-account-'));
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => simulator.inject(null));

const withQuery = (query: string): URL => {
  const url = new URL(simulator.url);
  url.password = '';
  url.search = query;
  return url;
};

describe('the account system over HTTP', () => {
  it('tells the newest top-ups of a line', async () => {
    const facts = accountFactsFromUrl(simulator.url);
    expect(await facts.lastTopUps('L 1/2', 2)).toEqual({ known: true, topUps: TOP_UPS.slice(0, 2) });
    expect(await facts.lastTopUps('L2', 2)).toEqual({ known: true, topUps: [] });
  });

  it('takes the token from a file, as it is at each question', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'old\n');
    const facts = accountFactsFromUrl(withQuery(`token-file=${file}`));
    expect(await facts.lastTopUps('L2', 1)).toEqual({ known: false, reason: 'http_401' });
    writeFileSync(file, 'demo-token\n');
    expect(await facts.lastTopUps('L2', 1)).toEqual({ known: true, topUps: [] });
  });

  it.each([
    ['a line that it does not know', 'L9', null, 'http_404'],
    ['a failure of its own', 'L2', { status: 500, body: '{}' }, 'http_500'],
    ['no JSON', 'L2', { status: 200, body: '<html>' }, 'answer_unreadable'],
    ['another form', 'L2', { status: 200, body: '{"topUps":[{"on":"2.11.2026"}]}' }, 'answer_unreadable'],
    ['null', 'L2', { status: 200, body: 'null' }, 'answer_unreadable'],
    ['a flood', 'L2', { status: 200, body: ' '.repeat(70_000) }, 'answer_too_large'],
  ])('cannot tell after %s', async (_what, lineId, fault, reason) => {
    simulator.inject(fault);
    expect(await accountFactsFromUrl(simulator.url).lastTopUps(lineId, 1)).toEqual({ known: false, reason });
  });

  it('cannot tell where nobody listens', async () => {
    const away = await startAccountFactsSimulator({ token: 'x', topUpsOf: () => [] });
    await away.close();
    expect(await accountFactsFromUrl(away.url).lastTopUps('L2', 1)).toEqual({
      known: false,
      reason: 'ECONNREFUSED',
    });
  });

  it.each(['http://accounts.example', 'https://:a@accounts.example?token-file=/etc/hosts'])(
    'refuses the address %s',
    (address) => {
      expect(() => accountFactsFromUrl(new URL(address))).toThrow();
    },
  );

  it('is asked for its health with the token, and about nobody', async () => {
    const before = simulator.asked.length;
    const [good] = await probeAccountFacts(simulator.url, {} as never, 2_000);
    expect(good).toMatchObject({ fault: null });
    expect(simulator.asked.slice(before)).toEqual(['/health']);
    const [bad] = await probeAccountFacts(withQuery(''), {} as never, 2_000);
    expect(bad).toMatchObject({ fault: 'http_401' });
  });
});
