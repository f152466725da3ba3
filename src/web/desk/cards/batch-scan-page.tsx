import { scanBatch } from '../../../operations/cards/batches/scan-batch.ts';
import { viewBatch } from '../../../operations/cards/batches/view-batch.ts';
import { go } from '../../kit/page.ts';
import { Actions, Field, Heading, LinkButton, Rows, Tap } from '../../kit/parts.tsx';
import { type DeskPage, staffOf } from '../kit/desk-visit.ts';
import { batchPath, HERE, MOVERS } from './card-parts.tsx';
import { SCAN_ISLANDS, ScanForm } from './scan-form.tsx';

/** At the destroyer: every card is scanned. Nothing is compared before the batch is closed, so that no scan is refused. */
export const batchScan: DeskPage = {
  path: `${HERE}/batches/:batch/scan`,
  roles: MOVERS,
  fields: { custody_conflict: 'iccid' },
  async show(visit, form) {
    const { batch } = await viewBatch(visit.op, staffOf(visit), { batch: visit.params['batch'] ?? '' });
    const { cardDesk: t } = visit.t;
    const here = batchPath(batch.number);
    const bag = form.values['bag'] ?? visit.url.searchParams.get('bag') ?? '';
    return {
      kind: 'page',
      title: t.scan,
      back: here,
      form: true,
      islands: SCAN_ISLANDS,
      body: (
        <div class="narrow stack">
          <Heading lead={t.batch(batch.number)}>{t.scan}</Heading>
          <div data-part="rows">
            <Rows
              rows={[
                { label: t.scans, value: <strong id="scans">{batch.scans}</strong> },
                { label: t.cards, value: t.inBag(batch.cards) },
              ]}
            />
          </div>
          <ScanForm
            visit={visit}
            form={form}
            said={null}
            label={t.iccid}
            lead={t.scanBatchLead}
            submit={t.keep}
          >
            <Field
              visit={visit}
              form={{ values: { bag }, errors: [] }}
              name="bag"
              label={t.scanOf}
              autocomplete="off"
              maxLength={60}
              optional
            />
          </ScanForm>
          <Actions two>
            <LinkButton href={`${here}/close`} second>
              {t.close}
            </LinkButton>
            <Tap visit={visit} action={`${here}/start-over`} second>
              {t.startOver}
            </Tap>
          </Actions>
        </div>
      ),
    };
  },
  async submit(visit) {
    const { iccid = '', bag = '' } = visit.values;
    const batch = visit.params['batch'] ?? '';
    await scanBatch(visit.op, staffOf(visit), { batch, scans: [{ scanned: iccid, bag }] });
    return go(`${batchPath(batch)}/scan${bag === '' ? '' : `?${new URLSearchParams({ bag })}`}`);
  },
};

export const scanStartOver: DeskPage = {
  path: `${HERE}/batches/:batch/start-over`,
  roles: MOVERS,
  async submit(visit) {
    const batch = visit.params['batch'] ?? '';
    await scanBatch(visit.op, staffOf(visit), { batch, scans: [], startOver: true });
    return go(`${batchPath(batch)}/scan`);
  },
};
