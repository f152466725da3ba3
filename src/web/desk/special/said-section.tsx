import { maskDocument } from '../../../domain/people/document.ts';
import type { NamedPerson } from '../../../domain/special/special-request.ts';
import type { RouteAsks } from '../../../operations/special/route-asks.ts';
import type { SpecialRequestView } from '../../../operations/special/view-request.ts';
import { type Row, Rows, Tag } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';
import { lastDay, paperName, requestPath } from './request-words.tsx';

interface Props {
  readonly visit: DeskVisit;
  readonly view: SpecialRequestView;
  readonly asks: RouteAsks;
}

/** Who asks for what, as they said it. Of documents only as much as tells two apart: they are compared below. */
export function Said({ visit, view, asks }: Props) {
  const { specialDesk, eligibility } = visit.t;
  const { one: t } = specialDesk;
  const { moment } = visit.formats;
  const { request, refusal, takenByName, decidedByName } = view;
  const { state, decidedAt } = request;
  return (
    <section class="tight">
      <h2>{t.said}</h2>
      <Rows
        rows={[
          { label: specialDesk.route, value: specialDesk.routes[request.route] },
          { label: specialDesk.wish, value: specialDesk.wishes[request.wish] },
          {
            label: specialDesk.received,
            value: moment(request.receivedAt),
            hint: takenByName === null ? eligibility.channels[request.channel] : t.takenBy(takenByName),
          },
          decidedAt === null
            ? { label: specialDesk.decideBy, value: lastDay(visit, request.decideBy) }
            : {
                label: specialDesk.states[state],
                value: moment(decidedAt),
                hint:
                  decidedByName === null
                    ? undefined
                    : state === 'withdrawn'
                      ? t.byRequester
                      : t.by(decidedByName),
              },
          ...(refusal === null ? [] : [{ label: t.refusal, value: <span class="as-typed">{refusal}</span> }]),
          ...saidRows(visit, view, asks),
        ]}
      />
    </section>
  );
}

function saidRows(visit: DeskVisit, { body, request }: SpecialRequestView, asks: RouteAsks): Row[] {
  const { one: t } = visit.t.specialDesk;
  if (body === null) return [{ label: t.requester, value: t.erased }];
  const { requester, holder, contact, note, everything, numbers } = body;
  const own = request.route === 'not_mine' ? t.holderIsRequester : t.holderUnknown;
  return [
    personRow(visit, t.requester, requester),
    holder === null
      ? { label: t.holder, value: asks.namesHolder ? '' : own }
      : personRow(visit, t.holder, holder),
    ...(everything
      ? [
          {
            label: t.number,
            value: numbers.length === 0 ? t.everything : t.everythingBut(visit.t.punctuation.listed(numbers)),
          },
        ]
      : []),
    { label: t.contact, value: contact === '' ? t.noContact : contact },
    ...(note === '' ? [] : [{ label: t.note, value: <span class="as-typed">{note}</span> }]),
  ];
}

function personRow(visit: DeskVisit, label: string, { name, document }: NamedPerson): Row {
  const type = visit.t.documentTypes[document.type];
  return {
    label,
    value: name,
    hint: visit.t.specialDesk.one.document(type, maskDocument(document.number)),
  };
}

/** What the rulebook asks for on this route, and what of it was shown. */
export function Papers({ visit, view, asks }: Props) {
  const { one: t } = visit.t.specialDesk;
  const shown = view.body?.materials ?? [];
  // A clerk has seen the paper itself; of one that came by itself there is a picture.
  const words =
    view.request.takenBy === null
      ? { there: t.attached, missing: t.notAttached }
      : { there: t.shown, missing: t.notShown };
  const more = shown.filter((one) => !asks.materials.includes(one) && !asks.oneOf.includes(one));
  const item = (material: (typeof shown)[number]) => {
    const pictures = view.photos.filter((photo) => photo.material === material).length;
    return (
      <li key={material}>
        {paperName(visit, material)}{' '}
        {shown.includes(material) ? (
          <Tag tone="ok">{words.there}</Tag>
        ) : (
          <Tag tone="warn">{words.missing}</Tag>
        )}{' '}
        {pictures === 0 ? null : <span class="hint">{t.pictures(pictures)}</span>}
      </li>
    );
  };
  return (
    <section class="tight">
      <h2>{t.papers}</h2>
      <ul class="plain-list">{[...asks.materials, ...more].map(item)}</ul>
      {asks.oneOf.length === 0 ? null : (
        <>
          <h3>{t.oneOf}</h3>
          <ul class="plain-list">{asks.oneOf.map(item)}</ul>
        </>
      )}
      {view.photos.length === 0 ? (
        <p class="hint">{t.noPictures}</p>
      ) : (
        <p>
          <a class="act" href={`${requestPath(view.request.requestId)}/pictures`}>
            {t.look}
          </a>
        </p>
      )}
    </section>
  );
}
