import type { CustomerRecords } from '../ports/customer-records.ts';
import { inventedRecords, simulatedCustomerRecords } from '../simulators/customer-records/simulator.ts';

/** What the demo operator's own systems hold of its customers. */
export function demoRecords(): CustomerRecords {
  return simulatedCustomerRecords((of, kind) =>
    inventedRecords(of, kind, new Date(), { currency: 'CNY', fee: '59.00' }),
  );
}
