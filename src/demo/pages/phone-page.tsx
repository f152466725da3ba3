import { HandbackError } from '../../domain/errors.ts';
import { maskMsisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import { fieldError } from '../../web/kit/faults.tsx';
import { MAIN_FORM } from '../../web/kit/layout.tsx';
import { type Form, go, type Page } from '../../web/kit/page.ts';
import { Actions, Clock, Errors, Field, Heading, LinkButton, Submit, Tap } from '../../web/kit/parts.tsx';
import type { Visit } from '../../web/kit/visit.ts';
import { labelIn } from '../label.ts';
import { Device, type OneProfile, Order } from './phone-device.tsx';
import { actionOf, type DemoPhone, type DemoPhones, OVER, PHONE_PATH, phoneOf } from './phones.ts';

/** What a person does on a phone of their own, where no real one can be; only for demonstrations. */
export function phonePages(phones: DemoPhones | null): readonly Page[] {
  return [
    {
      path: PHONE_PATH,
      async show(visit) {
        const { phone: text } = visit.t;
        const asked = visit.url.searchParams.get('number')?.trim() ?? '';
        const { msisdn, form } = numberOf(visit, asked);
        if (phones === null || msisdn === null) {
          return {
            kind: 'page',
            title: text.title,
            back: null,
            status: form.errors.length > 0 ? 422 : 200,
            body: (
              <>
                <Top visit={visit} />
                {phones === null ? (
                  <p>{text.noPhones}</p>
                ) : (
                  <Choose visit={visit} form={form} phones={phones} />
                )}
              </>
            ),
          };
        }
        const devices = await phones.list(msisdn);
        const doomed = doomedOf(visit, devices);
        if (doomed !== null) {
          return {
            kind: 'page',
            title: text.confirmTitle,
            back: phoneOf(msisdn),
            body: <Confirm visit={visit} msisdn={msisdn} {...doomed} />,
          };
        }
        const orders = phones.orders(msisdn);
        return {
          kind: 'page',
          title: text.titleOf(maskMsisdn(msisdn)),
          back: null,
          body: (
            <>
              <Top visit={visit} number={maskMsisdn(msisdn)} />
              {devices.map((device, i) => (
                <Device key={device.eid} visit={visit} msisdn={msisdn} device={device} id={idOf(i)} />
              ))}
              {orders.map((order) => (
                <Order key={order.iccid} visit={visit} {...order} />
              ))}
              {devices.length + orders.length === 0 ? (
                <Choose visit={visit} form={form} phones={phones} none />
              ) : null}
              <nav class="tight" aria-label={text.title}>
                <ul class="plain-list">
                  <li>
                    <a href="/">{text.portal}</a>
                  </li>
                  <li>
                    <a href={`/demo/inbox?number=${encodeURIComponent(msisdn)}`}>{text.messages}</a>
                  </li>
                  <li>
                    <a href={PHONE_PATH}>{text.other}</a>
                  </li>
                </ul>
              </nav>
              <Clock visit={visit} />
            </>
          ),
        };
      },
      async submit(visit) {
        if (phones === null) throw new HandbackError('not_found');
        const asked = visit.url.searchParams.get('number') ?? '';
        const eid = visit.url.searchParams.get('eid') ?? '';
        await act(phones, eid, visit);
        const devices = await phones.list(parseMsisdn(asked, visit.op.defaultCallingCode));
        const at = devices.findIndex((device) => device.eid === eid);
        return go(`${phoneOf(asked)}${at <= 0 ? '' : `#${idOf(at)}`}`);
      },
    },
  ];
}

const idOf = (i: number): string => `device-${i + 1}`;

async function act(phones: DemoPhones, eid: string, visit: Visit): Promise<void> {
  const iccid = visit.url.searchParams.get('iccid') ?? '';
  switch (visit.values['do']) {
    case 'on':
      return phones.turnOn(eid, iccid);
    case 'off':
      return phones.turnOff(eid, iccid);
    case 'delete':
      return phones.delete(eid, iccid);
    default: {
      const over = OVER.find((one) => one === visit.values['over']);
      if (over === undefined) throw new HandbackError('request_invalid');
      return phones.connect(eid, over);
    }
  }
}

function numberOf(visit: Visit, asked: string) {
  const form = { values: { number: asked }, errors: [] };
  if (asked === '') return { msisdn: null, form };
  try {
    return { msisdn: parseMsisdn(asked, visit.op.defaultCallingCode), form };
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    return { msisdn: null, form: { ...form, errors: [fieldError(visit, error, 'number')] } };
  }
}

/** The profile that the address asks to delete, if it is there. */
function doomedOf(visit: Visit, devices: readonly DemoPhone[]): OneProfile | null {
  const iccid = visit.url.searchParams.get('delete');
  const device = devices.find(({ profiles }) => profiles.some((one) => one.iccid === iccid));
  const profile = device?.profiles.find((one) => one.iccid === iccid);
  return device === undefined || profile === undefined ? null : { device, profile };
}

function Top({ visit, number }: { visit: Visit; number?: string }) {
  const { phone: text } = visit.t;
  return (
    <div class="tight">
      <Heading lead={text.lead}>{text.title}</Heading>
      {number === undefined ? null : <p class="hint">{text.devicesOf(number)}</p>}
    </div>
  );
}

type ChooseProps = { visit: Visit; form: Form; phones: DemoPhones; none?: boolean };

function Choose({ visit, form, phones, none }: ChooseProps) {
  const { phone: text } = visit.t;
  return (
    <>
      <Errors visit={visit} form={form} />
      {none ? <p class="note">{text.none}</p> : null}
      <section class="tight">
        <h2>{text.choose}</h2>
        <ul class="links">
          {phones.owners().map(({ msisdn, label }) => (
            <li key={msisdn}>
              <a href={phoneOf(msisdn)}>
                <strong>{msisdn}</strong>
                <span class="hint">{labelIn(label, visit.language)}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <form class="panel stack near" id={MAIN_FORM} method="get" action={PHONE_PATH}>
        <Field
          visit={visit}
          form={form}
          name="number"
          label={text.number}
          type="tel"
          inputmode="tel"
          autocomplete="off"
        />
        <Submit>{text.show}</Submit>
      </form>
    </>
  );
}

function Confirm({ visit, msisdn, device, profile }: OneProfile & { visit: Visit; msisdn: string }) {
  const { phone: text } = visit.t;
  return (
    <>
      <Heading
        lead={
          <>
            <span class="number">{profile.name}</span>
            {visit.t.punctuation.dot}
            {device.name}
          </>
        }
      >
        {text.confirmTitle}
      </Heading>
      <ul class="plain-list">
        {text.confirmWhat.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <Actions two>
        <Tap visit={visit} action={actionOf(msisdn, device, profile.iccid)} name="do" value="delete">
          {text.remove}
        </Tap>
        <LinkButton href={phoneOf(msisdn)} second>
          {text.keep}
        </LinkButton>
      </Actions>
    </>
  );
}
