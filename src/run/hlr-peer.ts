import type { Surroundings } from '../connectors/driver.ts';
import { type Drivers, driverFor } from '../connectors/index.ts';
import { joinSides } from '../connectors/join-sides.ts';
import type { Hlr } from '../ports/hlr.ts';

/** Whether the driver of an address reaches serving nodes, and keeps no subscribers. */
export const reachesNodesOnly = (hlr: URL, drivers: Drivers): boolean =>
  Object.hasOwn(drivers.detaching, hlr.protocol.slice(0, -1));

/**
 * How the HLR of the settings is made: of one driver, or of two sides that are one.
 * @throws Error naming the setting that is missing, too much, or has no driver
 */
export function hlrDriver(
  hlr: URL,
  provisioning: URL | null,
  drivers: Drivers,
): (surroundings: Surroundings) => Hlr {
  if (!reachesNodesOnly(hlr, drivers)) {
    const driver = driverFor('HANDBACK_HLR', { ...drivers.hlr, ...drivers.detaching }, hlr);
    if (provisioning !== null)
      throw new Error(
        `HANDBACK_HLR_PROVISIONING must be empty: ${hlr.protocol}// in HANDBACK_HLR keeps the subscribers itself`,
      );
    return (surroundings) => (driver as Drivers['hlr'][string])!(hlr, surroundings);
  }
  const detaching = driverFor('HANDBACK_HLR', drivers.detaching, hlr);
  if (provisioning === null)
    throw new Error(
      `HANDBACK_HLR_PROVISIONING is missing: ${hlr.protocol}// in HANDBACK_HLR only reaches serving nodes. Set it to the address of the register that keeps the subscribers, e.g. pyhss://HOST:8080`,
    );
  const register = driverFor('HANDBACK_HLR_PROVISIONING', drivers.provisioning, provisioning);
  return (surroundings) => joinSides(register(provisioning, surroundings), detaching(hlr, surroundings));
}
