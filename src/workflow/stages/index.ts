import type { Stage } from '../../domain/cases/termination.ts';
import type { StageModule } from '../engine/stage.ts';
import { bar } from './bar.ts';
import { cancelProfiles } from './cancel-profiles.ts';
import { certify } from './certify.ts';
import { close } from './close.ts';
import { detach } from './detach.ts';
import { notify } from './notify.ts';
import { confirm, coolOff } from './person.ts';
import { proveAbsent } from './prove-absent.ts';
import { quarantine } from './quarantine.ts';
import { remove } from './remove.ts';
import { saveSubscriber } from './save-subscriber.ts';
import { settle } from './settle.ts';
import { unbind } from './unbind.ts';
import { undoBar } from './undo-bar.ts';

/** The body of every stage of the state table. */
export const STAGE_MODULES: Readonly<Record<Stage, StageModule>> = {
  confirm,
  cool_off: coolOff,
  unbind,
  save_subscriber: saveSubscriber,
  bar,
  detach,
  remove,
  cancel_profiles: whatever(cancelProfiles),
  settle,
  quarantine,
  prove_absent: proveAbsent,
  certify: whatever(certify),
  notify,
  undo_bar: undoBar,
  close,
};

/** Forgets the type of what a stage answers: only its own `record` gets that answer. */
function whatever<Result>(module: StageModule<Result>): StageModule {
  return module as unknown as StageModule;
}
