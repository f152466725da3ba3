import { ROLES } from '../../../domain/rules/role.ts';
import { viewRequestPhoto, viewSpecialRequest } from '../../../operations/special/view-request.ts';
import { Answers } from '../../kit/answers.ts';
import { Choices } from '../../kit/form-page.tsx';
import { formatsOf } from '../../kit/formats.ts';
import { Errors, Field, Heading, MainForm, Submit } from '../../kit/parts.tsx';
import { type DeskPage, staffOf } from '../kit/desk-visit.ts';
import { paperName, REQUESTS, requestPath } from './request-words.tsx';

/** Pictures of a request: one at a time, with a reason that the audit log keeps. */
export const picturesPage: DeskPage = {
  path: `${REQUESTS}/:requestId/pictures`,
  roles: ROLES,
  fields: { field_missing: 'why', field_invalid: 'why', photo_unknown: 'photo' },
  async show(visit, form) {
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
                <fieldset id="photo">
                  <legend>{t.legend}</legend>
                  <Choices
                    name="photo"
                    options={photos.map(({ photoId, material, takenAt, keepUntil }) => ({
                      value: photoId,
                      words: paperName(visit, material),
                      hint: text.keptFrom(formats.moment(takenAt), formats.moment(keepUntil)),
                    }))}
                    chosen={form.values['photo'] ?? photos[0]?.photoId}
                  />
                </fieldset>
                <Field
                  visit={visit}
                  form={form}
                  name="why"
                  label={text.why}
                  hint={text.whyHint}
                  autocomplete="off"
                  maxLength={200}
                />
                <Submit>{text.look}</Submit>
              </MainForm>
            </div>
          )}
        </div>
      ),
    };
  },
  async submit(visit) {
    const answers = new Answers(visit);
    const why = answers.filled('why', visit.t.common.missing(visit.t.counter.photos.why));
    if (answers.refused !== null) return answers.refused;
    const photoId = visit.values['photo'] ?? '';
    const { type, bytes } = await viewRequestPhoto(visit.op, staffOf(visit), { photoId, why });
    return { kind: 'file', type, name: `photo.${type.slice('image/'.length)}`, inline: true, bytes };
  },
};
