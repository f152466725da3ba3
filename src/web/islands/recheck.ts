// A page that says what stands in the way looks again by itself when its reader comes back from clearing it.

const LEAST_MS = 2_000;
let left = false;

const look = (): void => {
  // Not for a glance at another tab, and not while offline: the answer would be an error.
  if (navigator.onLine && performance.now() > LEAST_MS) location.reload();
};
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && left) look();
  left = document.visibilityState === 'hidden';
});
