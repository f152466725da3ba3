import { HandbackError } from '../../domain/errors.ts';
import { looksLikeEmail, maskEmail, parseEmail } from '../../domain/values/email.ts';
import { type Msisdn, maskMsisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import type { Operations } from '../../operations/context.ts';
import { MAIN_FORM } from '../../web/kit/layout.tsx';
import { type Form, go, type Page } from '../../web/kit/page.ts';
import { Clock, Errors, Field, Heading, LinkButton, Submit, Tag, Token } from '../../web/kit/parts.tsx';
import type { Visit } from '../../web/kit/visit.ts';
import { type DemoMessage, deliveredTo } from '../demo-tables.ts';
import { type DemoPhones, phoneOf } from './phones.ts';

export const INBOX_PATH = '/demo/inbox';
const inboxOf = (number: string): string => `${INBOX_PATH}?number=${encodeURIComponent(number)}`;

/** What the simulated message centre delivered, and a phone to write from; only where nothing real can arrive. */
export const inbox = (texting: Pick<DemoPhones, 'text'> | null): Page => ({
  path: INBOX_PATH,
  fields: { msisdn_invalid: 'from', msisdn_not_international: 'from', request_invalid: 'text' },
  async submit(visit) {
    if (texting === null) throw new HandbackError('not_found');
    const { from = '', text = '' } = visit.values;
    const msisdn = parseMsisdn(from, visit.op.defaultCallingCode);
    if (text.trim() === '' || text.length > LONGEST_TEXT)
      throw new HandbackError('request_invalid', { field: 'text' });
    await texting.text(msisdn, text);
    return go(inboxOf(msisdn));
  },
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
          <form class="panel stack near" id={MAIN_FORM} method="get" action={INBOX_PATH}>
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
              <LinkButton href={INBOX_PATH} second>
                {text.all}
              </LinkButton>
            </div>
          </form>
          {texting === null ? null : <Write visit={visit} form={form} from={asked} />}
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
});

/** Longer than any keyword: a text in several parts can be tried, too. */
const LONGEST_TEXT = 500;

function Write({ visit, form, from }: { visit: Visit; form: Form; from: string }) {
  const { inbox: text } = visit.t;
  const given = { ...form, values: { from, ...form.values } };
  return (
    <form class="panel stack near" method="post" action={from === '' ? INBOX_PATH : inboxOf(from)}>
      <h2>{text.write}</h2>
      <p class="hint">{text.writeHint}</p>
      <Token visit={visit} />
      <Field
        visit={visit}
        form={given}
        name="from"
        label={text.from}
        type="tel"
        inputmode="tel"
        autocomplete="off"
      />
      <Field visit={visit} form={given} name="text" label={text.text} autocomplete="off" />
      <Submit>{text.send}</Submit>
    </form>
  );
}

async function delivered(op: Operations, asked: string): Promise<readonly DemoMessage[]> {
  if (asked === '') return deliveredTo(op.pool, null);
  const receiver = looksLikeEmail(asked) ? parseEmail(asked) : parseMsisdn(asked, op.defaultCallingCode);
  return deliveredTo(op.pool, receiver);
}

function maskedReceiver(to: string): string {
  return looksLikeEmail(to) ? maskEmail(to) : maskMsisdn(to as Msisdn);
}
