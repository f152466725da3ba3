import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { HandbackError } from '../domain/errors.ts';
import { LEAST_CONTRAST, readableNear, type Scheme, unreadableWith } from '../domain/operator/accent.ts';
import {
  type ClearingAction,
  type House,
  issuerName,
  LONGEST_ISSUER,
  type Logo,
  type Spoken,
} from '../domain/operator/house.ts';
import { LANGUAGES } from '../domain/values/language.ts';
import { readLogo } from './logo-file.ts';
import { readSeal } from './seal-file.ts';
import { type MapReader, YamlFile } from './yaml-reader.ts';

/** What an operator can have a page of its own for. */
const CLEARING_ACTIONS = [
  'pay_balance',
  'buy_out',
  'leave_group',
  'move_members',
  'end_secondary_lines',
  'cancel_broadband',
  'withdraw_port_out',
  'contact_fraud_desk',
  'contact_legal_desk',
  'unlock',
  'visit_store',
  'call_hotline',
] as const satisfies readonly ClearingAction[];

const LINK = {
  pattern: /^(https:\/\/[^\s/]+\.[^\s]+|\/(?!\/)\S*)$/,
  called: 'an https:// address, or a path of these pages that begins with /',
};
const PHONE = { pattern: /^\+?[\d][\d -]{2,18}\d$/, called: 'a telephone number in quotes, such as "10099"' };
const COLOUR = { pattern: /^#[0-9a-fA-F]{6}$/, called: 'a colour in quotes, such as "#0B6770"' };

/**
 * Reads what an operator says of itself (`examples/operator.yaml`), with its logo.
 *
 * @throws HandbackError `operator_file_invalid`; `problems` are all that there are, each with its line
 * @throws the error of the file system for a file that cannot be opened
 */
export function readOperatorFile(path: string): House {
  const { root, problems } = new YamlFile(basename(path), readFileSync(path, 'utf8'));
  const house: House = {
    name: spoken(root, 'name'),
    logo: root.has('logo') ? logoOf(root, dirname(path)) : null,
    seal: root.has('seal') ? pictureOf(root, 'seal', dirname(path), readSeal) : null,
    colour: root.has('colour') ? coloursOf(root.map('colour')) : null,
    website: optional(root, 'website', LINK),
    hotline: root.has('hotline') ? hotlineOf(root.map('hotline')) : null,
    stores: storesOf(root),
    cardReturns: optionallySpoken(root, 'card_returns'),
    legal: root.has('legal') ? legalOf(root.map('legal')) : { imprint: null, privacy: null, terms: null },
    complaints: root.has('complaints') ? complaintsOf(root.map('complaints')) : null,
    finalBillDueDays: root.has('final_bill_due_days')
      ? root.wholeNumber('final_bill_due_days', 1, 365)
      : null,
    clearing: root.has('clearing') ? clearingOf(root.map('clearing')) : {},
  };
  root.end();
  if (issuerName(house).length > LONGEST_ISSUER) {
    root.problem(
      `must have at most ${LONGEST_ISSUER} characters in all languages together: certificates name both`,
      'name',
    );
  }
  if (problems.length > 0) throw new HandbackError('operator_file_invalid', { problems });
  return house;
}

type Form = { readonly pattern: RegExp; readonly called: string };

function optional(map: MapReader, key: string, form: Form): string | null {
  return map.has(key) ? map.text(key, form) : null;
}

function spoken(map: MapReader, key: string): Spoken {
  const inner = map.map(key);
  const read = Object.fromEntries(LANGUAGES.map((language) => [language, inner.text(language)])) as Spoken;
  inner.end();
  return read;
}

const optionallySpoken = (map: MapReader, key: string): Spoken | null =>
  map.has(key) ? spoken(map, key) : null;

function logoOf(root: MapReader, folder: string): House['logo'] {
  const inner = root.map('logo');
  const light = pictureOf(inner, 'light', folder, readLogo);
  const dark = inner.has('dark') ? pictureOf(inner, 'dark', folder, readLogo) : null;
  inner.end();
  return light === null ? null : { light, dark };
}

function pictureOf(map: MapReader, key: string, folder: string, read: typeof readLogo): Logo | null {
  const name = map.text(key);
  if (name === '') return null;
  const picture = read(resolve(folder, name));
  if (!('fault' in picture)) return picture;
  map.problem(`(${name}) ${picture.fault}`, key);
  return null;
}

function coloursOf(map: MapReader): House['colour'] {
  const read = (scheme: Scheme): string => {
    const colour = map.text(scheme, COLOUR);
    if (!COLOUR.pattern.test(colour)) return colour;
    for (const { on, contrast } of unreadableWith(colour, scheme).slice(0, 1)) {
      const near = readableNear(colour, scheme);
      const advice = near === null ? '' : `; ${near.toUpperCase()} would do`;
      map.problem(
        `(${colour}) cannot be read on ${on}: its contrast is ${contrast.toFixed(1)}, and ${LEAST_CONTRAST} is needed${advice}`,
        scheme,
      );
    }
    return colour;
  };
  const colours = { light: read('light'), dark: read('dark') };
  map.end();
  return colours;
}

function hotlineOf(map: MapReader): House['hotline'] {
  const read = { number: map.text('number', PHONE), hours: optionallySpoken(map, 'hours') };
  map.end();
  return read;
}

function storesOf(root: MapReader): House['stores'] {
  if (!root.has('stores')) return { link: null, list: [] };
  const map = root.map('stores');
  const list = (map.has('list') ? map.maps('list') : []).map((store) => {
    const read = {
      name: spoken(store, 'name'),
      address: spoken(store, 'address'),
      hours: optionallySpoken(store, 'hours'),
    };
    store.end();
    return read;
  });
  const read = { link: optional(map, 'link', LINK), list };
  map.end();
  return read;
}

function legalOf(map: MapReader): House['legal'] {
  const read = {
    imprint: optional(map, 'imprint', LINK),
    privacy: optional(map, 'privacy', LINK),
    terms: optional(map, 'terms', LINK),
  };
  map.end();
  return read;
}

function complaintsOf(map: MapReader): House['complaints'] {
  const read = {
    name: spoken(map, 'name'),
    link: optional(map, 'link', LINK),
    phone: optional(map, 'phone', PHONE),
  };
  map.end();
  return read;
}

function clearingOf(map: MapReader): House['clearing'] {
  const read = Object.fromEntries(
    CLEARING_ACTIONS.filter((action) => map.has(action)).map((action) => [action, map.text(action, LINK)]),
  );
  map.end();
  return read;
}
