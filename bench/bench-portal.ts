import Fastify from 'fastify';
import type { Operations } from '../src/operations/context.ts';
import { certificateServiceOf } from '../src/run/certificate-service.ts';
import { listenToDatabase } from '../src/store/case-events.ts';
import { portal } from '../src/web/portal.ts';
import type { BenchInstance } from './bench-instance.ts';

/** The pages of an instance on a free port; `operations` in place of its own where it needs desks. */
export async function servePortal(
  { base }: BenchInstance,
  url: string,
  operations: Operations = base.operations,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const events = listenToDatabase(url);
  const certificates = certificateServiceOf(base);
  const app = Fastify({ forceCloseConnections: true });
  await app.register(portal, {
    operations,
    trust: () => certificates.trustDocument(),
    renderPdf: (file, language) => certificates.renderPdf(file, language),
    signPaper: (drawn) => certificates.signPaper(drawn),
    signerName: () => certificates.signerName(),
    verify: (bytes, number) => certificates.verify(bytes, number),
    events,
    publicUrl: 'http://bench.example',
    demo: null,
  });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    origin,
    async close() {
      await app.close();
      await events.close();
      await certificates.close();
    },
  };
}
