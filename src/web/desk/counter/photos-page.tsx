import { addPeriod } from '../../../domain/values/period.ts';
import { PHOTO_KINDS } from '../../../domain/values/photo/photo-types.ts';
import { listPhotos } from '../../../operations/desks/counter/list-photos.ts';
import { takePhoto } from '../../../operations/desks/counter/take-photo.ts';
import { viewPhoto } from '../../../operations/desks/counter/view-photo.ts';
import { Choices } from '../../kit/form-page.tsx';
import { formatsOf } from '../../kit/formats.ts';
import { go } from '../../kit/page.ts';
import { Field, LinkButton, MainForm, Rows, Submit } from '../../kit/parts.tsx';
import { attendanceOf, type DeskPage } from '../kit/desk-visit.ts';
import { ONE_PICTURE, pictureIn } from '../kit/one-picture.ts';
import { COUNTER, COUNTER_ROLES, counterPage } from './at-counter.tsx';

/** What can be taken here; the signed form comes with the signature. */
const KINDS = PHOTO_KINDS.filter((kind) => kind !== 'signed_form');

/** Pictures of documents: optional, encrypted, and for as long as the rulebook says. */
export const photos = counterPage({
  path: '/photos',
  step: null,
  uploads: ONE_PICTURE,
  fields: { photo_invalid: 'file', visit_step_open: null },
  async ask({ visit, customer, found, here }, form) {
    const { photos: text } = visit.t.counter;
    const formats = formatsOf(visit.language, found.timeZone);
    const taken = await listPhotos(visit.op, customer, {});
    const until = addPeriod(visit.op.clock.now(), found.keepPhotos, found.timeZone);
    return {
      title: text.title,
      lead: text.lead(formats.moment(until)),
      body: (
        <>
          <div class="panel">
            <MainForm visit={visit} upload>
              <fieldset id="kind">
                <legend>{text.kind}</legend>
                <Choices
                  name="kind"
                  options={KINDS.map((value) => ({ value, words: text.kinds[value] }))}
                  chosen={form.values['kind'] ?? 'holder_document'}
                />
              </fieldset>
              <Field
                visit={visit}
                form={form}
                name="file"
                type="file"
                accept="image/jpeg,image/png,image/webp"
                label={text.file}
                hint={text.fileHint}
              />
              <Submit>{text.submit}</Submit>
            </MainForm>
          </div>
          <section class="tight">
            <h2>{text.taken}</h2>
            {taken.length === 0 ? (
              <p class="hint">{text.none}</p>
            ) : (
              <Rows
                rows={taken.map(({ photoId, kind, takenAt }) => ({
                  label: formats.clock(takenAt),
                  value: text.kinds[kind],
                  change: { href: `${here}/photos/${photoId}`, text: text.look, label: text.look },
                }))}
              />
            )}
          </section>
          <LinkButton href={here} second>
            {text.back}
          </LinkButton>
        </>
      ),
    };
  },
  async take({ visit, customer, here }) {
    const kind = KINDS.find((one) => one === visit.values['kind']) ?? 'holder_document';
    await takePhoto(visit.op, customer, { kind, file: pictureIn(visit) ?? new Uint8Array() });
    return go(`${here}/photos`);
  },
});

/** One picture; that somebody looked is recorded. */
export const photo: DeskPage = {
  path: `${COUNTER}/:attendanceId/photos/:photoId`,
  roles: COUNTER_ROLES,
  async show(visit) {
    const { customer } = await attendanceOf(visit, 'store');
    const { type, bytes } = await viewPhoto(visit.op, customer, { photoId: visit.params['photoId'] ?? '' });
    return { kind: 'file', type, name: `photo.${type.slice('image/'.length)}`, inline: true, bytes };
  },
};
