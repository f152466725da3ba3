import { ERRORS, type HandbackError } from '../../domain/errors.ts';
import { STATUS } from '../../http/kit/problem.ts';
import { errorText } from '../../messages/errors.ts';
import type { FieldError, PageAnswer } from './page.ts';
import { Heading, LinkButton } from './parts.tsx';
import type { Visit } from './visit.ts';

/** What happened, what is safe, what to do. */
export function faultPage(visit: Visit, error: HandbackError): PageAnswer {
  const { t, home } = visit;
  const { title, detail } = errorText(visit.language, error.code, shownFacts(visit, error), visit.reader);
  // Of what will be the same in a moment, trying again is no advice.
  const passes = error.code === 'internal' || ERRORS[error.code].retryable;
  return {
    kind: 'page',
    title,
    status: STATUS[error.code],
    back: null,
    body: (
      <>
        <Heading lead={detail}>{title}</Heading>
        {passes ? (
          <>
            <section class="tight">
              <h2>{t.faults.safeTitle}</h2>
              <p>{t.faults.safe}</p>
            </section>
            <section class="tight">
              <h2>{t.faults.doTitle}</h2>
              <p>{t.faults.do}</p>
            </section>
          </>
        ) : null}
        <LinkButton href={home}>{t.faults.ways[home]}</LinkButton>
      </>
    ),
  };
}

/** A refusal as it stands beside its input. */
export function fieldError(visit: Visit, error: HandbackError, field: string | null): FieldError {
  return { field, ...errorText(visit.language, error.code, shownFacts(visit, error), visit.reader) };
}

/** The moment from which trying again helps, by the reader's clock. */
function shownFacts(visit: Visit, { facts }: HandbackError): HandbackError['facts'] {
  const retryAt = facts['retryAt'];
  if (typeof retryAt !== 'string') return facts;
  const soon = new Date(retryAt).getTime() - visit.op.clock.now().getTime() < 12 * 3_600_000;
  return { ...facts, at: soon ? visit.formats.exactClock(retryAt) : visit.formats.moment(retryAt) };
}
