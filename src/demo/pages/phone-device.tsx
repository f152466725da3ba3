import type { ProfileState } from '../../domain/lines/esim-profile.ts';
import { Actions, LinkButton, Tag, Tap, Token } from '../../web/kit/parts.tsx';
import type { Visit } from '../../web/kit/visit.ts';
import { actionOf, type DemoPhone, type DemoPhoneEvent, OVER, phoneOf } from './phones.ts';

export interface OneProfile {
  readonly device: DemoPhone;
  readonly profile: DemoPhone['profiles'][number];
}

type DeviceProps = { visit: Visit; msisdn: string; device: DemoPhone; id: string };

/** A device as its own settings show it. */
export function Device({ visit, msisdn, device, id }: DeviceProps) {
  const { phone: text } = visit.t;
  const online = device.over === 'wifi' || (device.over === 'mobile' && device.service === 'works');
  return (
    <section class="panel stack" id={id} aria-labelledby={`${id}-name`}>
      <div>
        <div class="head-row">
          <h2 id={`${id}-name`}>{device.name}</h2>
          <Tag tone={online ? 'ok' : 'bad'}>{online ? text.online : text.offline}</Tag>
        </div>
        <p class="hint">{text.chip(device.eid.slice(-4))}</p>
      </div>
      <div class="stack near">
        <h3>{text.esims}</h3>
        {device.profiles.length === 0 ? <p>{text.noEsim}</p> : null}
        {device.profiles.map((profile) => (
          <Esim key={profile.iccid} visit={visit} msisdn={msisdn} device={device} profile={profile} />
        ))}
      </div>
      <div class="tight">
        <h3>{text.happened}</h3>
        {device.events.length === 0 ? <p class="hint">{text.nothingYet}</p> : null}
        <ul class="plain-list">
          {device.events.map((event) => (
            <li key={`${event.at.toISOString()} ${event.did}`}>
              <span class="head-row">
                <strong>{text.did[event.did](event.name)}</strong>
                {event.seqNumber !== null && event.deliveredAt === null ? (
                  <Tag tone="warn">{text.waiting}</Tag>
                ) : null}
              </span>
              <span>{outcomeOf(visit, event)}</span>
            </li>
          ))}
        </ul>
      </div>
      <Connection visit={visit} msisdn={msisdn} device={device} />
    </section>
  );
}

function outcomeOf(visit: Visit, { did, seqNumber, deliveredAt, fault }: DemoPhoneEvent): string {
  const { phone: text } = visit.t;
  if (seqNumber === null) return did === 'delete' ? text.neverProven : text.unsigned;
  if (deliveredAt !== null) return text.delivered(seqNumber, visit.formats.exactClock(deliveredAt));
  return fault === null ? text.waits(seqNumber) : text.refused(seqNumber, fault);
}

function Esim({ visit, msisdn, device, profile }: OneProfile & { visit: Visit; msisdn: string }) {
  const { phone: text } = visit.t;
  const { iccid, name, provider, enabled } = profile;
  const action = actionOf(msisdn, device, iccid);
  return (
    <div class="tight">
      <div class="head-row">
        <span class="number">{name}</span>
        <Tag tone={enabled ? 'ok' : 'plain'}>{enabled ? text.on : text.off}</Tag>
      </div>
      <p class="hint">
        {provider}
        {visit.t.punctuation.dot}
        {text.iccid(iccid.slice(-4))}
      </p>
      <Actions two>
        <Tap visit={visit} action={action} second name="do" value={enabled ? 'off' : 'on'}>
          {enabled ? text.turnOff : text.turnOn}
          <span class="hidden-text"> {name}</span>
        </Tap>
        <LinkButton href={`${phoneOf(msisdn)}&delete=${iccid}`} second>
          {text.remove}
          <span class="hidden-text"> {name}</span>
        </LinkButton>
      </Actions>
    </div>
  );
}

function Connection({ visit, msisdn, device }: Omit<DeviceProps, 'id'>) {
  const { phone: text } = visit.t;
  const { over, service, eid, profiles } = device;
  const lacking = service === 'works' && !profiles.some(({ enabled }) => enabled);
  const mobileHint = lacking ? text.mobileWithout : text.mobileHints[service];
  return (
    <form class="stack near" method="post" action={actionOf(msisdn, device)}>
      <Token visit={visit} />
      <fieldset>
        <legend>{text.over}</legend>
        <div class="choices">
          {OVER.map((way) => (
            <label class="choice" key={way}>
              <input type="radio" name="over" value={way} checked={way === over} id={`${eid}-${way}`} />
              <span class="text">
                {text.overs[way]}
                {way === 'mobile' ? <span class="hint">{mobileHint}</span> : null}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {over === 'mobile' && service !== 'works' ? (
        <div class="note warn tight">
          <p>
            <strong>{text.noNetworkTitle}</strong>
          </p>
          <p>{service === 'cut' ? text.noNetwork : text.notInUse}</p>
        </div>
      ) : null}
      <button class="button second" type="submit">
        {text.set}
        <span class="hidden-text"> {device.name}</span>
      </button>
    </form>
  );
}

/** A profile that no device has fetched. */
export function Order({ visit, iccid, state }: { visit: Visit; iccid: string; state: ProfileState }) {
  const { phone: text } = visit.t;
  const taken = state === 'unavailable';
  return (
    <section class="panel tight">
      <div class="head-row">
        <h2>{text.orders}</h2>
        <Tag tone={taken ? 'plain' : 'now'}>{taken ? text.orderState.taken : text.orderState.waiting}</Tag>
      </div>
      <p class="hint">{text.iccid(iccid.slice(-4))}</p>
      <p>{taken ? text.orderTaken : text.orderWhere}</p>
    </section>
  );
}
