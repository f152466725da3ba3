import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { answerComplaint, noteRegulator } from '../../../src/operations/complaints/answer-complaint.ts';
import { gatherEvidencePack } from '../../../src/operations/complaints/case-evidence-pack.ts';
import { fileComplaint } from '../../../src/operations/complaints/file-complaint.ts';
import { drawReport } from '../../../src/papers/report-paper.ts';
import { evidencePack } from '../../../src/reports/evidence/evidence-pack.ts';
import { certificateServiceOf } from '../../../src/run/certificate-service.ts';
import { staffPerson, subscriberOf } from '../../support/actors.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const UNZIP = '/usr/bin/7z';
const PDFSIG = '/usr/bin/pdfsig';
const PDFTOTEXT = '/usr/bin/pdftotext';
const instance = await testInstance();
const { operations: op } = instance;
const papers = certificateServiceOf(instance);
const folder = mkdtempSync(join(tmpdir(), 'handback-pack-'));
afterAll(async () => {
  await papers.close();
  rmSync(folder, { recursive: true, force: true });
});

async function packed(caseId: string, language: 'en' | 'zh-CN', name: string): Promise<string> {
  const found = await gatherEvidencePack(op, staffPerson('s'), { caseId });
  const bytes = await evidencePack(found, language, {
    ...{ operator: op.house.name[language], portal: 'http://handback.test', specimen: true },
    signerName: papers.signerName(),
    certificatePdf: () => papers.renderPdf(found.certificate!, language),
    report: async (paper) => papers.signPaper(await drawReport(paper)),
  });
  const file = join(folder, `${name}.zip`);
  writeFileSync(file, Buffer.concat(await Array.fromAsync(bytes)));
  const out = join(folder, name);
  execFileSync(UNZIP, ['x', `-o${out}`, file], { stdio: 'pipe' });
  return out;
}
const text = (pdf: string): string => execFileSync(PDFTOTEXT, ['-layout', pdf, '-'], { encoding: 'utf8' });

describe.skipIf(![UNZIP, PDFSIG, PDFTOTEXT].every((one) => existsSync(one)))(
  'an evidence pack (7z, pdfsig, pdftotext)',
  () => {
    let caseId = '';
    let reference = '';
    beforeAll(async () => {
      const [line] = await seedLines(op.pool, instance.vault, 1, { simulator: instance.simulator });
      await running(instance.engine(), async () => {
        const made = await readyToEnd(op, line!);
        ({ caseId, reference } = made);
        await closedCase(op.pool, caseId);
      });
    });

    it('holds the whole case, each file named with its hash in a report that the operator signed', async () => {
      const out = await packed(caseId, 'en', 'whole');
      const names = readdirSync(out).sort();
      expect(names).toEqual([
        ...[
          'SHA256SUMS',
          'bill.json',
          'certificate.json',
          'certificate.pdf',
          'certificate.sdjwt',
          'decisions.json',
        ],
        ...['messages.json', 'network.json', 'report.pdf', 'timeline.csv', 'timeline.json'],
      ]);
      // By a program that is not ours.
      execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: out, stdio: 'pipe' });
      const report = join(out, 'report.pdf');
      const signature = execFileSync(PDFSIG, ['-nocert', report], { encoding: 'utf8' });
      expect(signature).toContain('Signature is Valid');
      expect(signature).toContain('Total document signed');
      const said = text(report);
      expect(said).toContain(reference);
      expect(said).toContain('What happened');
      const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8').trim().split('\n');
      for (const line of sums.slice(1)) expect(said.replaceAll(/\s/g, '')).toContain(line.slice(0, 64));
      // Every exchange as it was received, whose hash anybody can make anew.
      const exchanges = JSON.parse(readFileSync(join(out, 'network.json'), 'utf8'));
      expect(exchanges.length).toBeGreaterThan(3);
      for (const one of exchanges) expect(one.exchange.answer).toMatch(/^([0-9a-f]{2})+$/);
      expect(JSON.parse(readFileSync(join(out, 'decisions.json'), 'utf8'))[0].rules.version).not.toBe('');
      const verdict = await papers.verify(readFileSync(join(out, 'certificate.sdjwt')));
      expect(verdict.result).toBe('authentic');
    });

    it('is the same in the other language, and told of in the log', async () => {
      const out = await packed(caseId, 'zh-CN', 'chinese');
      expect(text(join(out, 'report.pdf'))).toContain('网络的应答');
      const { rows } = await op.pool.query(
        `select actor from audit where case_id = $1 and action = 'evidence_pack_made'`,
        [caseId],
      );
      expect(rows).toHaveLength(2);
    });

    it('tells of a complaint in words, from its receipt to its end, and breaks its lines as they were typed', async () => {
      const [line] = await seedLines(op.pool, instance.vault, 1, { from: 20, simulator: instance.simulator });
      const made = await readyToEnd(op, line!);
      const { reference: complaint } = await fileComplaint(op, subscriberOf(line!), {
        ...{ caseId: made.caseId, topic: 'money_back', text: 'Twice.\r\nAgain.', via: 'portal' },
      });
      await noteRegulator(op, staffPerson('s'), {
        ...{ complaint, name: '12300', reference: '', dueOn: parseLocalDate('2999-01-04') },
      });
      await answerComplaint(op, staffPerson('s'), { complaint, outcome: 'upheld', text: 'Yes.\r\nSorry.' });
      for (const language of ['en', 'zh-CN'] as const) {
        const out = await packed(made.caseId, language, `complaint-${language}`);
        const told = text(join(out, 'report.pdf')) + readFileSync(join(out, 'timeline.csv'), 'utf8');
        // The second column of the table is the code itself, for programs.
        expect(told.replaceAll(/^.*?Z,[a-z_.]+,/gm, '')).not.toMatch(
          /complaint_|money_back|sms_code|U\+000D/,
        );
      }
    });

    it('can be made before anything was done, and says what is not there', async () => {
      const [line] = await seedLines(op.pool, instance.vault, 1, { from: 10, simulator: instance.simulator });
      const made = await readyToEnd(op, line!);
      const out = await packed(made.caseId, 'en', 'open');
      expect(readdirSync(out)).not.toContain('certificate.pdf');
      expect(text(join(out, 'report.pdf'))).toContain('The network has not been asked yet.');
    });

    it('holds nothing personal of somebody who was erased', async () => {
      const { rows } = await op.pool.query<{ party: string }>(
        'select holder_id as party from termination_closed where case_id = $1',
        [caseId],
      );
      await op.pool.query('update party set data_key_wrapped = null, name_enc = null where party_id = $1', [
        rows[0]!.party,
      ]);
      const out = await packed(caseId, 'en', 'erased');
      expect(text(join(out, 'report.pdf'))).toContain('was erased');
      expect(JSON.parse(readFileSync(join(out, 'network.json'), 'utf8'))[0].exchange).toBeNull();
      expect(readFileSync(join(out, 'certificate.json'), 'utf8')).not.toContain('8617');
    });
  },
);
