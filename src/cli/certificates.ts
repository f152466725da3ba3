import { Command, Option } from 'commander';
import { REVOCATION_REASONS, type RevocationReason } from '../domain/certificates/revocation.ts';
import { messages } from '../messages/index.ts';
import { revocationReasonText } from '../messages/revocation-text.ts';
import { type CertificateStatus, certificateStatus } from '../operations/certificates/certificate-status.ts';
import { revokeCertificate } from '../operations/certificates/revoke-certificate.ts';
import { actingStaff } from './acting-staff.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { presentCommand } from './present-certificate.ts';
import { printableJson } from './printable.ts';
import { commandWords, readerLanguage } from './reader-language.ts';
import { factsText } from './table.ts';
import { withBase } from './with-base.ts';

interface RevokeFlags extends ConsentFlags {
  readonly reason: RevocationReason;
  readonly note?: string;
  readonly json?: boolean;
}

const EXAMPLE = '869a9bee-adcf-4eac-902c-548414849e38';

/** Whether certificates stand, how they are declared void, and copies of them that show less. */
export function certificatesCommand(): Command {
  const command = new Command('certificates').description(
    'See whether a certificate stands, revoke it, and make copies that show less.',
  );
  withExamples(
    command
      .command('show')
      .argument('<certificate_id>', 'as it stands on the certificate')
      .description('Show whether a certificate stands, was revoked or was replaced.')
      .option('--json', 'print as JSON'),
    `certificates show ${EXAMPLE}`,
  ).action((id: string, { json }: { json?: boolean }) =>
    withBase(async ({ operations }) => {
      const certificateId = id.trim().toLowerCase();
      const status = await certificateStatus(operations, actingStaff(), { certificateId });
      process.stdout.write(json ? `${printableJson(status)}\n` : statusText(status));
    }),
  );
  const revoke = withExamples(
    asksFirst(
      command
        .command('revoke')
        .argument('<certificate_id>', 'as it stands on the certificate')
        .addOption(
          new Option('--reason <code>', 'why; everybody sees it')
            .choices(REVOCATION_REASONS)
            .makeOptionMandatory(),
        )
        .option('--note <text>', 'for the audit log; it is shown to nobody else')
        .description('Declare a certificate void. The first reason stays.')
        .option('--json', 'print as JSON'),
    ),
    `certificates revoke ${EXAMPLE} --reason issued_in_error --yes`,
  );
  revoke.action(async (id: string, flags: RevokeFlags) => {
    const consent = consentOf(revoke, flags);
    const certificateId = id.trim().toLowerCase();
    const { reason, note } = flags;
    await withBase(async ({ operations }) => {
      // Asked first, so that nobody is asked about one that is not there.
      await certificateStatus(operations, actingStaff(), { certificateId });
      const why = revocationReasonText(messages(readerLanguage()), reason);
      if (!(await consent((words) => words.revokeCertificate(certificateId, why)))) return;
      const { now } = await revokeCertificate(operations, actingStaff(), { certificateId, reason, note });
      const { certificates: words } = commandWords();
      process.stdout.write(
        flags.json
          ? `${printableJson({ certificateId, revokedNow: now })}\n`
          : `${now ? words.revoked(certificateId) : words.revokedBefore(certificateId)}\n`,
      );
    });
  });
  return command.addCommand(presentCommand());
}

function statusText(status: CertificateStatus): string {
  const { labels, ...words } = commandWords().certificates;
  const { revoked, supersededBy } = status;
  const state =
    revoked !== null
      ? words.revokedAt(
          localInstant(revoked.at.toISOString()),
          revocationReasonText(messages(readerLanguage()), revoked.reason),
        )
      : supersededBy !== null
        ? words.superseded
        : words.stands;
  return factsText([
    [labels.certificate, status.certificateId],
    [labels.state, state],
    [labels.supersededBy, supersededBy],
    [labels.issued, localInstant(status.issuedAt)],
    [labels.serviceEnd, localInstant(status.serviceEndedAt)],
    [labels.billingEnd, status.billingEndedOn],
    [labels.release, status.numberReleasedOn],
    [labels.key, status.keyId],
  ]);
}
