import { normaliseReference } from '../../../../operations/cases/receipt.ts';
import { gatherEvidencePack } from '../../../../operations/complaints/case-evidence-pack.ts';
import { evidencePack } from '../../../../reports/evidence/evidence-pack.ts';
import { type DeskPage, staffOf } from '../../kit/desk-visit.ts';
import { OPERATIONS, OPERATIONS_ROLES } from '../sections.ts';

/** All that is kept of a case, as one archive. */
export const evidencePackFile: DeskPage = {
  path: `${OPERATIONS}/cases/:reference/evidence.zip`,
  roles: OPERATIONS_ROLES,
  async show(visit) {
    const { op, language, portal, client } = visit;
    const reference = normaliseReference(visit.params['reference'] ?? '');
    const found = await gatherEvidencePack(op, staffOf(visit), { reference });
    const bytes = await evidencePack(found, language, {
      operator: op.house.name[language],
      portal: portal.publicUrl,
      signerName: portal.signerName(),
      specimen: portal.demo !== null,
      certificatePdf: () => portal.renderPdf(found.certificate!, language, client),
      report: async (of) => portal.signPaper(await visit.papers.draw({ paper: 'report', of }, client)),
    });
    return { kind: 'file', type: 'application/zip', name: `handback-evidence-${reference}.zip`, bytes };
  },
};
