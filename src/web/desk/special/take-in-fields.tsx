import { LOOKS } from '../../../domain/desks/document-check.ts';
import { DOCUMENT_TYPES } from '../../../domain/people/document.ts';
import type { Route } from '../../../domain/rules/route.ts';
import type { Material } from '../../../domain/rules/rulebook.ts';
import type { RouteAsks } from '../../../operations/special/route-asks.ts';
import { Choices, DOCUMENT_INPUT } from '../../kit/form-page.tsx';
import type { Form } from '../../kit/page.ts';
import { Field } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';
import { paperName } from './request-words.tsx';

interface Props {
  readonly visit: DeskVisit;
  readonly form: Form;
}

/** Parts of a form with a file do not join what has one name: each box has a name of its own. */
export const seenBox = (material: Material): string => `seen_${material}`;
export const lookBox = (look: (typeof LOOKS)[number]): string => `look_${look}`;

/** A person and their document, as a clerk types it off. */
export function Person(props: Props & { whose: 'requester' | 'holder'; route: Route }) {
  const { visit, form, whose, route } = props;
  const { intake: t } = visit.t.specialDesk;
  const { documents: text } = visit.t.counter;
  return (
    <fieldset class="stack near">
      <legend>{t[whose]}</legend>
      <Field
        visit={visit}
        form={form}
        name={`${whose}_name`}
        label={t.name}
        autocomplete="off"
        maxLength={100}
      />
      <div class="pair">
        <TypeField visit={visit} form={form} whose={whose} route={route} />
        <Field visit={visit} form={form} {...DOCUMENT_INPUT} name={`${whose}_number`} label={text.number} />
      </div>
      <Field
        visit={visit}
        form={form}
        name={`${whose}_country`}
        label={text.country}
        hint={text.countryHint}
        optional
        maxLength={2}
        autocomplete="off"
        class="short"
      />
      {whose === 'requester' ? (
        <Boxes
          visit={visit}
          form={form}
          id="looks"
          legend={t.looked}
          boxes={LOOKS.map((look) => ({ name: lookBox(look), words: text.looks[look] }))}
        />
      ) : null}
    </fieldset>
  );
}

function TypeField(props: Props & { whose: 'requester' | 'holder'; route: Route }) {
  const { visit, form, whose, route } = props;
  const name = `${whose}_type`;
  const usual = whose === 'holder' && route === 'company' ? 'business_licence' : 'cn_resident_id';
  const chosen = form.values[name] ?? usual;
  return (
    <div class="field">
      <label for={name}>{visit.t.counter.documents.type}</label>
      <select id={name} name={name}>
        {DOCUMENT_TYPES.map((type) => (
          <option key={type} value={type} selected={type === chosen}>
            {visit.t.documentTypes[type]}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Numbers({ visit, form, route, asks }: Props & { route: Route; asks: RouteAsks }) {
  const { intake: t } = visit.t.specialDesk;
  const numbers = (
    <Field
      visit={visit}
      form={form}
      name="numbers"
      label={t.numbers}
      hint={
        route === 'not_mine'
          ? t.theirsHint + visit.t.punctuation.gap + t.numbersHint(asks.mostNumbers)
          : t.numbersHint(asks.mostNumbers)
      }
      lines={3}
      spellcheck={false}
      autocomplete="off"
      optional={route === 'not_mine'}
    />
  );
  if (route !== 'not_mine') return numbers;
  return (
    <>
      <fieldset id="which">
        <legend>{t.which}</legend>
        <Choices
          name="which"
          options={(['everything', 'named'] as const).map((value) => ({ value, words: t.whiches[value] }))}
          chosen={form.values['which'] ?? 'everything'}
        />
      </fieldset>
      {numbers}
    </>
  );
}

/** Asked only where there is a choice, and none is made beforehand. */
export function Wishes({ visit, form, asks }: Props & { asks: RouteAsks }) {
  if (asks.wishes.length < 2) return null;
  const { specialDesk: t } = visit.t;
  const fault = form.errors.find(({ field }) => field === 'wish');
  return (
    <fieldset id="wish" class={fault ? 'field wrong' : 'field'}>
      <legend>{t.wish}</legend>
      {fault ? <span class="fault">{visit.t.punctuation.titled(fault.title, fault.detail)}</span> : null}
      <Choices
        name="wish"
        options={asks.wishes.map((value) => ({ value, words: t.wishes[value] }))}
        chosen={form.values['wish']}
      />
    </fieldset>
  );
}

/** What the rulebook asks to see. */
export function Shown({ visit, form, asks }: Props & { asks: RouteAsks }) {
  const { intake: t } = visit.t.specialDesk;
  const boxes = (materials: readonly Material[]) =>
    materials.map((material) => ({ name: seenBox(material), words: paperName(visit, material) }));
  return (
    <>
      <Boxes
        visit={visit}
        form={form}
        id="seen"
        legend={t.seen}
        hint={t.seenHint}
        boxes={boxes(asks.materials)}
      />
      {asks.oneOf.length === 0 ? null : (
        <Boxes visit={visit} form={form} id="one_of" legend={t.oneOf} boxes={boxes(asks.oneOf)} />
      )}
    </>
  );
}

function Boxes(
  props: Props & {
    id: string;
    legend: string;
    hint?: string;
    boxes: readonly { readonly name: string; readonly words: string }[];
  },
) {
  const { visit, form, id, legend, hint, boxes } = props;
  const fault = form.errors.find(({ field }) => field === id);
  return (
    <fieldset id={id} class={fault ? 'field wrong' : 'field'}>
      <legend>{legend}</legend>
      {hint === undefined ? null : <span class="hint">{hint}</span>}
      {fault ? <span class="fault">{visit.t.punctuation.titled(fault.title, fault.detail)}</span> : null}
      <div class="choices">
        {boxes.map(({ name, words }) => (
          <label class="choice" key={name}>
            <input type="checkbox" name={name} value="yes" checked={form.values[name] === 'yes'} />
            <span class="text">{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** One picture, of the paper on which the decision stands or falls. */
export function Picture({ visit, form, asks }: Props & { asks: RouteAsks }) {
  const { intake: t } = visit.t.specialDesk;
  const materials = [...asks.materials, ...asks.oneOf];
  const chosen = form.values['picture_of'] ?? materials[0];
  return (
    <fieldset class="stack near">
      <legend>{t.picture}</legend>
      <div class="field">
        <label for="picture_of">{t.pictureOf}</label>
        <select id="picture_of" name="picture_of">
          {materials.map((material) => (
            <option key={material} value={material} selected={material === chosen}>
              {paperName(visit, material)}
            </option>
          ))}
        </select>
      </div>
      <Field
        visit={visit}
        form={form}
        name="file"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        capture="environment"
        label={visit.t.counter.photos.file}
        hint={t.pictureHint}
        optional
      />
    </fieldset>
  );
}

export function Contacts({ visit, form }: Props) {
  const { intake: t } = visit.t.specialDesk;
  return (
    <>
      <Field
        visit={visit}
        form={form}
        name="contact"
        label={t.contact}
        hint={t.contactHint}
        autocomplete="off"
        maxLength={200}
        optional
      />
      <Field
        visit={visit}
        form={form}
        name="note"
        label={t.note}
        hint={t.noteHint}
        lines={3}
        maxLength={2_000}
        optional
      />
    </>
  );
}
