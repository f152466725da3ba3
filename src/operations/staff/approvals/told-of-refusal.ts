import { HandbackError } from '../../../domain/errors.ts';
import type { Actor } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';

/**
 * Why an act cannot be carried out, as somebody else than its asker may read it: it was looked at with the asker's eyes, who may know
 * of cases that the reader may not.
 */
export function asToldTo(reader: Actor, error: HandbackError): HandbackError {
  if (error.code !== 'rulebook_impossible' || seesConfidential(reader)) return error;
  return new HandbackError('rulebook_impossible', { ...error.facts, count: 0, references: [] });
}
