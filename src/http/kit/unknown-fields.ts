import { HandbackError } from '../../domain/errors.ts';
import { nearestName } from '../../domain/values/nearest-name.ts';

/** A fault that the validator found; it is told verbosely, with the schema that was not met. */
export interface SchemaFault {
  readonly keyword?: string;
  readonly instancePath?: string;
  readonly message?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  readonly parentSchema?: {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly additionalProperties?: unknown;
  };
}

/** A field that there is not is told by its place and with the name that was probably meant: never passed over. */
export function unknownField(
  name: string,
  known: readonly string[],
  { above = '', place = 'body' }: { readonly above?: string; readonly place?: string } = {},
): HandbackError {
  const shown = name.slice(0, 60);
  const meant = nearestName(shown, known);
  return new HandbackError('request_invalid', {
    field: shown,
    reason: 'field_unknown',
    in: place,
    pointer: `${above}/${shown.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ...(meant === null ? {} : { meant }),
  });
}

/** What the validator refused, as one of our own errors. */
export function asRequestInvalid(faults: readonly SchemaFault[], place: string): HandbackError {
  const unknown = faults.map(unknownOf).find((one) => one !== null);
  if (unknown !== undefined)
    return unknownField(unknown.name, unknown.known, { above: unknown.above, place });
  const [first] = faults;
  const missing = first?.keyword === 'required' ? String(first.params?.['missingProperty']) : null;
  const pointer = `${first?.instancePath ?? ''}${missing === null ? '' : `/${missing}`}`;
  return new HandbackError('request_invalid', {
    field: pointer.slice(1) || place,
    reason: first?.message ?? '',
    in: place,
    pointer,
  });
}

/** Where a required field is missing, a misspelt one in its place says more. */
function unknownOf({ keyword, params, data, parentSchema, instancePath: above = '' }: SchemaFault) {
  const known = Object.keys(parentSchema?.properties ?? {});
  if (keyword === 'additionalProperties')
    return { name: String(params?.['additionalProperty'] ?? ''), known, above };
  if (keyword !== 'required' || parentSchema?.additionalProperties !== false) return null;
  const name = Object.keys((data ?? {}) as object).find((key) => !known.includes(key));
  return name === undefined ? null : { name, known, above };
}
