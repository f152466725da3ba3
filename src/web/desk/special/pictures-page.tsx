import { ROLES } from '../../../domain/rules/role.ts';
import { viewRequestPhoto, viewSpecialRequest } from '../../../operations/special/view-request.ts';
import { Answers } from '../../kit/answers.ts';
import { formatsOf } from '../../kit/formats.ts';
import type { Answer, Form } from '../../kit/page.ts';
import { Errors, Field, Heading, MainForm } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { paperName, REQUESTS, requestPath } from './request-words.tsx';

/**
 * Pictures of a request: one at a time, with a reason that the audit log keeps. The one that was looked at stands below the form, in
 * the page itself: the reason stays for the next one, and the browser keeps no file.
 */
export const picturesPage: DeskPage = {
  path: `${REQUESTS}/:requestId/pictures`,
  roles: ROLES,
  fields: { field_missing: 'why', field_invalid: 'why', photo_unknown: 'photo' },
  show: (visit, form) => drawn(visit, form, null),
  async submit(visit) {
    const answers = new Answers(visit);
    const why = answers.filled('why', visit.t.common.missing(visit.t.counter.photos.why));
    if (answers.refused !== null) return answers.refused;
    const { values } = visit;
    const requestId = visit.params['requestId'] ?? '';
    const photoId = values['photo'] ?? '';
    const picture = await viewRequestPhoto(visit.op, staffOf(visit), { photoId, requestId, why });
    return drawn(visit, { values, errors: [] }, picture);
  },
};

type Picture = Awaited<ReturnType<typeof viewRequestPhoto>>;

async function drawn(visit: DeskVisit, form: Form, picture: Picture | null): Promise<Answer> {
  const { photos: text } = visit.t.counter;
  const { pictures: t, one } = visit.t.specialDesk;
  const asked = { requestId: visit.params['requestId'] ?? '' };
  const { request, photos, timeZone } = await viewSpecialRequest(visit.op, staffOf(visit), asked);
  const formats = formatsOf(visit.language, timeZone);
  return {
    kind: 'page',
    title: t.title,
    back: requestPath(request.requestId),
    form: photos.length > 0,
    body: (
      <div class="narrow stack">
        <Errors visit={visit} form={form} />
        <Heading lead={t.lead}>{t.title}</Heading>
        {photos.length === 0 ? (
          <p>{one.noPictures}</p>
        ) : (
          <div class="panel">
            <MainForm visit={visit}>
              <Field
                visit={visit}
                form={form}
                name="why"
                label={text.why}
                hint={t.whyHint}
                autocomplete="off"
                maxLength={200}
              />
              <fieldset id="photo" class="stack near">
                <legend>{t.legend}</legend>
                {photos.map(({ photoId, material, takenAt, keepUntil }) => (
                  <div class="tight" key={photoId}>
                    <button class="button second" type="submit" name="photo" value={photoId}>
                      {paperName(visit, material)}
                    </button>
                    <span class="hint">
                      {text.keptFrom(formats.moment(takenAt), formats.moment(keepUntil))}
                    </span>
                  </div>
                ))}
              </fieldset>
            </MainForm>
          </div>
        )}
        {picture === null ? null : <Shown visit={visit} picture={picture} />}
      </div>
    ),
  };
}

function Shown({ visit, picture }: { visit: DeskVisit; picture: Picture }) {
  const { pictures: t } = visit.t.specialDesk;
  const { type, bytes, material } = picture;
  const name = t.shown(paperName(visit, material));
  return (
    <section class="tight" aria-labelledby="shown">
      <h2 id="shown" tabIndex={-1} autofocus>
        {name}
      </h2>
      <img
        class="paper-picture"
        alt={name}
        src={`data:${type};base64,${Buffer.from(bytes).toString('base64')}`}
      />
    </section>
  );
}
