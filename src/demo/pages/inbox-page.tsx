import { looksLikeEmail, maskEmail, parseEmail } from '../../domain/values/email.ts';
import { type Msisdn, maskMsisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import type { Operations } from '../../operations/context.ts';
import { MAIN_FORM } from '../../web/kit/layout.tsx';
import type { Page } from '../../web/kit/page.ts';
import { Clock, Errors, Field, Heading, LinkButton, Tag } from '../../web/kit/parts.tsx';
import { type DemoMessage, deliveredTo } from '../demo-tables.ts';
import { phoneOf } from './phones.ts';

/** What the simulated message centre delivered; only where nothing real can arrive. */
export const inbox: Page = {
  path: '/demo/inbox',
  async show(visit, form) {
    const { inbox: text } = visit.t;
    const asked = visit.url.searchParams.get('number')?.trim() ?? '';
    const messages = await delivered(visit.op, asked).catch(() => []);
    return {
      kind: 'page',
      title: text.title,
      back: null,
      body: (
        <>
          <div class="tight">
            <Tag tone="warn">{visit.t.common.demo}</Tag>
            <Heading lead={text.lead}>{text.title}</Heading>
            <p>
              <a class="act" href={phoneOf(asked)}>
                {visit.t.phone.fromInbox}
              </a>
            </p>
          </div>
          <Errors visit={visit} form={form} />
          <form class="panel stack near" id={MAIN_FORM} method="get" action="/demo/inbox">
            <Field
              visit={visit}
              form={{ values: { number: asked }, errors: [] }}
              name="number"
              label={text.number}
              autocomplete="off"
              optional
            />
            <div class="actions two">
              <button class="button" type="submit">
                {text.filter}
              </button>
              <LinkButton href="/demo/inbox" second>
                {text.all}
              </LinkButton>
            </div>
          </form>
          {messages.length === 0 ? <p>{text.empty}</p> : null}
          <ol class="messages stack near">
            {messages.map((message) => (
              <li class="panel tight" key={message.id}>
                <p class="head-row hint">
                  <span>
                    {text.to} {maskedReceiver(message.to)}
                  </span>
                  <time dateTime={message.at.toISOString()}>{visit.formats.exact(message.at)}</time>
                </p>
                <p>{message.text}</p>
              </li>
            ))}
          </ol>
          <Clock visit={visit} />
        </>
      ),
    };
  },
};

async function delivered(op: Operations, asked: string): Promise<readonly DemoMessage[]> {
  if (asked === '') return deliveredTo(op.pool, null);
  const receiver = looksLikeEmail(asked) ? parseEmail(asked) : parseMsisdn(asked, op.defaultCallingCode);
  return deliveredTo(op.pool, receiver);
}

function maskedReceiver(to: string): string {
  return looksLikeEmail(to) ? maskEmail(to) : maskMsisdn(to as Msisdn);
}
