import { USUAL_AGENT_WATCH } from './agent-watch.ts';
import { NO_RISK_COOLING_OFF } from './cooling-risk.ts';
import type { CheckName, Checks, Rule, Rulebook, RuleVersions, SettingName, Settings } from './rulebook.ts';
import { USUAL_TEXT_RULES } from './text-rules.ts';

const NO_NOTICE_PERIOD: Checks['notice_period'] = {
  effect: 'not_applied',
  urgentEffect: null,
  recheckAtPivot: false,
  clearAt: 'portal',
  length: { unit: 'days', amount: 0 },
  payments: ['postpaid'],
};

type Named = Readonly<Record<string, readonly Rule<unknown>[]>>;
type Value = Readonly<Record<string, unknown>>;

/** What a value holds by name, where a newer Handback can know further names. */
const FURTHER_NAMES: Readonly<Record<string, string>> = {
  two_person: 'approvers',
  routes: 'routes',
  text_keywords: 'words',
};

/**
 * A version as an older Handback kept it, with what only a newer one knows: a rule, or a part of one, that it does not state is
 * that of the file, from the first day of what was kept: open cases may be older than the file. No version in force says anything
 * else about it, and without it nothing could be decided at all.
 *
 * @param file the same jurisdiction as the folder has it now; null where it is gone: what Handback itself would say
 */
export function completedRulebook(kept: Rulebook, file: Rulebook | null): Rulebook {
  if (file === null) {
    const { settings, checks } = usual(kept);
    return { ...kept, settings: { ...settings, ...kept.settings }, checks: { ...checks, ...kept.checks } };
  }
  return {
    ...kept,
    settings: completed(kept, kept.settings, file.settings) as unknown as Rulebook['settings'],
    checks: completed(kept, kept.checks, file.checks) as unknown as Rulebook['checks'],
  };
}

/** Of rules that came after the first release: as careful as the delivered rulebooks are, and nothing is longer that was not. */
function usual({ effectiveFrom }: Rulebook) {
  const rule = <V>(name: SettingName | CheckName, value: V): readonly Rule<V>[] => [
    {
      ...{
        id: `handback.${name}`,
        version: 1,
        source: { title: 'operator default', strength: 'operator' as const },
      },
      ...{ effectiveFrom, effectiveTo: null, running: false, province: null, value },
    },
  ];
  const settings = {
    risk_cooling_off: rule('risk_cooling_off', NO_RISK_COOLING_OFF),
    agent_watch: rule('agent_watch', USUAL_AGENT_WATCH),
    records_kept: rule('records_kept', { years: 5 }),
    quarantine_longer: rule('quarantine_longer', { harassmentDays: 0, fraudDays: 0, codes: null }),
    idle_end: rule('idle_end', { days: 0, payments: ['prepaid'] as const }),
    lock_lifting: rule('lock_lifting', { period: { unit: 'hours', amount: 72 } as const }),
    complaints: rule('complaints', { answerDays: 15, warnWorkingDays: 3, regulator: '' }),
    objection: rule('objection', { period: { unit: 'hours', amount: 48 } as const }),
    text_keywords: rule('text_keywords', USUAL_TEXT_RULES),
    switching_codes: rule('switching_codes', { validDays: null }),
  } satisfies Partial<RuleVersions<Settings>>;
  const checks = {
    notice_period: rule('notice_period', NO_NOTICE_PERIOD),
  } satisfies Partial<RuleVersions<Checks>>;
  return { settings, checks };
}

/** One rule a province, from the first day on: a later one of the file decides when the file does. */
function borrowed(ofFile: readonly Rule<unknown>[], { effectiveFrom }: Rulebook): readonly Rule<unknown>[] {
  const first = ofFile.filter(
    (rule, i) => ofFile.findIndex(({ province }) => province === rule.province) === i,
  );
  return first.map((rule) => ({ ...rule, effectiveFrom, effectiveTo: null }));
}

function completed(book: Rulebook, kept: object, file: object): Named {
  const known = kept as Named;
  const stated = Object.entries(file as Named).map(([name, ofFile]): [string, readonly Rule<unknown>[]] => {
    const versions = known[name];
    if (versions === undefined) return [name, borrowed(ofFile, book)];
    return [
      name,
      versions.map((rule) => ({ ...rule, value: whole(name, rule.value, likeIn(ofFile, rule.province)) })),
    ];
  });
  // In the order of the file: what the database gives back has another one.
  return { ...Object.fromEntries(stated), ...withoutThe(known, file) };
}

const withoutThe = (known: Named, file: object): Named =>
  Object.fromEntries(Object.entries(known).filter(([name]) => !Object.hasOwn(file, name)));

function likeIn(ofFile: readonly Rule<unknown>[], province: string | null): Value {
  const rule =
    ofFile.findLast((one) => one.province === province) ?? ofFile.findLast((one) => one.province === null);
  return (rule?.value ?? {}) as Value;
}

function whole(name: string, value: unknown, like: Value): unknown {
  const own = value as Value;
  const further = FURTHER_NAMES[name];
  const parts =
    further === undefined || own[further] === undefined
      ? {}
      : { [further]: { ...(like[further] as Value), ...(own[further] as Value) } };
  return { ...like, ...own, ...parts };
}
