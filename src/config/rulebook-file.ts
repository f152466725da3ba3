import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HandbackError } from '../domain/errors.ts';
import { type Rule, type Rulebook, type RuleSource, STRENGTHS } from '../domain/rules/rulebook.ts';
import { addDays, type LocalDate, localDateAt } from '../domain/values/local-date.ts';
import { type RulebookText, readOverlay } from './rulebook-overlay.ts';
import { CHECK_READERS, type NamedReaders, readSource, SETTING_READERS } from './rulebook-parameters.ts';
import { type MapReader, YamlFile } from './yaml-reader.ts';

/** How a rulebook is called: by its jurisdiction. */
const RULEBOOK_NAME = /^[a-z]{2}\.yaml$/;

/**
 * Loads every `<jurisdiction>.yaml` of a directory, each under the overlay if one is given.
 * @returns rulebooks by jurisdiction, e.g. `cn`.
 * @throws HandbackError `rulebook_missing` if there is none, `rulebook_invalid` with the problems of all files.
 */
export async function loadRulebooks(
  directory: string,
  overlayFile?: string,
): Promise<ReadonlyMap<string, Rulebook>> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => RULEBOOK_NAME.test(name)).sort();
  if (names.length === 0) throw new HandbackError('rulebook_missing', { directory });
  const read = async (path: string): Promise<RulebookText> => {
    const text = await readFile(path, 'utf8').catch((cause) => {
      throw new HandbackError('rulebook_missing', { file: path }, { cause });
    });
    return { name: basename(path), text };
  };
  const overlay = overlayFile === undefined ? undefined : await read(overlayFile);
  const rulebooks = new Map<string, Rulebook>();
  const problems = new Set<string>();
  for (const name of names) {
    const found = readRulebook(await read(join(directory, name)), overlay);
    for (const problem of found.problems) problems.add(problem);
    rulebooks.set(found.rulebook.jurisdiction, found.rulebook);
  }
  refuseIfAny([...problems]);
  return rulebooks;
}

/**
 * The files of a directory that look like rulebooks and are read as none, because of how they are called: `CN.yaml`, `cn.yml`,
 * `cn-2027.yaml`. An overlay is no rulebook, and is read where it is named.
 */
export async function unreadRulebooks(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory).catch(() => []))
    .filter((name) => /\.ya?ml$/i.test(name) && !RULEBOOK_NAME.test(name))
    .sort();
  const texts = await Promise.all(
    names.map((name) => readFile(join(directory, name), 'utf8').catch(() => '')),
  );
  return names.filter((_, i) => !/^overlay\s*:/m.test(texts[i]!));
}

/**
 * One rulebook from its text and, optionally, an overlay that replaces whole rules for every province and date.
 * @throws HandbackError `rulebook_invalid`; `problems` are lines such as
 *   `cn.yaml:41: cooling_off.minutes must be a whole number >= 0`, all that there are.
 */
export function parseRulebook(text: RulebookText, overlay?: RulebookText): Rulebook {
  const { rulebook, problems } = readRulebook(text, overlay);
  refuseIfAny(problems);
  return rulebook;
}

function refuseIfAny(problems: readonly string[]): void {
  if (problems.length > 0) throw new HandbackError('rulebook_invalid', { problems });
}

/** The rules of one file or province, by name: each a list of dated versions. */
type Versions = Record<string, readonly Rule<unknown>[]>;

interface Header {
  readonly effectiveFrom: LocalDate;
  readonly currency: string;
  readonly sources: ReadonlyMap<string, RuleSource>;
}

function readRulebook(
  text: RulebookText,
  overlay?: RulebookText,
): { rulebook: Rulebook; problems: readonly string[] } {
  const file = new YamlFile(text.name, text.text);
  const { root } = file;
  const jurisdiction = root.text('jurisdiction', {
    pattern: /^[a-z]{2}$/,
    called: 'two small letters, such as cn',
  });
  if (/^[a-z]{2}$/.test(jurisdiction) && text.name !== `${jurisdiction}.yaml`) {
    root.problem(`must be as the file is called`, 'jurisdiction');
  }
  const head = {
    jurisdiction,
    version: root.text('version'),
    effectiveFrom: root.date('effective_from'),
    timeZone: timeZone(root),
    currency: root.text('currency', { pattern: /^[A-Z]{3}$/, called: 'three capitals, such as CNY' }),
    callingCode: root.text('calling_code', { pattern: /^[1-9]\d{0,2}$/, called: 'a calling code in quotes' }),
  };
  const currency = /^[A-Z]{3}$/.test(head.currency) ? head.currency : 'XXX';
  const header: Header = { effectiveFrom: head.effectiveFrom, currency, sources: readSources(root) };

  const settings = readSection(root.map('settings'), SETTING_READERS, header, jurisdiction, null);
  const checks = readSection(root.map('checks'), CHECK_READERS, header, jurisdiction, null);
  if (root.has('provinces')) {
    const provinces = root.map('provinces');
    for (const province of provinces.keys()) {
      const own = provinces.map(province);
      if (
        !/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(province) ||
        province.slice(0, 2).toLowerCase() !== text.name.slice(0, 2)
      ) {
        own.problem(`must be a province of ${text.name.slice(0, 2)} by ISO 3166-2, such as CN-GD`);
      }
      for (const [section, readers, all] of [
        ['settings', SETTING_READERS, settings],
        ['checks', CHECK_READERS, checks],
      ] as const) {
        if (!own.has(section)) continue;
        const found = readSection(own.map(section), readers, header, province.toLowerCase(), province);
        for (const [name, versions] of Object.entries(found)) all[name] = [...(all[name] ?? []), ...versions];
      }
      own.end();
    }
  }
  root.end();
  const rulebook: Rulebook = {
    ...head,
    settings: settings as unknown as Rulebook['settings'],
    checks: checks as unknown as Rulebook['checks'],
  };
  if (overlay === undefined) return { rulebook, problems: file.problems };
  const laid = readOverlay(overlay, rulebook, currency);
  return { rulebook: laid.rulebook, problems: [...file.problems, ...laid.problems] };
}

