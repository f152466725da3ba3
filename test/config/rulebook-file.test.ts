import { describe, expect, test } from 'vitest';
import { parseRulebook } from '../../src/config/rulebook-file.ts';
import { MATERIALS } from '../../src/domain/rules/rulebook.ts';
import { approversOfAct } from '../../src/domain/rules/two-person.ts';
import { problemsOf, rulebookText } from '../domain/fixtures.ts';

const good = rulebookText('cn.yaml');

const problemsIn = (text: string) => problemsOf(() => parseRulebook({ name: 'cn.yaml', text }));

/** The good file with one edit, and the number of the line on which the edit begins. */
function edited(find: string, put: string): { readonly text: string; readonly line: number } {
  const at = good.indexOf(find);
  if (at < 0 || good.indexOf(find, at + 1) >= 0) throw new Error(`"${find}" must be in cn.yaml exactly once`);
  return { text: good.replace(find, () => put), line: good.slice(0, at).split('\n').length };
}

const COOLING = 'source: withdrawal_pages, days: 3';

test('classes of data may be kept for a shorter time than the person', () => {
  const { text } = edited(
    'records_kept: { version: 1, source: operator_default, years: 5 }',
    'records_kept: { version: 1, source: operator_default, years: 5, contacts_years: 1, disclosures_years: 3 }',
  );
  const [rule] = parseRulebook({ name: 'cn.yaml', text }).settings.records_kept;
  expect(rule!.value).toEqual({ years: 5, contactsYears: 1, disclosuresYears: 3 });
});

