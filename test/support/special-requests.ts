import type { Route } from '../../src/domain/rules/route.ts';
import type { Material } from '../../src/domain/rules/rulebook.ts';
import { NAMES_HOLDER } from '../../src/domain/special/special-request.ts';
import type { SpecialRequestForm } from '../../src/operations/special/submit-request.ts';
import { CARD } from './photos.ts';
import { TEST_DOCUMENT } from './seed.ts';

/** What the rulebook of China asks to see on each route. */
export const PAPERS: Readonly<Record<Route, readonly Material[]>> = {
  bereavement: ['death_certificate', 'proof_of_kinship', 'heir_identity_document'],
  guardian: ['guardianship_proof', 'guardian_identity_document'],
  agent: ['authorisation_letter', 'identity_document_copy', 'agent_identity_document'],
  survivor: ['requester_identity_document', 'support_service_letter'],
  not_mine: ['requester_identity_document'],
  company: ['business_licence', 'company_seal', 'authorisation_letter', 'agent_identity_document'],
};

/** A request as somebody with all papers sends it, about lines of `seedLines`. */
export function specialForm(
  route: Route,
  numbers: readonly string[],
  changes: Partial<SpecialRequestForm> = {},
): SpecialRequestForm {
  const holder = { name: '张三', documentType: 'cn_resident_id', documentNumber: TEST_DOCUMENT } as const;
  const other = {
    name: '王五',
    documentType: 'passport',
    documentNumber: 'E12345678',
    documentCountry: 'CN',
  } as const;
  return {
    ...{ route, wish: 'end', numbers, contact: '', note: '', language: 'zh-CN' },
    requester: route === 'not_mine' ? holder : other,
    holder: NAMES_HOLDER.includes(route) ? holder : null,
    photos: PAPERS[route].map((material) => ({ material, file: CARD.jpeg })),
    ...changes,
  };
}
