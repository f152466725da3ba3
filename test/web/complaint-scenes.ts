import { answerComplaint } from '../../src/operations/complaints/answer-complaint.ts';
import { complaintPath } from '../../src/operations/complaints/complaint-link.ts';
import { fileComplaint } from '../../src/operations/complaints/file-complaint.ts';
import { staffNamed, subscriberOf } from '../support/actors.ts';
import type { SeededLine } from '../support/seed.ts';
import type { PortalInstance } from './portal-instance.ts';
import type { Scene } from './scenes.ts';

/** Complaints about a case: asked for, waiting, late and answered. */
export async function complaintScenes(
  { operations: op }: PortalInstance,
  of: { readonly line: SeededLine; readonly caseId: string },
): Promise<readonly Scene[]> {
  const { line, caseId } = of;
  const file = async (): Promise<string> => {
    const said = { caseId, topic: 'charged_after_end', text: '张三', via: 'portal' } as const;
    return (await fileComplaint(op, subscriberOf(line), said)).reference;
  };
  const [open, late, answered] = [await file(), await file(), await file()];
  await op.pool.query('update complaint set late_at = now() where reference = $1', [late]);
  await answerComplaint(op, staffNamed('lin'), {
    complaint: answered,
    outcome: 'partly_upheld',
    text: '张三',
  });
  const scene = (name: string, path: string, as: SeededLine | null = null): Scene => ({ name, path, as });
  return [
    scene('complain', `/cases/${caseId}/complain`, line),
    ...Object.entries({ open, late, answered }).map(([name, reference]) =>
      scene(`complaint ${name}`, complaintPath(op, reference)),
    ),
  ];
}
