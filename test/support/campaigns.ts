import { ENGINE, type StaffInPerson } from '../../src/operations/access/actor.ts';
import { advanceCampaigns } from '../../src/operations/campaigns/advance-campaigns.ts';
import { makeCampaign } from '../../src/operations/campaigns/make-campaign.ts';
import { previewCampaign } from '../../src/operations/campaigns/preview-campaign.ts';
import { type Uploaded, uploadCampaignRows } from '../../src/operations/campaigns/upload-rows.ts';
import type { Operations } from '../../src/operations/context.ts';
import { decideApproval } from '../../src/operations/staff/approvals/decide-approval.ts';
import { requestApproval } from '../../src/operations/staff/approvals/request-approval.ts';
import type { Campaign } from '../../src/store/campaigns/staged-campaigns.ts';
import { signedInPerson, staffNamed } from './actors.ts';

export async function* inPieces(...pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

/** A campaign with the rows of a file. */
export async function uploaded(
  op: Operations,
  name: string,
  file: string | Uint8Array,
  encoding = 'utf-8',
): Promise<Uploaded> {
  const staff = staffNamed('wu');
  await makeCampaign(op, staff, { name });
  return uploadCampaignRows(op, staff, { name }, { source: inPieces(file), encoding });
}

/** Does portions until nothing is to be done. */
export async function advanced(op: Operations): Promise<void> {
  while ((await advanceCampaigns(op, ENGINE)) > 0);
}

/** The same with a preview of its rows. */
export async function previewed(op: Operations, name: string, file: string): Promise<Campaign> {
  const { campaign } = await uploaded(op, name, file);
  await previewCampaign(op, staffNamed('wu'), { name });
  await advanced(op);
  return campaign;
}

let asked = 0;

/** Has a second person agree to it; its cases begin with the portions that follow. */
export async function agreedTo(
  op: Operations,
  campaignId: string,
  { by, second }: { readonly by?: StaffInPerson; readonly second?: StaffInPerson } = {},
): Promise<void> {
  asked += 1;
  const wu = by ?? (await signedInPerson(op, `wu${asked}`, ['operations']));
  const { requestId } = await requestApproval(op, wu, { act: 'start_campaign', with: { campaignId } });
  const zhou = second ?? (await signedInPerson(op, `zhou${asked}`, ['supervisor']));
  await decideApproval(op, zhou, { requestId, decision: 'approved' });
}
