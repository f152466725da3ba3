import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { messages } from '../messages/index.ts';
import { gatherEvidencePack } from '../operations/complaints/case-evidence-pack.ts';
import { drawReport } from '../papers/report-paper.ts';
import { evidencePack } from '../reports/evidence/evidence-pack.ts';
import { certificateServiceOf } from '../run/certificate-service.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { printableText } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { withBase } from './with-base.ts';

/** All that is kept of a case, as one archive with a signed report. */
export function evidencePackCommand(): Command {
  return withExamples(new Command('pack'), 'cases pack HB-7K3F9QXM --output HB-7K3F9QXM.zip')
    .argument('<reference>', 'e.g. HB-7K3F9QXM')
    .requiredOption('--output <file>', 'a new file')
    .description(
      'Everything that is kept of a case, as a ZIP with a signed report: for a complaint, a regulator or a court. It is personal, and the making is audited.',
    )
    .action((reference: string, { output }: { readonly output: string }) =>
      withBase(async (base, _settings, demo) => {
        const { operations } = base;
        const language = readerLanguage();
        const certificates = certificateServiceOf(base, demo);
        try {
          const found = await gatherEvidencePack(operations, actingStaff(), { reference });
          const bytes = await evidencePack(found, language, {
            operator: operations.house.name[language],
            portal: operations.sender.portal,
            signerName: certificates.signerName(),
            specimen: demo,
            certificatePdf: () => certificates.renderPdf(found.certificate!, language),
            report: async (paper) => certificates.signPaper(await drawReport(paper)),
          });
          // Never over another file, and readable by nobody else: it is personal.
          await pipeline(Readable.from(bytes), createWriteStream(output, { flags: 'wx', mode: 0o600 }));
          process.stdout.write(`${messages(language).commandLine.fileWritten(printableText(output))}\n`);
        } finally {
          await certificates.close();
        }
      }),
    );
}
