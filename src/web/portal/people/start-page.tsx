import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { formPage, NUMBER_INPUT } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { LinkList, PlainList } from '../../kit/parts.tsx';
import { sendCode } from './pending-number.ts';

export const start = formPage({
  path: '/',
  fields: {
    msisdn_invalid: 'number',
    msisdn_not_international: 'number',
    code_too_many: 'number',
    codes_exhausted: 'number',
    code_too_soon: 'number',
  },
  async ask({ t, url, op }) {
    const { start: text, special } = t;
    const notice = t.common.notices[url.searchParams.get('notice') as keyof typeof t.common.notices];
    return {
      title: text.title,
      lead: text.lead,
      back: null,
      indexed: true,
      top: notice ? (
        <p class="note info" role="status">
          {notice}
        </p>
      ) : null,
      inputs: [{ ...NUMBER_INPUT, label: text.number, hint: text.numberHint, autocomplete: 'tel' }],
      submit: text.send,
      below: (
        <>
          <PlainList title={text.needTitle} items={text.need} />
          <PlainList title={text.whatTitle} items={text.what} />
          <section class="tight">
            <h2>{text.otherTitle}</h2>
            <LinkList
              links={[
                ['/lost', text.other.lost, text.other.lostHint],
                ['/need', t.guidance.link, t.guidance.linkHint],
                ['/before-you-go', t.leavingList.link, t.leavingList.linkHint],
                ['/special', special.link, special.linkHint],
                ['/declare', text.other.declare, text.other.declareHint],
                ['/receipt', text.other.receipt, text.other.receiptHint],
                ['/verify', text.other.verify, text.other.verifyHint],
              ]}
            />
            <p class="hint">{text.channels(op.house.hotline?.number ?? null)}</p>
          </section>
        </>
      ),
    };
  },
  async submit(visit) {
    const number = visit.values['number'] ?? '';
    parseMsisdn(number, visit.op.defaultCallingCode);
    await sendCode(visit, number, false);
    return go('/code');
  },
});
