import type { ComponentChildren } from 'preact';
import { MOST_FILE_MB, MOST_ROWS } from '../../../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../../../domain/errors.ts';
import { makeCampaign } from '../../../../operations/campaigns/make-campaign.ts';
import { uploadCampaignRows } from '../../../../operations/campaigns/upload-rows.ts';
import { viewCampaign } from '../../../../operations/campaigns/view-campaign.ts';
import { Answers } from '../../../kit/answers.ts';
import { MAIN_FORM } from '../../../kit/layout.tsx';
import { type Answer, type Form, go } from '../../../kit/page.ts';
import { Errors, Field, Heading, Submit, Token } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { CAMPAIGNS, campaignIdOf, campaignPath, MAKERS, numberText } from './campaign-parts.tsx';

const ENCODINGS = ['utf-8', 'gb18030', 'utf-16le'] as const;
const MB = 1024 * 1024;

const UPLOAD = {
  roles: MAKERS,
  streams: MOST_FILE_MB * MB,
  // A file cannot be kept for whoever must sign in again.
  keepsNothing: true,
  fields: {
    import_file_invalid: 'file',
    upload_broken_off: 'file',
    payload_too_large: 'file',
    campaign_conflict: null,
    request_invalid: 'name',
  },
} as const satisfies Partial<DeskPage>;

/** A new campaign: its name, and the file with its rows. */
export const newCampaignPage: DeskPage = {
  ...UPLOAD,
  path: `${CAMPAIGNS}/new`,
  async show(visit, form) {
    const { make, name, nameHint } = visit.t.campaignDesk;
    return asked(
      visit,
      form,
      { title: make.title, back: CAMPAIGNS },
      <Field visit={visit} form={form} name="name" label={name} hint={nameHint} maxLength={100} />,
    );
  },
  async submit(visit) {
    const { make } = visit.t.campaignDesk;
    const answers = new Answers(visit);
    const name = answers.filled('name', make.nameMissing);
    if (visit.stream === null) answers.refuse('file', make.fileMissing, '');
    if (answers.refused !== null) return answers.refused;
    const { campaign, made } = await makeCampaign(visit.op, staffOf(visit), { name });
    // Another file in the place of rows that are there is another page, which says so.
    if (!made && campaign.rows > 0)
      return {
        kind: 'again',
        errors: [{ field: 'name', title: make.nameTaken, detail: make.nameTakenHint }],
      };
    return upload(visit, campaign.campaignId);
  },
};

/** Another file in the place of the one that is there. */
export const uploadAgainPage: DeskPage = {
  ...UPLOAD,
  path: `${CAMPAIGNS}/:campaignId/upload`,
  async show(visit, form) {
    const campaignId = campaignIdOf(visit);
    const { name } = await viewCampaign(visit.op, staffOf(visit), { campaignId, quietly: true });
    const { make } = visit.t.campaignDesk;
    return asked(
      visit,
      form,
      { title: make.again, back: campaignPath(campaignId) },
      <p>
        <strong>{name}</strong>
        <span class="hint">{make.replaces}</span>
      </p>,
    );
  },
  async submit(visit) {
    const answers = new Answers(visit);
    if (visit.stream === null) answers.refuse('file', visit.t.campaignDesk.make.fileMissing, '');
    return answers.refused ?? upload(visit, campaignIdOf(visit));
  },
};

async function upload(visit: DeskVisit, campaignId: string): Promise<Answer> {
  const encoding = ENCODINGS.find((one) => one === visit.values['encoding']);
  if (encoding === undefined) throw new HandbackError('request_invalid', { field: 'encoding' });
  const { unchanged } = await uploadCampaignRows(
    visit.op,
    staffOf(visit),
    { campaignId },
    { source: visit.stream!.file, encoding },
  );
  return go(`${campaignPath(campaignId)}${unchanged ? '?unchanged=1' : ''}`);
}

function asked(
  visit: DeskVisit,
  form: Form,
  { title, back }: { readonly title: string; readonly back: string },
  first: ComponentChildren,
): Answer {
  const { make } = visit.t.campaignDesk;
  const chosen = form.values['encoding'] ?? 'utf-8';
  return {
    kind: 'page',
    title,
    back,
    form: true,
    body: (
      <OperationsFrame visit={visit} here="campaigns">
        <Errors visit={visit} form={form} />
        <Heading>{title}</Heading>
        <div class="narrow panel">
          {/* The file comes last, and what shows that the form is ours before it: it is read while it comes in. */}
          <form
            class="stack"
            id={MAIN_FORM}
            method="post"
            action={visit.url.pathname}
            enctype="multipart/form-data"
            noValidate
          >
            <Token visit={visit} />
            {first}
            <div class="field">
              <label for="encoding">{make.encoding}</label>
              <select id="encoding" name="encoding">
                {ENCODINGS.map((one) => (
                  <option key={one} value={one} selected={one === chosen}>
                    {make.encodings[one]}
                  </option>
                ))}
              </select>
            </div>
            <Field
              visit={visit}
              form={form}
              name="file"
              type="file"
              label={make.file}
              hint={make.fileHint(MOST_FILE_MB, numberText(visit, MOST_ROWS))}
              accept=".csv,.txt,text/csv,text/plain"
            />
            <Submit>{make.go}</Submit>
          </form>
        </div>
      </OperationsFrame>
    ),
  };
}
