import { expect, it } from 'vitest';
import type { HandbackError } from '../../../src/domain/errors.ts';
import type { GuidanceAsked } from '../../../src/domain/guidance/guidance.ts';
import { CHINESE_PROVINCES } from '../../../src/domain/rules/provinces.ts';
import { en } from '../../../src/messages/en/index.ts';
import { guidanceChoices, viewGuidance } from '../../../src/operations/guidance/view-guidance.ts';
import { VISITOR } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';

const { operations: op } = await testInstance();
const USUAL: GuidanceAsked = {
  ...{ opened: 'store', access: 'sim', payment: 'postpaid', capacity: 'owner', urgent: false },
};
const ask = (jurisdiction: string, asked: Partial<GuidanceAsked> = {}, province: string | null = null) =>
  viewGuidance(op, VISITOR, { ...USUAL, ...asked, jurisdiction, province });
const fieldOf = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    await work();
    return null;
  } catch (error) {
    return [(error as HandbackError).code, (error as HandbackError).facts['field']];
  }
};
const lengths = (found: Awaited<ReturnType<typeof ask>>) =>
  Object.fromEntries(found.lengths.map(({ of, amount, unit }) => [of, `${amount} ${unit}`]));

it('says where, with what, for how much and how long, each with its rule', async () => {
  const found = await ask('cn');
  expect(found.places.list.map(({ channel }) => channel)).toEqual(['online', 'hotline', 'store']);
  expect(found.places.list.at(-1)!.materials).toEqual([
    'identity_document',
    'identity_document_copy',
    'sim_card',
  ]);
  expect(found.costs.map(({ of, effect }) => [of, effect])).toEqual([
    ['arrears', 'blocks'],
    ['unbilled_usage', 'adds_charge'],
    ['contract_term', 'blocks'],
  ]);
  expect(lengths(found)).toMatchObject({ quarantine: '90 days' });
  for (const { rule } of [found.places, ...found.costs, ...found.lengths]) {
    expect(rule.id).toBeTruthy();
    expect(rule.source.strength).toBeTruthy();
  }
});

it('a province that wants somebody present leaves the store alone, and its own rule says so', async () => {
  const found = await ask('cn', {}, 'CN-HA');
  expect(found.inPerson).toBe(true);
  expect(found.places.list.map(({ channel }) => channel)).toEqual(['store']);
  expect(found.places.rule.id).toBe('cn-ha.channels');
});

it('a lost card need not be brought, and an heir brings the papers of an heir', async () => {
  const materials = async (asked: Partial<GuidanceAsked>) =>
    (await ask('cn', asked)).places.list.at(-1)!.materials;
  expect(await materials({ urgent: true })).not.toContain('sim_card');
  expect(await materials({ access: 'esim' })).not.toContain('sim_card');
  expect(await materials({ capacity: 'heir' })).toEqual([
    'death_certificate',
    'proof_of_kinship',
    'heir_identity_document',
  ]);
  expect(lengths(await ask('cn', { capacity: 'heir' }))).toMatchObject({ decision: '3 working_days' });
});

it('elsewhere the rules of elsewhere count', async () => {
  expect(lengths(await ask('de'))).toMatchObject({ notice_period: '1 months' });
  expect(lengths(await ask('de', { payment: 'prepaid' }))).not.toHaveProperty('notice_period');
  expect(lengths(await ask('ph', { payment: 'prepaid' }))).toMatchObject({
    idle_end: '270 days',
    records_kept: '10 years',
  });
  expect(lengths(await ask('ph', { capacity: 'heir' }))).toMatchObject({ decision: '24 hours' });
});

it('begins with the own country, and refuses countries and provinces that there are not', async () => {
  expect(guidanceChoices(op).map(({ jurisdiction }) => jurisdiction)).toEqual(['cn', 'de', 'gb', 'ph']);
  expect(await fieldOf(() => ask('atlantis'))).toEqual(['request_invalid', 'jurisdiction']);
  // Withdrawn by ISO 3166-2 in 2017; a town; of another country; HTML.
  for (const province of ['CN-11', 'CN-SZ', 'DE-BY', '<b>', ''])
    expect(await fieldOf(() => ask('cn', {}, province)), province).toEqual(['request_invalid', 'province']);
  expect(await fieldOf(() => ask('de', {}, 'DE-BY'))).toEqual(['request_invalid', 'province']);
});

it('every province has a name', async () => {
  expect(Object.keys(en.guidance.provinces)).toEqual([...CHINESE_PROVINCES]);
});
