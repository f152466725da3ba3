import { Command } from 'commander';
import type { Settings } from '../config/settings.ts';
import { checkOf, type Finding, stateOf } from '../domain/findings.ts';
import { messages } from '../messages/index.ts';
import type { DoctorDatabase } from '../run/doctor/check-database.ts';
import { examine, hasEmbeddedDatabase } from '../run/doctor/doctor.ts';
import { openInstanceDatabase } from '../run/instance.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { printableJson } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { runningInstance } from './running.ts';
import { tableText } from './table.ts';

export function doctorCommand(): Command {
  return withExamples(new Command('doctor'), 'doctor', 'doctor --json')
    .description(
      'Check this set-up: versions, database, keys, certificates, peers, public address, worker. It changes nothing. Exit code 1: something failed.',
    )
    .option('--json', 'print as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine({ environment: process.env, database: databaseOf });
      const failed = findings.filter((one) => stateOf(one) === 'failed').length;
      process.stdout.write(json ? `${printableJson(asJson(findings, failed))}\n` : asText(findings, failed));
      if (failed > 0) process.exitCode = ExitCode.failed;
    });
}

/** The database of the settings; an embedded one only where there is one already. */
async function databaseOf(settings: Settings): Promise<DoctorDatabase | null> {
  const nobody = { demo: false, rulebookOverlay: null, address: null, close: async () => undefined };
  if (settings.databaseUrl !== null) return { ...nobody, url: settings.databaseUrl, embedded: false };
  const running = runningInstance(settings);
  if (running !== null)
    return {
      url: running.databaseUrl,
      embedded: true,
      demo: running.demo,
      rulebookOverlay: running.rulebookOverlay,
      address: running.address || null,
      close: async () => undefined,
    };
  if (!hasEmbeddedDatabase(settings)) return null;
  const { url, close } = await openInstanceDatabase(settings);
  return { ...nobody, url, embedded: true, close };
}

function asJson(findings: readonly Finding[], failed: number): unknown {
  const { findings: texts } = messages(readerLanguage()).doctor;
  return {
    ok: failed === 0,
    findings: findings.map((one) => ({
      check: checkOf(one),
      state: stateOf(one),
      code: one.code,
      facts: one.facts,
      says: texts[one.code].says(one.facts),
      todo: texts[one.code].todo?.(one.facts) ?? null,
    })),
  };
}

function asText(findings: readonly Finding[], failed: number): string {
  const words = messages(readerLanguage()).doctor;
  const rows = findings.flatMap((one) => {
    const { says, todo } = words.findings[one.code];
    const row = [words.states[stateOf(one)], words.checks[checkOf(one)], says(one.facts)];
    return todo === null ? [row] : [row, ['', '', `-> ${todo(one.facts)}`]];
  });
  return `${tableText(rows)}\n${failed === 0 ? words.allWell : words.failed(failed)}\n`;
}
