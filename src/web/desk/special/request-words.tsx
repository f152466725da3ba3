import type { Role } from '../../../domain/rules/role.ts';
import type { Material } from '../../../domain/rules/rulebook.ts';
import type { RequestState } from '../../../domain/special/special-request.ts';
import { lastDayOf } from '../../../domain/values/working-days.ts';
import { homeTimeZone } from '../../../operations/home-time-zone.ts';
import type { SpecialRequest } from '../../../operations/special/view-request.ts';
import { Tag, type Tone } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

export const REQUESTS = '/desk/requests';
export const requestPath = (requestId: string): string => `${REQUESTS}/${requestId}`;

/** Who decides on requests that others took in. */
export const DECIDERS: readonly Role[] = ['supervisor', 'fraud', 'operations'];
/** Who may ask a second person to accept one that they see: everybody but those who only look. */
export const ASKERS: readonly Role[] = ['agent', 'clerk', ...DECIDERS];
/** Who sees them all; agents and clerks see what they took in. */
export const LOOKERS: readonly Role[] = [...DECIDERS, 'auditor'];

const TONES: Readonly<Record<RequestState, Tone>> = {
  received: 'now',
  accepted: 'ok',
  refused: 'plain',
  withdrawn: 'plain',
};

/** Where a request stands, and what one should know before one speaks of it. */
export function RequestTags(props: {
  visit: DeskVisit;
  request: Pick<SpecialRequest, 'state' | 'confidential'>;
  overdue: boolean;
}) {
  const { visit, request, overdue } = props;
  const { specialDesk: t } = visit.t;
  return (
    <span class="tag-line">
      <Tag tone={TONES[request.state]}>{t.states[request.state]}</Tag>
      {overdue ? <Tag tone="bad">{t.overdue}</Tag> : null}
      {request.confidential ? <Tag tone="warn">{t.confidential}</Tag> : null}
    </span>
  );
}

/** The last day on which it is decided: what is kept is the midnight after it. */
export function lastDay({ op, formats }: DeskVisit, decideBy: Date): string {
  return formats.date(lastDayOf(decideBy, homeTimeZone(op)));
}

/** What a paper is called by whoever looks at somebody else's. */
export function paperName({ t }: DeskVisit, material: Material): string {
  return t.specialDesk.papers[material] ?? t.materials.names[material];
}
