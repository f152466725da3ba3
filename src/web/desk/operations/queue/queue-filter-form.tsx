import { STAGE_NAMES } from '../../../../domain/cases/termination.ts';
import type { WorkKind } from '../../../../domain/oversight/work.ts';
import { ASSIGNED, type QueueFilter, WAITS } from '../../../../operations/oversight/queue/queue-filter.ts';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { OPERATIONS } from '../sections.ts';

/** The filter as a form that becomes the address. */
export function QueueFilterForm({
  visit,
  filter,
  kinds,
  jurisdictions,
}: {
  readonly visit: DeskVisit;
  readonly filter: QueueFilter;
  readonly kinds: readonly WorkKind[];
  readonly jurisdictions: readonly string[];
}) {
  const { queueDesk: t, caseDesk } = visit.t;
  const waits = { ...caseDesk.waits, any: t.waitingAny };
  return (
    <form class="filters" method="get" action={OPERATIONS} aria-label={t.filter}>
      <Choose name="kind" label={t.kind} chosen={filter.kind} none={t.any}>
        {kinds.map((kind) => [kind, t.kinds[kind]] as const)}
      </Choose>
      <Choose name="waiting" label={t.waiting} chosen={filter.waiting} none={t.usual}>
        {WAITS.map((one) => [one, waits[one]] as const)}
      </Choose>
      <Choose name="stage" label={t.stage} chosen={filter.stage} none={t.any}>
        {STAGE_NAMES.map((stage) => [stage, caseDesk.stages[stage]] as const)}
      </Choose>
      <Choose name="assigned" label={t.assigned} chosen={filter.assigned} none={t.any}>
        {ASSIGNED.map((one) => [one, t.assignedWords[one]] as const)}
      </Choose>
      <Choose name="jurisdiction" label={t.jurisdiction} chosen={filter.jurisdiction} none={t.any}>
        {withAsked(jurisdictions, filter).map((one) => [one, one.toUpperCase()] as const)}
      </Choose>
      <span class="field">
        <label for="province">{t.province}</label>
        <input
          id="province"
          name="province"
          value={filter.province ?? ''}
          maxLength={6}
          size={8}
          autocomplete="off"
          placeholder={t.provinceHint}
        />
      </span>
      <label class="box">
        <input type="checkbox" name="overdue" value="1" checked={filter.overdue} /> {t.overdue}
      </label>
      <span class="filter-acts">
        <button class="button second" type="submit">
          {t.apply}
        </button>
        <a class="act" href={OPERATIONS}>
          {t.clear}
        </a>
      </span>
    </form>
  );
}

/** Also the one that is asked for, whose lines may have outlived its rules. */
const withAsked = (known: readonly string[], { jurisdiction }: QueueFilter): readonly string[] =>
  jurisdiction === null || known.includes(jurisdiction) ? known : [...known, jurisdiction];

function Choose(props: {
  readonly name: string;
  readonly label: string;
  readonly chosen: string | null;
  readonly none: string;
  readonly children: readonly (readonly [string, string])[];
}) {
  const { name, label, chosen, none, children } = props;
  return (
    <span class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        <option value="">{none}</option>
        {children.map(([value, words]) => (
          <option key={value} value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </span>
  );
}
