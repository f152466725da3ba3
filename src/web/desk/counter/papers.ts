import { ON_PAPER } from '../../../certificate/credential/choice.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { issuerName } from '../../../domain/operator/house.ts';
import type { Subscriber } from '../../../operations/access/actor.ts';
import { viewCardOfCase } from '../../../operations/cards/view-card-of-case.ts';
import { review } from '../../../operations/cases/review.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { holderCopy } from '../../../operations/certificates/holder-copy.ts';
import { viewCounterVisit } from '../../../operations/desks/counter/view-counter-visit.ts';
import { viewForm } from '../../../operations/desks/counter/view-form.ts';
import type { PaperJob } from '../../../papers/paper-job.ts';
import type { Answer } from '../../kit/page.ts';
import { attendanceOf, type DeskPage, type DeskVisit } from '../kit/desk-visit.ts';
import { COUNTER, COUNTER_ROLES } from './at-counter.tsx';

/** A paper of the visit that is under way, shown so that it can be printed. */
function paper(
  name: string,
  draw: (visit: DeskVisit, customer: Subscriber) => Promise<Uint8Array>,
): DeskPage {
  return {
    path: `${COUNTER}/:attendanceId/${name}.pdf`,
    roles: COUNTER_ROLES,
    async show(visit): Promise<Answer> {
      const { customer } = await attendanceOf(visit, 'store');
      const bytes = await draw(visit, customer);
      return { kind: 'file', type: 'application/pdf', name: `handback-${name}.pdf`, inline: true, bytes };
    },
  };
}

function drawn(visit: DeskVisit, job: PaperJob): Promise<Uint8Array> {
  return visit.papers.draw(job, visit.client);
}

/** The form as it stands: with the signature, or with a line to sign on. */
export const formPaper = paper('form', async (visit, customer) => {
  const { op, language } = visit;
  const form = await viewForm(op, customer);
  const { caseId } = form;
  const { line, dates, bill, timeZone } = await review(op, customer, { caseId });
  return drawn(visit, {
    paper: 'application_form',
    of: {
      ...form,
      operator: issuerName(op.house),
      language,
      line: { msisdn: line.msisdn, plan: line.plan.name, openedOn: line.openedOn },
      dates,
      bill,
      timeZone,
      now: op.clock.now(),
    },
  });
});

/** For the envelope of a card that comes by post. */
export const labelPaper = paper('label', async (visit, customer) => {
  const { op, language } = visit;
  const caseId = await caseOf(visit, customer);
  const { label } = await viewCardOfCase(op, customer, { caseId });
  if (label === null) throw new HandbackError('not_found');
  const { record } = await viewCase(op, customer, { caseId });
  return drawn(visit, {
    paper: 'mail_in_label',
    of: {
      operator: issuerName(op.house),
      language,
      code: label,
      reference: record.reference,
      address: op.house.cardReturns === null ? null : op.house.cardReturns[language].split('\n'),
      now: op.clock.now(),
    },
  });
});

export const certificatePaper = paper('certificate', async (visit, customer) => {
  const caseId = await caseOf(visit, customer);
  const file = await holderCopy(visit.op, customer, { caseId, disclose: ON_PAPER });
  return visit.portal.renderPdf(file, visit.language, visit.client);
});

async function caseOf(visit: DeskVisit, customer: Subscriber): Promise<string> {
  const { visit: found } = await viewCounterVisit(visit.op, customer);
  if (found === null || found.caseId === null) throw new HandbackError('visit_step_open', { step: 'form' });
  return found.caseId;
}
