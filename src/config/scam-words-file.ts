import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { REASON_CODES } from '../domain/channels/reason.ts';
import {
  CLAIMS,
  type Claim,
  CONCEPTS,
  type Concept,
  type Known,
  type ScamWords,
  type Signal,
} from '../domain/channels/words.ts';
import { HandbackError } from '../domain/errors.ts';
import { LANGUAGES } from '../domain/values/language.ts';
import { type MapReader, YamlFile } from './yaml-reader.ts';

/** Word lists by which a sentence is understood, of one language. */
interface LanguageWords
  extends Pick<
    ScamWords,
    'claims' | 'numbers' | 'signatures' | 'address' | 'concepts' | 'lines' | 'warnings' | 'between'
  > {}

/**
 * Reads the data of the scam check: `words.<language>.yaml`, `signals.yaml` and `names.yaml` of a folder.
 * @throws HandbackError `channels_invalid` with the problems of all files
 */
export function readScamWords(folder: string): ScamWords {
  const problems: string[] = [];
  const read = <T>(name: string, of: (root: MapReader) => T): T => {
    const path = join(folder, name);
    const file = new YamlFile(basename(path), readFileSync(path, 'utf8'));
    const result = of(file.root);
    file.root.end();
    problems.push(...file.problems);
    return result;
  };
  const languages = LANGUAGES.map((language) => read(`words.${language}.yaml`, languageWords));
  const signals = read('signals.yaml', (root) => root.maps('signals').map(signalOf));
  const names = read('names.yaml', namesOf);
  if (problems.length > 0) throw new HandbackError('channels_invalid', { problems });
  const all = (key: 'signatures' | 'address' | 'lines' | 'warnings' | 'between'): readonly string[] => [
    ...new Set(languages.flatMap((one) => one[key])),
  ];
  return {
    claims: Object.fromEntries(
      CLAIMS.map((claim) => [claim, languages.flatMap(({ claims }) => claims[claim])]),
    ) as unknown as Record<Claim, readonly string[]>,
    numbers: {
      calledBefore: languages.flatMap(({ numbers }) => numbers.calledBefore),
      calledAfter: languages.flatMap(({ numbers }) => numbers.calledAfter),
      measureBefore: languages.flatMap(({ numbers }) => numbers.measureBefore),
      measureAfter: languages.flatMap(({ numbers }) => numbers.measureAfter),
    },
    signatures: all('signatures'),
    address: all('address'),
    lines: all('lines'),
    warnings: all('warnings'),
    between: all('between'),
    concepts: Object.fromEntries(
      CONCEPTS.map((concept) => [concept, languages.flatMap(({ concepts }) => concepts[concept])]),
    ) as unknown as Record<Concept, readonly string[]>,
    signals,
    ...names,
  };
}

function languageWords(root: MapReader): LanguageWords {
  const claims = root.map('claims');
  const numbers = root.map('numbers');
  const concepts = root.map('concepts');
  const read = {
    claims: Object.fromEntries(CLAIMS.map((claim) => [claim, claims.someTexts(claim)])) as Record<
      Claim,
      readonly string[]
    >,
    numbers: {
      calledBefore: numbers.someTexts('called_before'),
      calledAfter: numbers.someTexts('called_after'),
      measureBefore: numbers.someTexts('measure_before'),
      measureAfter: numbers.someTexts('measure_after'),
    },
    signatures: root.someTexts('signatures'),
    address: root.someTexts('address'),
    warnings: root.someTexts('warnings'),
    between: root.someTexts('between'),
    lines: root.someTexts('lines'),
    concepts: Object.fromEntries(
      CONCEPTS.map((concept) => [concept, concepts.someTexts(concept)]),
    ) as unknown as Record<Concept, readonly string[]>,
  };
  claims.end();
  numbers.end();
  concepts.end();
  return read;
}

function signalOf(map: MapReader): Signal {
  const signal: Signal = {
    is: map.oneOf('is', REASON_CODES),
    within: map.oneOf('within', ['sentence', 'text']),
    each: map.someOf('each', CONCEPTS),
    unless: map.someOf('unless', CONCEPTS, 0),
  };
  map.end();
  return signal;
}

function namesOf(
  root: MapReader,
): Pick<
  ScamWords,
  'shorteners' | 'abused' | 'messengers' | 'premium' | 'government' | 'downloads' | 'apps' | 'known'
> {
  return {
    shorteners: root.someTexts('shorteners'),
    abused: root.someTexts('abused'),
    messengers: root.maps('messengers').map((map) => {
      const messenger = {
        at: map.text('at'),
        hosts: map.someTexts('hosts'),
        words: map.someTexts('words'),
      };
      map.end();
      return messenger;
    }),
    premium: root.someTexts('premium'),
    government: root.someTexts('government'),
    downloads: root.someTexts('downloads'),
    apps: root.someTexts('apps'),
    known: root.maps('known').map((map): Known => {
      const known = {
        called: map.someTexts('called'),
        claim: map.oneOf('claim', CLAIMS),
        domains: map.someTexts('domains'),
        numbers: map.someTexts('numbers'),
      };
      map.end();
      return known;
    }),
  };
}
