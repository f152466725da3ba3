import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { VPCD } from '../virtual-euicc/vpcd.ts';
import { type CardContents, virtualUicc } from '../virtual-uicc/contents.ts';
import { withExamples } from './examples.ts';
import { parsePort, stayInserted } from './stay-inserted.ts';

/** A physical SIM in software, for tests and demonstrations of `handback sim`. */
export function virtualUiccCommand(): Command {
  return withExamples(new Command('virtual-uicc'), 'virtual-uicc examples/sim-card.json')
    .argument('<file>', 'what the card holds, as examples/sim-card.json')
    .option('--host <host>', 'of the virtual reader', VPCD.host)
    .option('--port <port>', 'of the virtual reader', parsePort, VPCD.port)
    .description('A virtual SIM in the virtual PC/SC reader of vsmartcard-vpcd, until stopped.')
    .action((file: string, where: { host: string; port: number }) =>
      stayInserted(virtualUicc(JSON.parse(readFileSync(file, 'utf8')) as CardContents), where),
    );
}
