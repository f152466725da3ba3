import type { Prompt } from '../../../domain/desks/script.ts';
import type { Formats } from '../../kit/formats.ts';
import { said } from '../../kit/house-parts.tsx';
import { findingText } from '../../portal/cases/findings.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

/** What the agent reads out, with the case's own facts in the reader's language. */
export function promptWords(visit: DeskVisit, formats: Formats, prompt: Prompt): string {
  const { script } = visit.t.hotline;
  switch (prompt.key) {
    case 'greet':
      return script.greet(said(visit, visit.op.house.name));
    case 'ask':
      return script.ask[prompt.question]();
    case 'in_the_way':
      return script.in_the_way(prompt.count);
    case 'devices':
      return script.devices(prompt.count);
    case 'finding':
      return findingText(visit, prompt.finding);
    case 'dates': {
      const { coolingOffEndsAt, serviceEndAt, billingEndOn, numberReleaseOn } = prompt.dates;
      return script.dates({
        coolingOff: formats.moment(coolingOffEndsAt),
        service: formats.moment(serviceEndAt),
        billing: formats.date(billingEndOn),
        release: numberReleaseOn === null ? null : formats.date(numberReleaseOn),
      });
    }
    case 'money':
      return moneyWords(visit, formats, prompt.money);
    case 'progress':
      return script.progress({
        service: prompt.serviceEndAt === null ? null : formats.moment(prompt.serviceEndAt),
        mayWithdraw: prompt.mayWithdraw,
      });
    default:
      return script[prompt.key]();
  }
}

function moneyWords(
  visit: DeskVisit,
  formats: Formats,
  money: Extract<Prompt, { key: 'money' }>['money'],
): string {
  const { money: words } = visit.t.hotline.script;
  switch (money.kind) {
    case 'owed':
      return words.owed(formats.size(money.amount));
    case 'refund':
      return words.refund(formats.size(money.amount), money.refundDays);
    default:
      return words[money.kind]();
  }
}
