import type { ComponentChildren } from 'preact';
import { type DeskVisit, hasRole } from '../kit/desk-visit.ts';
import { SECTIONS, type SectionName } from './sections.ts';

/** A page of the operations desk: the sections of the person's roles beside it. */
export function OperationsFrame({
  visit,
  here,
  children,
}: {
  readonly visit: DeskVisit;
  readonly here: SectionName;
  readonly children: ComponentChildren;
}) {
  const t = visit.t.operations;
  return (
    <div class="operations">
      <nav class="sections" aria-label={t.sections}>
        <ul>
          {SECTIONS.filter(({ roles }) => hasRole(visit, roles)).map(({ path, name }) => (
            <li key={path}>
              <a href={path} aria-current={name === here ? 'page' : undefined}>
                {t.names[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="section stack">{children}</div>
    </div>
  );
}
