import type { ServingNode } from '../../ports/serving-node.ts';
import { createOsmoMsc, createOsmoSgsn, osmoNodeAt } from './node.ts';

/** `osmo-msc://HOST[:4254][?hostname=NAME]`: the VTY of an OsmoMSC. */
export const osmoMscFromUrl = (url: URL): ServingNode => createOsmoMsc(osmoNodeAt(url));

/** `osmo-sgsn://HOST[:4245][?hostname=NAME]`: the VTY of an OsmoSGSN. */
export const osmoSgsnFromUrl = (url: URL): ServingNode => createOsmoSgsn(osmoNodeAt(url));