function timeZone(root: MapReader): string {
  const zone = root.text('time_zone');
  try {
    if (zone !== '') localDateAt(new Date(0), zone);
  } catch {
    root.problem('must be a zone of the IANA database, such as Asia/Shanghai', 'time_zone');
  }
  return zone;
}

function readSources(root: MapReader): ReadonlyMap<string, RuleSource> {
  const sources = root.map('sources');
  return new Map(sources.keys().map((name) => [name, readSource(sources.map(name))]));
}

/** All rules of a `settings` or `checks` map. The jurisdiction must state every one, without a gap in time. */
function readSection(
  section: MapReader,
  readers: NamedReaders,
  header: Header,
  owner: string,
  province: string | null,
): Versions {
  const versions: Versions = {};
  // Paths name the rule and, within a province, whose it is: the line says the rest.
  const prefix = province === null ? '' : `${province}.`;
  for (const [name, read] of Object.entries(readers)) {
    if (province !== null && !section.has(name)) continue;
    const rules = section.maps(name, `${prefix}${name}`).map((rule) => {
      const found = readRule(rule, read, header, `${owner}.${name}`, province);
      rule.end();
      return { rule, found };
    });
    versions[name] = inOrderOfTime(rules, header, province === null);
  }
  section.end();
  return versions;
}

function readRule(
  rule: MapReader,
  read: NamedReaders[string],
  header: Header,
  id: string,
  province: string | null,
): Rule<unknown> {
  const named = rule.text('source');
  const source = header.sources.get(named);
  if (named !== '' && source === undefined) rule.problem(`must be one of the file's sources`, 'source');
  // A rule may say where in its source it stands, what that says, and that it goes further than its source.
  const cited: RuleSource = {
    ...(source ?? { title: named, strength: 'operator' }),
    ...(rule.has('citation') && { citation: rule.text('citation') }),
    ...(rule.has('clause') && { clause: rule.text('clause') }),
    ...(rule.has('strength') && { strength: rule.oneOf('strength', STRENGTHS) }),
  };
  // A dot, or what nobody sees, cites nothing.
  if (cited.strength === 'statute' && !/[\p{L}\p{N}]/u.test(cited.citation ?? ''))
    rule.problem('must say where in the statute it stands', 'citation');
  return {
    id,
    version: rule.wholeNumber('version', 1),
    source: cited,
    effectiveFrom: rule.has('from') ? rule.date('from') : header.effectiveFrom,
    effectiveTo: rule.has('to') ? rule.date('to') : null,
    running: rule.has('running') && rule.flag('running'),
    province,
    value: read(rule, header.currency),
  };
}

/** Where a version names no last day, it holds until the day before the next. */
function inOrderOfTime(
  read: readonly { readonly rule: MapReader; readonly found: Rule<unknown> }[],
  header: Header,
  mustBeWhole: boolean,
): readonly Rule<unknown>[] {
  return read.map(({ rule, found }, i) => {
    const previous = read[i - 1]?.found;
    const next = read[i + 1]?.found;
    if (previous !== undefined && found.version <= previous.version) {
      rule.problem(`must be higher than the version before it`, 'version');
    }
    if (found.effectiveTo !== null && found.effectiveTo < found.effectiveFrom) {
      rule.problem('must not be before the first day', 'to');
    }
    if (mustBeWhole && i === 0 && found.effectiveFrom > header.effectiveFrom) {
      rule.problem(`leaves the days from ${header.effectiveFrom} without a rule`, 'from');
    }
    if (next === undefined) {
      if (mustBeWhole && found.effectiveTo !== null)
        rule.problem('leaves the days after it without a rule', 'to');
      return found;
    }
    if (next.effectiveFrom <= found.effectiveFrom || next.effectiveFrom <= (found.effectiveTo ?? '')) {
      read[i + 1]!.rule.problem('must be after the version before it has ended', 'from');
      return found;
    }
    const dayBefore = addDays(next.effectiveFrom, -1);
    if (mustBeWhole && found.effectiveTo !== null && found.effectiveTo < dayBefore) {
      rule.problem(`leaves the days until ${dayBefore} without a rule`, 'to');
    }
    return { ...found, effectiveTo: found.effectiveTo ?? dayBefore };
  });
}
