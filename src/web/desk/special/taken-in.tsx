import type { SpecialReceipt } from '../../../operations/special/submit-request.ts';
import { viewSpecialRequest } from '../../../operations/special/view-request.ts';
import { go } from '../../kit/page.ts';
import { Heading, LinkButton, Tap } from '../../kit/parts.tsx';
import { COUNTER, COUNTER_ROLES, Guard } from '../counter/at-counter.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { lastDay, requestPath } from './request-words.tsx';

/** Where requests are taken in of people without the holder. */
export const TAKE_IN = `${COUNTER}/special`;
const LEAVE = `${TAKE_IN}/leave`;

/** A receipt as it is shown to who stands there, as long as they do. */
interface Kept {
  readonly requestId: string;
  readonly reference: string;
  readonly secret: string;
}

const COOKIE = 'hb_special';
const KEEP_SECONDS = 1_800;

export function keepTakenIn(visit: DeskVisit, made: SpecialReceipt): void {
  const { requestId, reference, receiptSecret: secret } = made;
  visit.jar.keepSealed(COOKIE, { requestId, reference, secret } satisfies Kept, KEEP_SECONDS);
}

export function forgetTakenIn(visit: DeskVisit): void {
  visit.jar.drop(COOKIE);
}

/** The receipt of the request that this page is about; null where nobody waits for it here. */
function takenIn(visit: DeskVisit): Kept | null {
  const kept = visit.jar.sealed<Kept>(COOKIE);
  return kept?.requestId === visit.params['requestId'] ? kept : null;
}

/** While who asked still stands there, the device is theirs and the clerk's: nothing stays on it. */
export function leavingIslands(visit: DeskVisit): readonly string[] {
  return takenIn(visit) === null ? [] : ['desk-shared-device'];
}

export function LeavingCustomer({ visit }: { visit: DeskVisit }) {
  if (takenIn(visit) === null) return null;
  return (
    <div class="narrow stack">
      <Tap visit={visit} action={LEAVE} second>
        {visit.t.counter.handOver.finish}
      </Tap>
      <LeaveGuard visit={visit} />
    </div>
  );
}

export function LeaveGuard({ visit }: { visit: DeskVisit }) {
  return <Guard visit={visit} leave={LEAVE} />;
}

/** The receipt, to hand over; then the way to the lines, while the papers lie here. */
export const receivedPage: DeskPage = {
  path: `${TAKE_IN}/received/:requestId`,
  roles: COUNTER_ROLES,
  async show(visit) {
    const { receipt: t } = visit.t.specialDesk;
    const asked = { requestId: visit.params['requestId'] ?? '' };
    const { request } = await viewSpecialRequest(visit.op, staffOf(visit), asked);
    const kept = takenIn(visit);
    return {
      kind: 'page',
      title: t.title,
      back: null,
      islands: ['desk-shared-device', 'copy'],
      body: (
        <div class="counter alone stack">
          <Heading lead={t.lead(lastDay(visit, request.decideBy))}>{t.title}</Heading>
          {kept === null ? <p class="hint">{t.gone}</p> : <Receipt visit={visit} kept={kept} />}
          <div class="tight unprinted">
            <LinkButton href={requestPath(request.requestId)}>{t.next}</LinkButton>
            <p class="hint">{t.nextHint}</p>
          </div>
          <Tap visit={visit} action={LEAVE} second>
            {visit.t.counter.handOver.finish}
          </Tap>
          <LeaveGuard visit={visit} />
        </div>
      ),
    };
  },
};

function Receipt({ visit, kept }: { visit: DeskVisit; kept: Kept }) {
  const { handOver: text } = visit.t.counter;
  return (
    <section class="note info tight" id="receipt">
      <h2>{text.receipt}</h2>
      <p>{visit.t.specialDesk.receipt.what}</p>
      <dl>
        <dt class="hint">{text.reference}</dt>
        <dd class="code secret">{kept.reference}</dd>
        <dt class="hint">{text.secret}</dt>
        <dd class="code secret">{kept.secret}</dd>
      </dl>
      <button class="button second" type="button" hidden data-print>
        {text.print}
      </button>
      <p class="hidden-text" id="copied" role="status" />
    </section>
  );
}

/** Who asked leaves: the browser forgets their receipt and the pages. */
export const leaveTakenIn: DeskPage = {
  path: LEAVE,
  roles: COUNTER_ROLES,
  // Where somebody signs in again on the way out.
  show: async () => go(COUNTER),
  async submit(visit) {
    forgetTakenIn(visit);
    return { kind: 'go', to: `${COUNTER}?done=1`, forgetting: true };
  },
};
