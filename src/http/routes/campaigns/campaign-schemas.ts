import { Type } from 'typebox';
import { OUTCOMES, RESULTS, ROW_FAULTS, SHOWN_STATES } from '../../../domain/campaigns/campaign.ts';
import type { ListedRow } from '../../../operations/campaigns/campaign-rows.ts';
import type { CampaignView } from '../../../operations/campaigns/view-campaign.ts';
import { named } from '../../kit/named-schema.ts';
import { pageOf } from '../../kit/paging.ts';
import { CaseId, Instant, Nullable, OneOf } from '../../kit/schema.ts';

export const CAMPAIGN_TAG = 'Campaigns';

const counts = (words: readonly string[], description: string) =>
  Type.Object(Object.fromEntries(words.map((word) => [word, Type.Optional(Type.Integer())])), {
    description,
  });

export const CampaignSchema = named(
  'Campaign',
  Type.Object({
    campaignId: CaseId,
    name: Type.String(),
    state: OneOf(SHOWN_STATES),
    madeAt: Instant,
    upload: Type.Object({
      complete: Type.Boolean({
        description: 'False while rows come in, and where an upload stopped: it must be sent again.',
      }),
      receivedRows: Type.Integer({ description: 'Of the upload that is not complete.' }),
      fault: Nullable(
        Type.String({ description: 'Why the last upload was refused or stopped, as an error code.' }),
      ),
      rows: Type.Integer(),
      validRows: Type.Integer(),
      faults: counts(ROW_FAULTS, 'How many rows are wrong, by what is wrong.'),
      digest: Nullable(Type.String({ description: 'SHA-256 of the rows: whoever agrees sees the same.' })),
      uploadedAt: Nullable(Instant),
    }),
    preview: Type.Object({
      state: Nullable(OneOf(['running', 'done'])),
      rows: Type.Integer({ description: 'How many are decided.' }),
      asOf: Nullable(Instant),
      outcomes: counts(OUTCOMES, 'How many rows, by outcome.'),
      blockers: Type.Record(Type.String(), Type.Integer(), {
        description: 'How many rows each check stands in the way of.',
      }),
    }),
    fault: Nullable(
      Type.String({
        description:
          'Why the last portion of its preview or its run was not done, as an error code. It is tried again.',
      }),
    ),
    approval: Nullable(Type.Object({ requestId: CaseId, expiresAt: Instant })),
    run: Type.Object({
      beganAt: Nullable(Instant),
      endedAt: Nullable(Instant),
      rows: Type.Integer({ description: 'How many are done, of `upload.validRows`.' }),
      results: counts(RESULTS, 'How many rows, by what became of them.'),
    }),
  }),
);
export const CampaignPageSchema = named('CampaignPage', pageOf('campaigns', CampaignSchema));

export const campaignBody = (view: CampaignView) => ({
  campaignId: view.campaignId,
  name: view.name,
  state: view.shown,
  madeAt: view.startedAt.toISOString(),
  upload: {
    complete: view.receiving === null && view.upload > 0,
    receivedRows: view.receiving === null ? 0 : view.receivedRows,
    fault: view.receiveFault,
    rows: view.rows,
    validRows: view.validRows,
    faults: view.faults,
    digest: view.digest,
    uploadedAt: view.uploadedAt?.toISOString() ?? null,
  },
  preview: {
    state: view.previewState,
    rows: view.previewedRows,
    asOf: view.previewedAt?.toISOString() ?? null,
    outcomes: view.outcomes,
    blockers: view.blockers as Record<string, number>,
  },
  fault: view.portionFault,
  approval:
    view.approval === null
      ? null
      : { requestId: view.approval.requestId, expiresAt: view.approval.expiresAt.toISOString() },
  run: {
    beganAt: view.runBeganAt?.toISOString() ?? null,
    endedAt: view.endedAt?.toISOString() ?? null,
    rows: view.runRows,
    results: view.results,
  },
});

export const CampaignRowSchema = named(
  'CampaignRow',
  Type.Object({
    row: Type.Integer({ description: 'As a spreadsheet counts them: a header is row 1.' }),
    given: Type.String(),
    lineId: Nullable(Type.String()),
    fault: Nullable(OneOf(ROW_FAULTS)),
    message: Type.String({ description: 'What is known of the row, in the language that was asked for.' }),
    outcome: Nullable(OneOf(OUTCOMES)),
    result: Nullable(OneOf(RESULTS)),
    checks: Type.Array(Type.String()),
    reference: Nullable(Type.String()),
    case: Nullable(Type.String({ description: 'The stage of its case while it is open, then its outcome.' })),
    certificateId: Nullable(CaseId),
  }),
);
/** Its cursor is a row number. */
export const CampaignRowPageSchema = named('CampaignRowPage', pageOf('rows', CampaignRowSchema));

export const rowBody = (row: ListedRow, message: string) => ({
  row: row.rowNumber,
  given: row.given,
  lineId: row.lineId,
  fault: row.fault,
  message,
  outcome: row.outcome,
  result: row.result,
  checks: [...row.checks],
  reference: row.reference,
  case: row.caseStage ?? row.caseOutcome,
  certificateId: row.certificateId,
});

export const UploadedSchema = named(
  'CampaignUpload',
  Type.Object({
    unchanged: Type.Boolean({ description: 'The file had just the rows that were there.' }),
    campaign: CampaignSchema,
  }),
);
export const CampaignNameSchema = named(
  'CampaignToMake',
  Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false }),
);
export const ByName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });
export const RowChoiceQuery = {
  fault: Type.Optional(OneOf(['any', ...ROW_FAULTS], { description: 'Only wrong rows: all, or those.' })),
  outcome: Type.Optional(OneOf(OUTCOMES, { description: 'Only rows of which the preview says so.' })),
  result: Type.Optional(OneOf(RESULTS, { description: 'Only rows with which the run did so.' })),
};
