import { listPhotos } from '../../../operations/desks/counter/list-photos.ts';
import { viewPhoto } from '../../../operations/desks/counter/view-photo.ts';
import { homeTimeZone } from '../../../operations/home-time-zone.ts';
import { Answers } from '../../kit/answers.ts';
import { Choices } from '../../kit/form-page.tsx';
import { formatsOf } from '../../kit/formats.ts';
import { Errors, Field, Heading, MainForm, Submit } from '../../kit/parts.tsx';
import { caseIdOf } from '../../kit/visit.ts';
import { rolesOf } from '../kit/desk-access.ts';
import { type DeskPage, staffOf } from '../kit/desk-visit.ts';

/** Pictures of a case, for those whose role it is: one at a time, with a reason that the audit log keeps. */
export const casePhotos: DeskPage = {
  path: '/desk/photos/:caseId',
  roles: rolesOf('listPhotos'),
  fields: { field_missing: 'why', field_invalid: 'why', photo_unknown: 'photo' },
  async show(visit, form) {
    const { photos: text } = visit.t.counter;
    const taken = await listPhotos(visit.op, staffOf(visit), { caseId: caseIdOf(visit) });
    const formats = formatsOf(visit.language, homeTimeZone(visit.op));
    return {
      kind: 'page',
      title: text.title,
      back: null,
      form: true,
      body: (
        <div class="narrow stack">
          <Errors visit={visit} form={form} />
          <Heading lead={text.caseLead}>{text.title}</Heading>
          {taken.length === 0 ? (
            <p>{text.noneOfCase}</p>
          ) : (
            <div class="panel">
              <MainForm visit={visit}>
                <fieldset id="photo">
                  <legend>{text.file}</legend>
                  <Choices
                    name="photo"
                    options={taken.map(({ photoId, kind, takenAt, keepUntil }) => ({
                      value: photoId,
                      words: text.kinds[kind],
                      hint: text.keptFrom(formats.moment(takenAt), formats.moment(keepUntil)),
                    }))}
                    chosen={form.values['photo'] ?? taken[0]?.photoId}
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
    const { type, bytes } = await viewPhoto(visit.op, staffOf(visit), { photoId, why });
    return { kind: 'file', type, name: `photo.${type.slice('image/'.length)}`, inline: true, bytes };
  },
};