describe('a mistake in a rulebook is named by file, line and key', () => {
  test.each([
    [
      'a negative number',
      COOLING,
      'source: withdrawal_pages, minutes: -3',
      'cooling_off.minutes must be a whole number >= 0',
    ],
    [
      'a fraction',
      COOLING,
      'source: withdrawal_pages, days: 1.5',
      'cooling_off.days must be a whole number >= 0',
    ],
    [
      'a number in quotes',
      COOLING,
      "source: withdrawal_pages, days: '3'",
      'cooling_off.days must be a whole number >= 0',
    ],
    [
      'no unit',
      COOLING,
      'source: withdrawal_pages',
      'cooling_off must have exactly one of minutes, hours, days',
    ],
    [
      'two units',
      COOLING,
      `${COOLING}, hours: 2`,
      'cooling_off must have exactly one of minutes, hours, days',
    ],
    [
      'an unknown key in a rule',
      COOLING,
      `${COOLING}, dayz: 3`,
      'cooling_off.dayz is not a key that is known here',
    ],
    [
      'an unknown source',
      COOLING,
      'source: hearsay, days: 3',
      "cooling_off.source must be one of the file's sources",
    ],
    [
      'an unknown rule',
      '  refund: {',
      '  refunds: { version: 1 }\n  refund: {',
      'settings.refunds is not a key that is known here',
    ],
    [
      'an unknown key of the file',
      'currency: CNY',
      'currencies: CNY\ncurrency: CNY',
      'currencies is not a key that is known here',
    ],
    ['a key twice', 'currency: CNY', 'currency: CNY\ncurrency: CNY', 'Map keys must be unique', 1],
    [
      'a day that does not exist',
      'effective_from: 2025-01-01',
      'effective_from: 2025-02-30',
      'effective_from must be a date of the calendar, YYYY-MM-DD',
    ],
    [
      'a version that is no text',
      "version: '2026.1'",
      'version: 2026.1',
      'version must be text (put it in quotes)',
    ],
    ['no value', 'time_zone: Asia/Shanghai', 'time_zone:', 'time_zone has no value'],
    [
      'an unknown zone',
      'time_zone: Asia/Shanghai',
      'time_zone: Asia/Shanghigh',
      'time_zone must be a zone of the IANA database, such as Asia/Shanghai',
    ],
    [
      'another jurisdiction than the file is called',
      'jurisdiction: cn',
      'jurisdiction: gb',
      'jurisdiction must be as the file is called',
    ],
    [
      'a part of a fen',
      "bank_transfer_from: '50.00'",
      'bank_transfer_from: 50.001',
      'refund.bank_transfer_from must be an amount of CNY, such as 50.00',
    ],
    [
      'an unknown channel in a list',
      'permitted: [online, hotline, store]\n    presence_required: false\n  materials',
      'permitted: [online, hotlin, store]\n    presence_required: false\n  materials',
      'channels.permitted must be one of online, hotline, store',
    ],
    [
      'an empty list',
      'lockout_minutes: [15, 60]',
      'lockout_minutes: []',
      'one_time_code.lockout_minutes must be a list of at least one',
    ],
    [
      'a list of something else',
      'lockout_minutes: [15, 60]',
      'lockout_minutes: [15, sixty]',
      'one_time_code.lockout_minutes must be a whole number from 1 to 60',
    ],
    [
      'more factors than there are',
      'store: { needed: 1,',
      'store: { needed: 2,',
      'identity_factors.store.needed asks for more than the 1 that are accepted',
    ],
    [
      'an effect that makes no sense',
      'port_out: { version: 1, source: porting, effect: blocks,',
      'port_out: { version: 1, source: porting, effect: adds_charge,',
      'port_out.effect must be one of blocks, warns, not_applied',
    ],
    [
      'no words for true',
      'source: porting, effect: blocks, recheck_at_pivot: true',
      'source: porting, effect: blocks, recheck_at_pivot: yes',
      'port_out.recheck_at_pivot must be true or false',
    ],
    [
      'something wrong in a province',
      'own_days: 180',
      'own_days: many',
      'CN-SH.quarantine.own_days must be a whole number from 0 to 3650',
    ],
    [
      'a province of another country',
      'CN-SH:',
      'GB-SH:',
      'provinces.GB-SH must be a province of cn by ISO 3166-2, such as CN-GD',
    ],
    [
      'versions that overlap',
      'from: 2026-07-01',
      'from: 2024-07-01',
      'CN-SC.channels.from must be after the version before it has ended',
    ],
    [
      'a rule that is a word',
      'notice: { version: 1, source: operator_default, channels: [sms, email, postal] }',
      'notice: sms',
      'settings.notice must be a map of keys or a list of such maps',
    ],
    [
      'a source without a title',
      'operator_default: { title: operator default, strength: operator }',
      'operator_default: { strength: operator }',
      'sources.operator_default.title is missing',
    ],
    [
      'an effect that no route can give a check',
      'materials: [death_certificate, proof_of_kinship, heir_identity_document]\n      effects: { channel: not_applied',
      'materials: [death_certificate, proof_of_kinship, heir_identity_document]\n      effects: { channel: blocks',
      'routes.bereavement.effects.channel must be one of warns, not_applied',
      1,
    ],
    [
      'an effect of a check that stands for the right of somebody else',
      'materials: [guardianship_proof, guardian_identity_document]\n      effects: { channel: not_applied }',
      'materials: [guardianship_proof, guardian_identity_document]\n      effects: { legal_hold: warns }',
      'routes.guardian.effects.legal_hold is not a key that is known here',
      1,
    ],
    [
      'a line split off on a route that its holder is told of',
      'wishes: [end]\n      materials: [authorisation_letter, identity_document_copy,',
      'wishes: [end, split_off]\n      materials: [authorisation_letter, identity_document_copy,',
      'routes.agent.wishes has split_off on a route that is not confidential',
    ],
    [
      'a route without a deadline',
      'survivor:\n      decide_within: 2',
      'survivor:\n      decide_within: 0',
      'routes.survivor.decide_within must be a whole number from 1 to 60',
      1,
    ],
    [
      'a paper that is none',
      'one_of: [police_report,',
      'one_of: [police_reports,',
      `routes.survivor.one_of must be one of ${MATERIALS.join(', ')}`,
    ],
    [
      'a holiday that is no day',
      '2026-02-16, 2026-02-17, 2026-02-18',
      '2026-02-16, 2026-02-30, 2026-02-18',
      'routes.holidays must hold dates of the calendar, YYYY-MM-DD',
    ],
    [
      'a holiday twice',
      '2026-02-16, 2026-02-17, 2026-02-18',
      '2026-02-16, 2026-02-16, 2026-02-18',
      'routes.holidays names 2026-02-16 twice',
    ],
    [
      'a class of data that is kept longer than the person whose key reads it',
      'records_kept: { version: 1, source: operator_default, years: 5 }',
      'records_kept: { version: 1, source: operator_default, years: 5, contacts_years: 6 }',
      'records_kept.contacts_years must be a whole number from 0 to 5',
    ],
    [
      'a day that no week has',
      'weekend: [6, 7]',
      'weekend: [6, 8]',
      'routes.weekend must be a whole number from 1 to 7',
    ],
  ])('%s', (_, find, put, message, below = 0) => {
    const { text, line } = edited(find, put);
    expect(problemsIn(text)).toEqual([`cn.yaml:${line + below}: ${message}`]);
  });

  test('the route of survivors that would be told of, in every way that it can be open', () => {
    const open = edited('      confidential: true\n', '      confidential: false\n');
    const problems = problemsIn(open.text).map((problem) => problem.replace(/^cn.yaml:\d+: /, ''));
    expect(problems).toEqual([
      'routes.survivor.wishes has split_off on a route that is not confidential',
      'routes.survivor.confidential must be true on the route survivor',
    ]);
    const silent = edited('      confidential: true\n', '');
    expect(problemsIn(silent.text).join()).toContain(
      'routes.survivor.confidential must be true on the route survivor',
    );
  });

  test('a rule that is missing, at the section it is missing from', () => {
    const { text } = edited(
      `  billing_end: { version: 1, source: unicom_app, clause: takes effect next month, policy: end_of_month }\n`,
      '',
    );
    const settings = good.split('\n').indexOf('settings:') + 1;
    expect(problemsIn(text)).toEqual([`cn.yaml:${settings}: settings.billing_end is missing`]);
  });

  test('a gap in time between two versions', () => {
    const { text, line } = edited(
      '  declaration_expiry: { version: 1, source: operator_default, days: 7 }',
      '  declaration_expiry:\n    - { version: 1, source: operator_default, days: 7, to: 2025-12-31 }\n    - { version: 2, source: operator_default, days: 9, from: 2026-02-01 }',
    );
    expect(problemsIn(text)).toEqual([
      `cn.yaml:${line + 1}: declaration_expiry.to leaves the days until 2026-01-31 without a rule`,
    ]);
  });

  test('a rule that ends with nothing after it, and one that begins late', () => {
    const rule = '  declaration_expiry: { version: 1, source: operator_default, days: 7';
    const ends = edited(`${rule} }`, `${rule}, to: 2026-12-31 }`);
    expect(problemsIn(ends.text)).toEqual([
      `cn.yaml:${ends.line}: declaration_expiry.to leaves the days after it without a rule`,
    ]);
    const late = edited(`${rule} }`, `${rule}, from: 2025-06-01 }`);
    expect(problemsIn(late.text)).toEqual([
      `cn.yaml:${late.line}: declaration_expiry.from leaves the days from 2025-01-01 without a rule`,
    ]);
  });

  test('all mistakes of a file come in one pass', () => {
    const text = good
      .replace('days: 3,', 'days: -3,')
      .replace('percent: 30', 'percent: 130')
      .replace('clear_at: store }', 'clear_at: garden }')
      .replace('own_days: 180', 'own_days: -1');
    expect(problemsIn(text).map((problem) => problem.replace(/^cn.yaml:\d+: | must.*$/g, ''))).toEqual([
      'cooling_off.days',
      'early_termination.percent',
      'channel.clear_at',
      'CN-SH.quarantine.own_days',
    ]);
  });

  test('a file that is no YAML, or no map', () => {
    expect(problemsIn('settings: [')[0]).toMatch(/^cn\.yaml:\d+: /);
    expect(problemsIn('just a sentence')[0]).toBe('cn.yaml:1: the file must be a map of keys');
    expect(problemsIn('')[0]).toBe('cn.yaml:1: the file must be a map of keys');
  });
});

test('a campaign needs a second person, whatever a rulebook leaves out', () => {
  const approversOf = (put: string) =>
    approversOfAct(
      parseRulebook({
        name: 'cn.yaml',
        text: edited('start_campaign: [supervisor, operations]', put).text,
      }).settings.two_person.at(-1)!.value,
      'start_campaign',
    );
  expect(approversOf('')).toEqual(['supervisor', 'operations']);
  expect(() => approversOf('start_campaign: []')).toThrow('rulebook_invalid');
  expect(approversOf('start_campaign: [fraud]')).toEqual(['fraud']);
});
