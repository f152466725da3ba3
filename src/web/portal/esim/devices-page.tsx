import { viewCase } from '../../../operations/cases/view-case.ts';
import { sayDeleted } from '../../../operations/esim/say-deleted.ts';
import { stopWaitingForDevices } from '../../../operations/esim/stop-waiting-for-devices.ts';
import { formatsOf } from '../../kit/formats.ts';
import { LEAVE_NOW, LeaveNow } from '../../kit/leave-now.tsx';
import { go, type Page } from '../../kit/page.ts';
import { Errors, Tap } from '../../kit/parts.tsx';
import { asFollower, caseIdOf, type Visit } from '../../kit/visit.ts';
import { DeviceGuides } from './device-guides.tsx';
import { DevicePanel, STILL_THERE } from './device-panel.tsx';
import { NewEsim } from './esim-notes.tsx';
import { type EsimView, esimOf } from './esim-view.ts';

/** Which devices hold the eSIM of an ending line, and how far each is with deleting it. */
export const devicesPage: Page = {
  path: '/cases/:caseId/devices',
  fields: { stage_conflict: null, profile_unknown: null },
  async show(visit, form) {
    const caseId = caseIdOf(visit);
    const view = await asFollower(visit, (actor) => viewCase(visit.op, actor, { caseId }));
    const esim = esimOf(visit.t, view);
    const back = `/cases/${caseId}`;
    if (esim === null) return go(back);
    const here = `${back}/devices`;
    const { esim: text, progress, common } = visit.t;
    const formats = formatsOf(visit.language, view.timeZone);
    const open = view.record.closedAt === null;
    const quiet = view.record.route === 'survivor';
    const asks = esim.held > 0 && !view.record.urgent;
    const guided = !view.record.urgent && esim.devices.some(({ shown }) => STILL_THERE.includes(shown));
    const { dot, gap, pause, stop } = visit.t.punctuation;
    return {
      kind: 'page',
      // Titles stand in the history of the browser.
      title: quiet ? progress.title : text.title,
      back,
      islands: [...(open ? ['progress'] : []), ...(quiet ? [LEAVE_NOW] : [])],
      body: (
        <>
          <p class="hidden-text" id="said" role="status" data-between={pause} />
          {quiet ? <LeaveNow visit={visit} /> : null}
          <Errors visit={visit} form={form} />
          <div class="stack near">
            <div class="tight">
              <p class="eyebrow">
                {progress.title}
                {dot}
                <span class="code">{view.record.reference}</span>
              </p>
              <h1>{text.title}</h1>
            </div>
            {esim.phase === 'waits' || esim.phase === 'goes_on' ? (
              <p class="note warn">
                <strong>{text.never}</strong>
              </p>
            ) : esim.phase === 'stays' ? (
              <NewEsim visit={visit} esim={esim} lineId={view.record.lineId} />
            ) : null}
          </div>
          <div
            class="stack"
            id="case"
            data-events={open ? `${back}/events` : undefined}
            data-say={esim.headline}
          >
            <div class="tight">
              <h2>{esim.headline}</h2>
              <Standing visit={visit} esim={esim} deadline={(at) => formats.moment(at)} />
            </div>
            {asks ? (
              <div class="note info tight">
                <h3>{text.wifiTitle}</h3>
                <p>{text.wifi}</p>
              </div>
            ) : null}
            <div class="stack near">
              {esim.devices.map((device, i) => (
                <DevicePanel
                  key={device.iccid}
                  visit={visit}
                  formats={formats}
                  device={device}
                  urgent={view.record.urgent}
                  id={`device-${i + 1}`}
                  action={here}
                />
              ))}
            </div>
            {guided ? <DeviceGuides visit={visit} /> : null}
            {esim.phase === 'waits' ? (
              <details class="fold" id="stop">
                <summary>{text.stop}</summary>
                <div class="tight">
                  <p>{text.stopWhat}</p>
                  <Tap visit={visit} action={here} second name="stop" value="waiting">
                    {text.stopButton}
                  </Tap>
                </div>
              </details>
            ) : null}
            <p class="small">
              {open ? <span class="live">{progress.live + gap}</span> : null}
              <span data-clock>{progress.updated(formats.exactClock(view.seenAt))}</span>
              {stop}
              {common.times(formats.zone)}
            </p>
          </div>
          {open ? (
            <noscript>
              <p>
                <a href={here}>{progress.refresh}</a>
              </p>
            </noscript>
          ) : null}
        </>
      ),
    };
  },
  async submit(visit) {
    const caseId = caseIdOf(visit);
    const { deleted: iccid, stop } = visit.values;
    const here = `/cases/${caseId}`;
    if (iccid !== undefined) {
      await asFollower(visit, (actor) => sayDeleted(visit.op, actor, { caseId, iccid }));
      return go(`${here}/devices`);
    }
    if (stop !== undefined)
      await asFollower(visit, (actor) => stopWaitingForDevices(visit.op, actor, { caseId }));
    return go(here);
  },
};

/** What the line does meanwhile, and by when it ends. */
function Standing({
  visit,
  esim,
  deadline,
}: {
  visit: Visit;
  esim: EsimView;
  deadline: (at: Date) => string;
}) {
  const { esim: text } = visit.t;
  switch (esim.phase) {
    case 'waits':
      return (
        <p>
          {esim.waitUntil === null ? null : <strong>{text.latest(deadline(esim.waitUntil))}</strong>}
          {visit.t.punctuation.gap}
          {text.latestWhy}
        </p>
      );
    case 'goes_on':
      return <p>{esim.held + esim.unsigned > 0 ? text.noWait : text.open}</p>;
    case 'cut':
      return esim.signed === esim.devices.length ? null : <p>{text.cut}</p>;
    case 'stays':
      return <p>{text.withdrawn}</p>;
  }
}
